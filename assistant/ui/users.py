"""Who may use the page: a file of users with password hashes and roles. No page here.

[{"name": "lixin", "role": "writer", "salt": "…", "hash": "…"}]    scrypt, n=2**14 r=8 p=1
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from assistant.errors import InputError, UnreadableFile
from assistant.files import write_text

Role = Literal["reader", "writer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "writer", "admin")
_NAME = re.compile(r"[\w\-.]{1,40}\Z")
_SHORTEST = 8
#: after so many wrong passwords for a name, answers come only after the wait
_TRIES, _WAIT = 5, 60.0


@dataclass(frozen=True, slots=True)
class User:
    """Someone at the page. reader: looks things up, asks; writer: has projects, adds reports; admin: removes reports, sees the log."""

    name: str
    role: Role = "admin"

    def may(self, role: Role) -> bool:
        """Whether this user's role reaches that one."""
        return ROLES.index(self.role) >= ROLES.index(role)


#: where nobody has to sign in, the one user is everything
LOCAL = User("local", "admin")


class UserFile:
    """The users of a file. Read anew when it changes, so that a user who is taken out is out at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._read_at = -1.0
        self._users: dict[str, dict[str, str]] = {}
        self._wrong: dict[str, list[float]] = {}

    def user(self, name: str) -> User | None:
        """The user of that name."""
        entry = self._entries().get(name)
        return User(name, _role(entry)) if entry else None

    def check(self, name: str, password: str) -> bool:
        """Whether name and password belong together; takes as long for a name that isn't there."""
        now = time.monotonic()
        with self._lock:
            recent = [at for at in self._wrong.get(name, []) if now - at < _WAIT]
            self._wrong[name] = recent
            if len(self._wrong) > 10_000:
                self._wrong.clear()
        if len(recent) >= _TRIES:
            return False
        entry = self._entries().get(name)
        salt, kept = (entry["salt"], entry["hash"]) if entry else ("00" * 16, "")
        right = hmac.compare_digest(_hashed(password, salt), kept)
        if not right:
            with self._lock:
                self._wrong.setdefault(name, []).append(now)
        return right

    def put(self, name: str, password: str, role: Role) -> None:
        """Add a user or give a new password. Raises InputError."""
        if not _NAME.match(name) or name == LOCAL.name:
            raise InputError(f"{name}: 用户名只能用字母、数字、汉字、- _ .，最长 40 个")
        if len(password) < _SHORTEST:
            raise InputError(f"密码至少 {_SHORTEST} 位")
        entries = self._entries() if self.path.exists() else {}
        salt = os.urandom(16).hex()
        entries[name] = {"name": name, "role": role, "salt": salt, "hash": _hashed(password, salt)}
        write_text(self.path, json.dumps(list(entries.values()), ensure_ascii=False, indent=1) + "\n")
        self.path.chmod(0o600)

    def _entries(self) -> dict[str, dict[str, str]]:
        try:
            changed = self.path.stat().st_mtime
            if changed != self._read_at:
                listed = json.loads(self.path.read_text(encoding="utf-8"))
                if not isinstance(listed, list):
                    raise TypeError("not a list")
                self._users = {entry["name"]: _entry(entry) for entry in listed}
                self._read_at = changed
        except OSError as error:
            raise UnreadableFile(self.path, error.strerror or str(error)) from None
        except (ValueError, KeyError, TypeError):
            raise UnreadableFile(self.path, "不是用户文件；用 biganzi serve --users 文件 --add-user 名字 添加用户") from None
        return dict(self._users)


def _entry(entry: Mapping[str, str]) -> dict[str, str]:
    made = {name: str(entry[name]) for name in ("name", "role", "salt", "hash")}
    if made["role"] not in ROLES:
        raise ValueError(made["role"])
    return made


def _role(entry: Mapping[str, str]) -> Role:
    return cast(Role, entry["role"])


def _hashed(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()
