"""Settings: flag over environment over biganzi.toml over default. Keys are read from the environment only and never kept."""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from assistant.errors import SettingsError

EngineChoice = Literal["auto", "offline", "model"]

_ENVIRONMENT = {
    "base_url": "OPENAI_BASE_URL",
    "model": "BIGANZI_MODEL",
    "embedding_model": "BIGANZI_EMBEDDING_MODEL",
    "library": "BIGANZI_LIBRARY",
    "engine": "BIGANZI_ENGINE",
}


def configuration_folder() -> Path:
    """The user's configuration folder, by the habit of the operating system; it may not exist."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config"))
    return base / "biganzi"


@dataclass(frozen=True)
class Settings:
    """What the program runs with. `library` is a folder or the http(s) address of a Chroma server."""

    library: str = ".biganzi/library"
    engine: EngineChoice = "auto"
    base_url: str = ""
    model: str = ""
    embedding_model: str = ""
    figures: Literal["protect", "plain"] = "plain"
    privacy: Literal["normal", "strict"] = "normal"
    prompts: str = ""
    concurrency: int = 4
    timeout: float = 60.0
    context: int = 16_000
    trust_env: bool = True
    words: str = ""
    unit: str = ""
    prices: dict[str, list[float]] = field(default_factory=dict)

    @property
    def has_endpoint(self) -> bool:
        """Whether a model endpoint is configured at all; without one nothing is ever contacted."""
        return bool(self.base_url or os.environ.get("OPENAI_API_KEY"))

    @property
    def effective_engine(self) -> Literal["offline", "model"]:
        """`auto` means `model` only where an endpoint is configured."""
        if self.engine == "auto":
            return "model" if self.has_endpoint else "offline"
        return self.engine


def load_settings(**flags: Any) -> Settings:
    """Settings from flags (None means not given), environment, biganzi.toml and defaults. Raises SettingsError."""
    settings = Settings()
    for path in (configuration_folder() / "biganzi.toml", Path("biganzi.toml")):
        settings = _with(settings, _read(path), str(path))
    environment = {name: os.environ[key] for name, key in _ENVIRONMENT.items() if os.environ.get(key)}
    settings = _with(settings, environment, "environment")
    return _with(settings, {k: v for k, v in flags.items() if v is not None}, "flag")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: 不是有效的 TOML（{error}）") from None


def _with(settings: Settings, values: dict[str, Any], origin: str) -> Settings:
    known = {f.name: f for f in fields(Settings)}
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{origin}: 没有名为 {name} 的设置；可用的有 {'、'.join(sorted(known))}")
        default = getattr(settings, name)
        if isinstance(default, float) and isinstance(value, int):
            value = float(value)
        if not isinstance(value, type(default)):
            raise SettingsError(f"{origin}: {name} 应为 {type(default).__name__}，得到 {value!r}")
        changes[name] = value
    result = replace(settings, **changes)
    for name, choices in (("engine", ("auto", "offline", "model")), ("figures", ("protect", "plain")), ("privacy", ("normal", "strict"))):
        if getattr(result, name) not in choices:
            raise SettingsError(f"{origin}: {name} 只能是 {'、'.join(choices)}，得到 {getattr(result, name)!r}")
    return result
