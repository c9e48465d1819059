"""What a section is about, by the topic table of the genre: its heading first, then the words of its body. The table is in reference/."""

from __future__ import annotations

import re
from functools import cache

_HEADING_ALIAS = 12.0
_HEADING_WORD = 4.0
_ABOVE = 3.0
_BODY = 600


@cache
def _table() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    from assistant.reference.tables import topics

    return tuple((topic.name, _any((topic.name, *topic.aliases)), _any(topic.keywords)) for topic in topics())


def _any(words: tuple[str, ...]) -> re.Pattern[str] | None:
    kept = sorted({word for word in words if word}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, kept))) if kept else None


def topic_of(title: str, body: str = "", part: str = "", above: str = "") -> str:
    """The name of the topic, "" where nothing speaks for one.

    The heading outweighs any body; of the body the first 600 characters count. What the text is about is one thing, that it
    tells of problems or of aims another: these two are the topic only of a section of that part.
    above: the topic of the section above, which decides where the words do not.
    """
    best, name = 0.0, ""
    opening = body[:_BODY]
    for topic, aliases, words in _table():
        if (topic == "存在问题" and part not in ("problems", "")) or (topic == "目标思路" and part not in ("plan", "")):
            continue
        score = 0.0
        if aliases is not None:
            score += sum(_HEADING_ALIAS + len(match) for match in aliases.findall(title))
        if words is not None:
            score += sum(_HEADING_WORD + len(match) for match in words.findall(title))
            if opening:
                score += min(6.0, sum(1.0 for _ in words.finditer(opening)) * 200 / max(200, len(opening)))
        if score and topic == above:
            score += _ABOVE
        if score > best + 1e-9:
            best, name = score, topic
    return name if best >= 2.0 else ""
