"""All errors that users meet, as one tree. Each says in one line what is wrong and what to do next.

    BiganziError                      exit code
    ├── InputError                    2   an argument or a file can't be used
    │   ├── UnreadableFile            2   names the file and the reason
    │   └── SettingsError             2   biganzi.toml or the environment
    ├── LibraryError                  2   the library folder can't be used
    │   ├── LibraryVersionError       2   written by another version
    │   └── LibraryBusy               2   another process writes
    └── EndpointError                 3   the model endpoint or the Chroma server failed after retries
"""

from __future__ import annotations


class BiganziError(Exception):
    """Base of all; `exit_code` is what the command ends with."""

    exit_code = 2


class InputError(BiganziError):
    """An argument or a file that can't be used."""


class UnreadableFile(InputError):
    """A file that can't be read: `path` and `reason` make the one line."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason


class SettingsError(InputError):
    """biganzi.toml, a flag or an environment variable holds something unusable."""


class LibraryError(BiganziError):
    """The library folder can't be used."""


class LibraryVersionError(LibraryError):
    """The library was written by another version of the program."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class EndpointError(BiganziError):
    """The model endpoint or the Chroma server failed after retries."""

    exit_code = 3
