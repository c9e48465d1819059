"""A reviewer's remarks that need no model: balance, empty phrases, plans without results, promises unanswered, repeats. Counts only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from assistant.domain.commitment import Answer
from assistant.domain.document import Document
from assistant.domain.draft import PlannedSection
from assistant.engines.claims import STRONG
from assistant.engines.evidence import content_of
from assistant.writing.lengths import off_by
from assistant.writing.proofreading import Passage
from assistant.writing.remarks import Remark

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_DIGIT = re.compile(r"\d")
#: verbs and nouns that fill a sentence without telling what was done
_FILLER = re.compile(
    r"高度重视|统一思想|提高认识|加强领导|狠抓落实|扎实推进|稳步推进|有序推进|持续推进|不断加强|进一步|切实|全面加强|大力|积极|深入|认真|着力|不断提升|有力|有效|良好|新台阶|新成效|新突破"
    r"|显著成效|明显成效|坚持以|牢固树立|凝心聚力|真抓实干|奋力|担当作为"
)
_RESULT = re.compile(r"\d|完成|建成|投产|获|通过|达到|实现|下降|增长|解决|办结|签约|开工|竣工|挂牌|入选")
_PROBLEM = re.compile(r"问题|不足|短板|困难|差距|挑战")
#: the shortest section that says anything about style or balance, in characters
_SMALL = 60


def counted_remarks(
    document: Document, passages: Sequence[Passage], answers: Sequence[Answer] = (), previous: Document | None = None,
    wishes: Sequence[PlannedSection] = (),
) -> list[Remark]:
    """The remarks of all counts, in order of place, offsets in `document.text`. wishes: headings with the length each was to have."""
    found = [*_balance(passages), *_empty(passages), *_without_result(passages), *_repeats(passages), *_style(document, passages, previous)]
    found += [*_problems(document, passages), *_unanswered(document, answers), *_lengths(document, wishes)]
    return sorted(found, key=lambda one: (one.start, one.end))


def _remark(code: str, passage: Passage, quote: str, message: str, suggestion: str) -> Remark:
    at = max(0, passage.text.find(quote))
    return Remark(code, "count", passage.start + at, passage.start + at + len(quote), quote, message, suggestion, severity="info")


def _heading(passage: Passage) -> str:
    return passage.text.split("\n", 1)[0][:60]


def _balance(passages: Sequence[Passage]) -> list[Remark]:
    """Sections of the summary that are much longer or shorter than the others."""
    found = []
    own = [passage for passage in passages if passage.part == "summary" and len(passage.text) > _SMALL]
    if len(own) < 4:
        return []
    middle = median(len(passage.text) for passage in own)
    for passage in own:
        size = len(passage.text)
        if size > 3 * middle or size < middle / 4:
            way, advice = ("长", "压缩或拆成两节") if size > middle else ("短", "补充做法和结果，或并入相近的一节")
            found.append(_remark("BALANCE", passage, _heading(passage), f"本节{size}字，各节中位数是{middle:.0f}字，偏{way}", advice))
    return found


def _lengths(document: Document, wishes: Sequence[PlannedSection]) -> list[Remark]:
    """Sections that are longer or shorter than was wished for them, what stands below a heading counted with it."""
    found = []
    for section in document.walk():
        meant = [one for one in wishes if one.length and one.title == section.title]
        # 招商引资 may head a section of the review and one of the plan
        meant = [one for one in meant if (one.part or "summary") == (section.part or "summary")] or meant
        wish = meant[0].length if meant else None
        if wish is None:
            continue
        chars = len("".join(document.text[section.heading.end : section.end].split()))
        away = off_by(chars, wish)
        if not away:
            continue
        heading = section.heading
        told = f"本节{chars}字，要求{wish}字，{'多' if away > 0 else '少'}{abs(away)}字"
        advice = "合并句子，删去没有事实的话，数不要删" if away > 0 else "补充做法和结果；没有素材的不要凑"
        quote = document.text[heading.start : heading.end]
        found.append(Remark("BALANCE", "count", heading.start, heading.end, quote, told, advice, severity="info"))
    return found


def _empty(passages: Sequence[Passage]) -> list[Remark]:
    """Runs of sentences that hold three or more fillers and no figure, no name, no book title."""
    found = []
    for passage in passages:
        body = passage.text.partition("\n")[2] or passage.text
        sentences = [match[0].strip() for match in _SENTENCE.finditer(body) if len(match[0].strip()) > 12]
        hollow = [one for one in sentences if _is_hollow(one)]
        if passage.part in ("summary", "") and len(sentences) >= 3 and len(hollow) > 0.5 * len(sentences):
            share = round(100 * len(hollow) / len(sentences))
            found.append(_remark("EMPTY", passage, hollow[0], f"本节{share}%的句子没有具体内容", "写清做了什么、结果是多少"))
        for one in hollow:
            if len(_FILLER.findall(one)) >= 5:
                found.append(_remark("EMPTY", passage, one, "套话多，没有具体内容", "删去，或换成具体做法和结果"))
    return found


def _is_hollow(sentence: str) -> bool:
    return len(_FILLER.findall(sentence)) >= 2 and not _DIGIT.search(sentence) and not re.search(r"《|“|项目|公司", sentence)


def _without_result(passages: Sequence[Passage]) -> list[Remark]:
    """A section of the summary without one figure or one word of a result."""
    return [
        _remark("NO_RESULT", passage, _heading(passage), "本节只有做法，没有一个数字或结果", "补充结果：数量、增幅、完成情况")
        for passage in passages
        if passage.part == "summary" and len(passage.text) > 2 * _SMALL and not _DIGIT.search(passage.text.partition("\n")[2])
        and len(_RESULT.findall(passage.text)) < 2
    ]


def _problems(document: Document, passages: Sequence[Passage]) -> list[Remark]:
    parts = {passage.part for passage in passages}
    long = sum(len(passage.text) for passage in passages if passage.part == "summary") > 1500
    if "problems" in parts or not long or "plan" not in parts:
        return []
    if any(_PROBLEM.search(_heading(passage)) for passage in passages):
        return []
    first = next(passage for passage in passages if passage.part == "plan")
    return [_remark("NO_PROBLEM", first, _heading(first), "总结之后直接写打算，没有说存在的问题", "在打算之前写明存在的主要问题")]


def _unanswered(document: Document, answers: Sequence[Answer]) -> list[Remark]:
    silent = [answer for answer in answers if answer.status == "silent"]
    quote = document.title or document.text[:20]
    start = document.title_span.start if document.title else 0
    return [
        Remark(
            "UNANSWERED", "count", start, start + len(quote), quote, f"去年承诺“{answer.commitment.text[:50]}”，全文没有答复",
            "写明完成情况；没有完成的说明原因", severity="info",
        )
        for answer in silent[:20]
    ]


def _repeats(passages: Sequence[Passage]) -> list[Remark]:
    """A sentence that says again what a sentence of an earlier section said."""
    found: list[Remark] = []
    earlier: list[tuple[str, frozenset[str], Passage]] = []
    for passage in passages:
        own = []
        for match in _SENTENCE.finditer(passage.text.partition("\n")[2]):
            sentence = match[0].strip()
            pairs = content_of(sentence)
            if len(pairs) < 12 or len(found) > 30:
                continue
            twin = next((other for text, words, other in earlier if len(pairs & words) >= 0.8 * min(len(pairs), len(words))), None)
            if twin is not None:
                found.append(_remark("REPEATS", passage, sentence, f"与“{twin.title}”一节的话重复", "留一处，另一处删去或只作呼应"))
            own.append((sentence, pairs, passage))
        earlier += own
    return found


def _style(document: Document, passages: Sequence[Passage], previous: Document | None) -> list[Remark]:
    """Sentences half as long again as the house's, or far more praise than last year."""
    if previous is None or not passages:
        return []

    def measure(text: str) -> tuple[float, float]:
        sentences = [len(match[0]) for match in _SENTENCE.finditer(text) if len(match[0]) > 6]
        return (median(sentences) if len(sentences) > 8 else 0.0), 1000 * len(STRONG.findall(text)) / max(1, len(text))

    mine, its = measure(document.text), measure(previous.text)
    first = passages[0]
    found = []
    if mine[0] and its[0] and not 0.5 < mine[0] / its[0] < 1.8:
        said = f"句子中位数{mine[0]:.0f}字，去年报告是{its[0]:.0f}字"
        found.append(_remark("STYLE", first, _heading(first), said, "句子长短向往年靠拢"))
    if mine[1] > 2.5 * its[1] + 1:
        said = f"每千字有{mine[1]:.1f}处“显著”“大幅”一类的评价，去年报告是{its[1]:.1f}处"
        found.append(_remark("STYLE", first, _heading(first), said, "删去没有依据的评价"))
    return found
