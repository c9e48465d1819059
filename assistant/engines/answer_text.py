"""What a model wrote becomes plain prose, or a reason why it can't be used. No model and no figures here."""

from __future__ import annotations

import re
from typing import Literal

Fault = Literal["empty", "refusal", "english"]

_THINK = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_THINK_TAIL = re.compile(r"\A.*?</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A\s*```[\w-]*[ \t]*\n(.*?)\n?[ \t]*(?:```\s*)?\Z", re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.)、])\s+")
_TALK = re.compile(
    r"^(?:好的|当然|没问题|以下(?:是|为)|下面(?:是|为)|根据您|按照您|这是(?:根据|按照)|希望(?:对您|这)|如(?:需|果您)|如有(?:需要|其他)|请(?:您)?(?:告诉|告知)我?|注：|说明：)"
)
_REFUSAL = re.compile(
    r"我(?:无法|不能|没有办法)|抱歉|很遗憾|作为(?:一个)?(?:人工智能|AI|语言模型)|I(?:'m| am) (?:sorry|unable)|I can(?:'|no)t", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.、)．:：]\s*(?P<text>\S.*)$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


def without_thoughts(text: str) -> str:
    """The text without <think>…</think> blocks; a block left open hides the rest, a lone end tag all before it."""
    text = _THINK.sub("", text)
    return _THINK_TAIL.sub("", text) if "</" in text else text


def without_fence(text: str) -> str:
    """What stands inside the code fence around a text; a text without one as it is."""
    fenced = _FENCE.match(text)
    return fenced[1] if fenced else text


def as_prose(text: str, heading: str = "") -> str:
    """Plain paragraphs: thoughts, code fences, markdown marks, talk to the user and a repeated heading taken out."""
    text = without_thoughts(text).replace("\r\n", "\n").strip()
    text = without_fence(text)
    lines: list[str] = []
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or set(line) <= set("-*_=`"):
            continue
        marked = _HEADING.match(line)
        line = _EMPHASIS.sub(r"\2", _BULLET.sub("", _HEADING.sub("", line))).strip()
        if marked or _TALK.match(line) or (heading and line.strip("。：:") == heading.strip("。：:")):
            continue
        lines.append(line)
    return "\n".join(lines)


def fault_of(text: str) -> Fault | None:
    """Why prose can't be used, or None: nothing in it, a refusal, or mostly not Chinese."""
    if not text.strip():
        return "empty"
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if len(text) < 200 and _REFUSAL.search(text[:60]):
        return "refusal"
    if latin > 20 and latin > 2 * han:
        return "english"
    return None


class LoopGuard:
    """Says when a stream repeats itself without end: the last piece stands four times in a row, or the length cap is passed."""

    def __init__(self, cap: int = 20_000) -> None:
        self.cap = cap

    def is_looping(self, text: str) -> bool:
        """Whether to stop reading; looks only at the tail, so that it can be asked often."""
        if len(text) > self.cap:
            return True
        tail = text[-400:]
        return any(len(tail) >= 4 * size and tail[-size:] * 4 == tail[-4 * size :] for size in range(6, len(tail) // 4 + 1))


def cut_to_whole_sentences(text: str) -> str:
    """A text that broke off, without its last unfinished sentence."""
    ends = [text.rfind(mark) for mark in "。！？\n"]
    return text[: max(ends) + 1].rstrip("\n") if max(ends) >= 0 else ""


def without_repeats(text: str) -> str:
    """The text with a sentence that stands more than once kept only the first time."""
    seen: set[str] = set()
    kept = []
    for sentence in re.split(r"(?<=[。！？\n])", text):
        if len(sentence) > 8 and sentence in seen:
            continue
        seen.add(sentence)
        kept.append(sentence)
    return "".join(kept)


def numbered_sentences(text: str, count: int) -> dict[int, str]:
    """The sentences of an answer by the number in front of them, 1 to `count`; a single one may come without."""
    found: dict[int, str] = {}
    for line in text.splitlines():
        match = _NUMBERED.match(line)
        if match and 1 <= int(match["number"]) <= count:
            found.setdefault(int(match["number"]), match["text"].strip())
    if not found and count == 1 and text.strip():
        prose = as_prose(text)
        if prose and fault_of(prose) is None:
            found[1] = prose.replace("\n", "")
    return found
