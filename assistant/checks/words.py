"""The office's own words: names no rule may complain of, and wordings it always replaces. Reading a plain file, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UnreadableFile

#: looked for in the working folder when no file is named
WORDS_FILE = "biganzi-words.txt"


@dataclass(frozen=True, slots=True)
class HouseWords:
    """allowed: a finding that lies inside one of these words is dropped. replacements: (as written, as the house writes it)."""

    allowed: tuple[str, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()

    def joined(self, other: HouseWords) -> HouseWords:
        """Both lists as one."""
        return HouseWords(self.allowed + other.allowed, self.replacements + other.replacements)


NO_WORDS = HouseWords()


def parse_words(text: str) -> HouseWords:
    """One entry a line: a word to leave alone, or `旧写法 => 新写法`; # begins a comment."""
    allowed: list[str] = []
    replacements: list[tuple[str, str]] = []
    for line in text.splitlines():
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        old, arrow, new = (part.strip() for part in entry.partition("=>"))
        if arrow and old:
            replacements.append((old, new))
        elif old:
            allowed.append(old)
    return HouseWords(tuple(allowed), tuple(replacements))


def read_words(path: str | Path) -> HouseWords:
    """The words of a file. Raises UnreadableFile."""
    try:
        return parse_words(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "不是 UTF-8 文本") from None
