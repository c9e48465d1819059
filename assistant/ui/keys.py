"""The endpoint's key in the operating system's keyring. It goes in from the page and comes out into the environment; it is never shown.

Every function that asks the keyring may be told anything by it: backends raise what they like, and some keep nothing.
"""

from __future__ import annotations

import os
import re
from typing import Literal

_SERVICE, _NAME = "biganzi", "OPENAI_API_KEY"
#: what can stand in a header: anything else was copied wrong
_KEY = re.compile(r"[\x21-\x7e]{1,4000}")
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


def available() -> bool:
    """Whether this machine has a keyring that keeps anything."""
    try:
        import keyring
        from keyring.backends import fail, null

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception:  # noqa: BLE001 - see the head of this file
        return False


def is_key(text: str) -> bool:
    """Whether a text can be a key at all."""
    return _KEY.fullmatch(text) is not None


def put(key: str) -> bool:
    """Keep a key in the keyring and use it from now on; False where this machine has none that works: then nothing has changed."""
    global _from_keyring
    try:
        import keyring

        keyring.set_password(_SERVICE, _NAME, key)
    except Exception:  # noqa: BLE001 - see the head of this file; without a keyring the environment is left
        return False
    if _kept() != key:
        return False
    os.environ[_NAME] = key
    _from_keyring = True
    return True


def remove() -> bool:
    """Take the key out of the keyring and out of use; False where it could not be. One that the environment brought along stays."""
    global _from_keyring
    if _kept():
        try:
            import keyring

            keyring.delete_password(_SERVICE, _NAME)
        except Exception:  # noqa: BLE001 - see the head of this file
            return False
    if _kept():
        return False
    if _from_keyring:
        os.environ.pop(_NAME, None)
        _from_keyring = False
    return True


def _kept() -> str:
    try:
        import keyring

        return keyring.get_password(_SERVICE, _NAME) or ""
    except Exception:  # noqa: BLE001 - see the head of this file
        return ""
