"""The 设置 tab's actions. Settings are kept in biganzi.toml of the working folder; a key goes to the keyring only."""

from __future__ import annotations

import ipaddress
import json
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import InputError
from assistant.files import write_text
from assistant.ui import keys
from assistant.ui.actions import Action, Tab
from assistant.ui.configuring_view import view
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.language import say

_FILE = Path("biganzi.toml")
#: one file and one workspace for all pages
_SAVING = threading.Lock()


def go(desk: Desk, event: Event) -> None:
    """To a section of the settings."""
    desk.configuring.page = event.get("page")
    desk.effect("reveal", query=f"#set-{event.get('page')}")


def set_engine(desk: Desk, event: Event) -> None:
    """Who writes: offline, model, or whichever there is."""
    if event.get("engine") in ("offline", "auto", "model"):
        _save(desk, engine=event.get("engine"))


def set_endpoint(desk: Desk, event: Event) -> None:
    """Address and model."""
    address, model = event.fields.get("base_url", "").strip()[:300], event.fields.get("model", "").strip()[:100]
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise InputError(say("接口地址要以 http:// 或 https:// 开头"))
    if address and desk.workspace.settings.privacy == "strict" and not is_inside(address):
        raise InputError(say("严格模式下只连本机和内网地址；要连外网，先在“隐私”里关掉"))
    desk.configuring.tried = None
    _save(desk, base_url=address, model=model)


def is_inside(address: str) -> bool:
    """Whether an address is this machine's or of a private network; a name without a dot is taken for inside."""
    host = urlsplit(address).hostname or ""
    if host == "localhost" or "." not in host:
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host.endswith((".local", ".lan", ".internal", ".intranet"))


def set_key(desk: Desk, event: Event) -> None:
    """Put a key into the operating system's keyring; it is not written anywhere else."""
    key = event.fields.get("key", "").strip()
    if not key:
        raise InputError(say("没有填密钥"))
    if not keys.is_key(key):
        raise InputError(say("密钥里有空格或中文，请重新复制"))
    given = keys.where() == "environment"
    if not keys.put(key):
        raise InputError(say("这台机器没有可用的钥匙串，请改用环境变量 OPENAI_API_KEY"))
    desk.configuring.tried = None
    desk.office.audit.record(desk.user.name, "更换密钥")
    desk.toast(say("密钥已存进系统钥匙串，这里不显示"))
    if given:
        desk.toast(say("环境变量里还有一个密钥，下次启动以它为准"), "warn")


def drop_key(desk: Desk, event: Event) -> None:
    """Delete the key from the keyring."""
    if not keys.remove():
        raise InputError(say("密钥没有删掉，请到系统的钥匙串里删 biganzi 这一条"))
    desk.configuring.tried = None
    desk.office.audit.record(desk.user.name, "删除密钥")
    desk.toast(say("密钥已从钥匙串里删掉"))


def switch(desk: Desk, event: Event) -> None:
    """A switch of the privacy section goes to where it was pushed: in another window it may stand there already."""
    name, to = event.get("name"), event.get("to")
    if to in {"figures": ("plain", "protect"), "privacy": ("normal", "strict")}.get(name, ()):
        _save(desk, **{name: to})


def test(desk: Desk, event: Event) -> Iterator[None]:
    """Whether the endpoint answers; only what is configured is contacted, and nothing of the project is sent."""
    settings = desk.workspace.settings
    if not settings.base_url:
        raise InputError(say("先填接口地址"))
    yield
    started = time.perf_counter()
    state, said = "ok", ""
    desk.office.audit.record(desk.user.name, "试连", endpoint=settings.base_url)
    import os

    request = urllib.request.Request(
        f"{settings.base_url.rstrip('/')}/models", headers={"Authorization": f"Bearer {os.environ.get('OPENAI_API_KEY') or 'none'}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=8) as got:
            names = _model_names(got.read(200_000))
        said = say("{ms} 毫秒", ms=f"{(time.perf_counter() - started) * 1000:.0f}")
        if settings.model and names and settings.model not in names:
            state, said = "warn", say("连上了，但没有叫 {model} 的模型；有 {names}", model=settings.model, names="、".join(names[:6]))
    except urllib.error.HTTPError as error:
        state = "bad" if error.code in (401, 403) else "ok"
        said = say("密钥被拒绝（{code}）", code=error.code) if state == "bad" else say("有应答（{code}）", code=error.code)
    except (OSError, ValueError) as error:
        state, said = "bad", say("连不上：{reason}", reason=str(getattr(error, "reason", error))[:120])
    now = desk.workspace.settings
    if (now.base_url, now.model) == (settings.base_url, settings.model):
        desk.configuring.tried = (state, said)


def _model_names(body: bytes) -> list[str]:
    try:
        return [str(one["id"]) for one in json.loads(body)["data"]]
    except (ValueError, KeyError, TypeError):
        return []


def preview(desk: Desk, event: Event) -> None:
    """Show the first request that a draft would send, word for word; nothing is sent."""
    from assistant.ui.outlining import brief_of

    if desk.workspace.settings.effective_engine == "offline":
        raise InputError(say("没有配模型，什么都不会发出去"))
    if not desk.material().notes:
        raise InputError(say("还没有素材。先把科室发来的文件拖进来。"))
    bodies = desk.workspace.preview(brief_of(desk), desk.workspace.engine())
    messages = bodies[0].get("messages", []) if bodies else []
    told = "\n\n".join(f"[{one.get('role')}]\n{one.get('content')}" for one in messages)
    desk.configuring.preview = say("共 {n} 次请求，下面是第一次：", n=len(bodies)) + "\n\n" + told[:20_000]


def add_word(desk: Desk, event: Event) -> None:
    """A wording that is always replaced in this project, or words not to be reported again."""
    old, new = event.fields.get("old", "").strip()[:60], event.fields.get("new", "").strip()[:60]
    if not old:
        raise InputError(say("填原来的写法"))
    if new:
        desk.change(replacements=(*[one for one in desk.project.replacements if one[0] != old], (old, new)))
    else:
        desk.change(never=(*desk.project.never, ("", old)))


def drop_word(desk: Desk, event: Event) -> None:
    """Take an entry of the word list out."""
    if event.get("kind") == "replace":
        desk.change(replacements=tuple(one for one in desk.project.replacements if one[0] != event.get("old")))
    else:
        desk.change(never=tuple(one for one in desk.project.never if one != (event.get("rule"), event.get("text"))))


def _save(desk: Desk, **changes: Any) -> None:
    with _SAVING:
        settings = replace(desk.workspace.settings, **changes)
        held: dict[str, Any] = {}
        if _FILE.exists():
            try:
                held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                raise InputError(say("biganzi.toml 读不出来，请先改好它")) from None
        write_text(_FILE, toml_of({**held, **changes}))
        desk.workspace.settings = settings
    desk.office.audit.record(desk.user.name, "改设置", names="、".join(changes))
    desk.toast(say("已保存到 biganzi.toml"))


def toml_of(values: dict[str, Any]) -> str:
    """Flat settings as TOML, tables last."""
    flat = [f"{name} = {_value(value)}" for name, value in values.items() if not isinstance(value, dict)]
    tables = [
        f"\n[{name}]\n" + "\n".join(f"{json.dumps(key, ensure_ascii=False)} = {_value(item)}" for key, item in value.items())
        for name, value in values.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*flat, *tables]) + "\n"


def _value(value: Any) -> str:
    # JSON's strings, numbers, booleans and lists are TOML's
    return json.dumps(value, ensure_ascii=False)


TAB = Tab(
    "settings",
    "设置",
    {
        "open": Action(lambda desk, event: None, "reader"),
        "go": Action(go, "reader"),
        "engine": Action(set_engine, "admin"),
        "endpoint": Action(set_endpoint, "admin"),
        "key": Action(set_key, "admin"),
        "drop-key": Action(drop_key, "admin"),
        "switch": Action(switch, "admin"),
        "test": Action(test, "admin"),
        "preview": Action(preview),
        "add-word": Action(add_word),
        "drop-word": Action(drop_word),
    },
    view,
)
