"""The endpoint's key in the operating system's keyring. It goes in from the page and comes out into the environment; it is never shown."""

from __future__ import annotations

import os
from typing import Literal

_SERVICE, _NAME = "biganzi", "OPENAI_API_KEY"
Where = Literal["environment", "keyring", "nowhere"]
_from_keyring = False


def bring_out() -> None:
    """Put a kept key into the environment, where every client reads it; an environment that has one already wins."""
    global _from_keyring
    if os.environ.get(_NAME):
        return
    kept = _kept()
    if kept:
        os.environ[_NAME] = kept
        _from_keyring = True


def where() -> Where:
    """Where the key comes from."""
    if not os.environ.get(_NAME):
        return "nowhere"
    return "keyring" if _from_keyring else "environment"


def put(key: str) -> bool:
    """Keep a key in the keyring; False where this machine has none that works."""
    global _from_keyring
    try:
        import keyring

        keyring.set_password(_SERVICE, _NAME, key)
    except Exception:  # noqa: BLE001 - keyring backends raise whatever they like; without one the environment is left
        return False
    os.environ[_NAME] = key
    _from_keyring = True
    return True


def _kept() -> str:
    try:
        import keyring

        return keyring.get_password(_SERVICE, _NAME) or ""
    except Exception:  # noqa: BLE001 - as above
        return ""
