"""A keyring for tests that keeps its entries in a file, as some systems' own do. Not for real keys: nothing is encrypted."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

PLACE = "BIGANZI_TEST_KEYRING"


class FileKeyring(KeyringBackend):
    """Entries as JSON in the file that the environment names."""

    priority = 1

    @property
    def _file(self) -> Path:
        return Path(os.environ[PLACE])

    def _entries(self) -> dict[str, str]:
        return json.loads(self._file.read_text(encoding="utf-8")) if self._file.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._file.write_text(json.dumps({**self._entries(), f"{service}/{username}": password}), encoding="utf-8")

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such entry")
        self._file.write_text(json.dumps(entries), encoding="utf-8")


class Forgetful(FileKeyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Locked(FileKeyring):
    """Raises whatever it is asked, as one does whose user refuses to unlock it; what it says holds the key."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"locked: {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise RuntimeError("locked")


class Stubborn(FileKeyring):
    """Deletes nothing."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("refused")
