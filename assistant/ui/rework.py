"""What an instruction to a section can do without a model: shorten, leave out stock phrases, join into one paragraph. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.projects.project import Line
from assistant.ui.language import say

_SHORT = re.compile(r"精简|压缩|短|简|删减|少写|缩")
_PLAIN = re.compile(r"套话|空话|开头|引言|虚|客套|直接")
_JOIN = re.compile(r"一段|合并|不分段")


@dataclass(frozen=True, slots=True)
class Reworked:
    """The sentences, whether the instruction was understood, and what to tell the user."""

    lines: tuple[Line, ...]
    done: bool
    said: str


def rework(lines: tuple[Line, ...], instruction: str) -> Reworked:
    """Carry out what can be carried out; notes' sentences are never dropped, so no fact is lost."""
    kept = lines
    done = []
    if _SHORT.search(instruction) or _PLAIN.search(instruction):
        kept = tuple(line for line in kept if line.text == "\n" or line.support == "notes" or re.search(r"\d", line.text))
        done.append(say("去掉了没有数的套话"))
    if _JOIN.search(instruction):
        kept = tuple(line for line in kept if line.text != "\n")
        done.append(say("并成一段"))
    if not done:
        return Reworked(lines, False, say("离线起草只会“精简”“去掉套话”“并成一段”；这次已按现在的素材重写"))
    return Reworked(kept, True, say("已重写：{done}", done="，".join(done)))
