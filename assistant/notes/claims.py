"""What notes claim and contradict without arithmetic: promised counts, stages that run backwards, years and campaigns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.domain.quantity import Conflict, Fact, Gap, Note, Quantity
from assistant.reference.tables import timeline
from assistant.text.likeness import EVEN
from assistant.text.stages import BUILT, STAGE_NAMES, Step, read_steps

_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_PROMISED = re.compile(
    r"(?P<count>[二两三四五六七八九十])(?P<unit>大|个|项|件|条|类|方面)(?P<noun>[\u4e00-\u9fff]{0,6}?)"
    r"(?:[（(][^）)]*?(?:目前|暂|只有|现有)(?P<now>\d{1,2})(?:件|项|个)[）)]|(?P<colon>：))"
)
_ITEM = re.compile(r"[^、，；]{2,14}")
_YEAR_NAME = re.compile(
    r"(?P<year>20\d\d)年[^，。；]{0,4}是[^，。；]{0,4}“?(?P<plan>十[一二三四五六]五)”?(?:规划)?(?:的)?(?P<edge>开局|收官)"
)
_PREPARING = re.compile(r"前期|筹备|准备|调研|谋划|计划|启动前|将")
_SAFE = re.compile(r"(?:未发生|没有发生|无|零)(?:任何|一起|生产)?(?:安全)?(?:生产)?(?:责任)?事故")
_QUALIFIED = re.compile(r"较大|重大|责任")
_TOLD_NET = re.compile(r"净|→|去年底|上年|新增")
_PART_OF_YEAR = re.compile(r"\d\s*[-—~至到－]\s*\d{1,2}\s*月|截[至止]|\d月底|前三季度|上半年")
_TIMED = re.compile(r"\d月|季度|半年|全年|年底|年末|截[至止]|目前")
_ACCIDENT = re.compile(r"挖断|坍塌|爆燃|爆炸|火灾|泄漏|触电|坠落|中毒|一般事故\d")


def claim_conflicts(notes: Sequence[Note]) -> Iterator[Conflict]:
    """Contradictions of wording, in the order of the notes."""
    for place, note in enumerate(notes):
        if not note.instruction:
            yield from _counts(note, notes[place + 1 :])
            yield from _years(note)
    yield from _stages(notes)


def claim_questions(notes: Sequence[Note], year: int | None) -> Iterator[Gap]:
    """What is to be asked back before it is written: campaigns of other years, 未发生事故 beside an accident, times that are not told."""
    for note in notes:
        if not note.instruction:
            yield from _campaigns(note, year)
            yield from _ambiguous(note)
    yield from _accidents(notes)
    yield from _times(notes)


def _counts(note: Note, following: Sequence[Note]) -> Iterator[Conflict]:
    for match in _PROMISED.finditer(note.text):
        count = _DIGITS[match["count"]]
        quote = match["count"] + match["unit"] + match["noun"]
        if match["now"]:
            found, named = int(match["now"]), ""
        else:
            found, named = _items(note.text[match.end() :], match["noun"], following)
        if not found or found == count:
            continue
        shown = f"（{named}）" if named else ""
        one = Quantity(match.start(), match.start() + len(quote), quote, match["noun"] or quote, value=Decimal(count), chinese=True)
        yield Conflict(quote, (Fact(note.id, one),), f"说是{quote}，列出的只有{found}{_unit(match['unit'])}{shown}", "count")


def _unit(word: str) -> str:
    return "项" if word in ("大", "方面") else word


def _items(rest: str, noun: str, following: Sequence[Note]) -> tuple[int, str]:
    """How many are named: in the list behind the colon, or in the notes that follow and carry the noun (项目攻坚行动 …)."""
    line = rest.split("。")[0].strip()
    if line:
        items = [item.strip() for item in re.split(r"[、，；]", line) if item.strip()]
        pure = len(items) >= 2 and all(_ITEM.fullmatch(item) and not re.search(r"\d", item) for item in items)
        return (len(items), "、".join(items)) if pure else (0, "")
    if not noun:
        return 0, ""
    named = []
    for note in following:
        head = re.match(rf"[\u4e00-\u9fff]{{2,8}}{re.escape(noun)}", note.text)
        if not head:
            break
        named.append(head.group())
    return len(named), "、".join(named)


def _years(note: Note) -> Iterator[Conflict]:
    for match in _YEAR_NAME.finditer(note.text):
        plan = next((one for one in timeline().plans if match["plan"] in one.name), None)
        if plan is None:
            continue
        right = plan.start if match["edge"] == "开局" else plan.end
        if right[:4] != match["year"]:
            start, end = match.start("year"), match.end("edge")
            one = Quantity(start, end, note.text[start:end], match["plan"], value=Decimal(match["year"]))
            reason = f"“{match['plan']}”{match['edge']}之年是{right[:4]}年，素材写{match['year']}年"
            yield Conflict(match["plan"], (Fact(note.id, one),), reason, "time")


def _stages(notes: Sequence[Note]) -> Iterator[Conflict]:
    """A work that is finished and that the plan still wants to finish."""
    done: list[tuple[Note, Step]] = []
    planned: list[tuple[Note, Step]] = []
    for note in notes:
        if note.instruction:
            continue
        for step in read_steps(note.text):
            if note.part == "plan":
                planned.append((note, step))
            elif not step.future and not step.denied and step.rank >= BUILT:
                done.append((note, step))
    for note, step in planned:
        if step.rank > BUILT:
            continue
        before = next((pair for pair in done if pair[1].phase == step.phase and EVEN.alike(pair[1].name, step.name) >= 0.8), None)
        if before is None:
            continue
        told, reached = before
        name = step.name + step.phase
        facts = (Fact(told.id, _stage(told, reached, name)), Fact(note.id, _stage(note, step, name)))
        goal = note.text[step.clause[0] : step.clause[1]].split("、")[0]
        stage = STAGE_NAMES[step.rank]
        reason = f"{name}已{reached.word}（{told.id}），计划又写“{goal}”（{note.id}）：{stage}过的不会再{stage}，请核"
        yield Conflict(name, facts, reason, "stage")


def _stage(note: Note, step: Step, name: str) -> Quantity:
    return Quantity(step.start, step.end, note.text[step.start : step.end], name)


def _campaigns(note: Note, year: int | None) -> Iterator[Gap]:
    if year is None:
        return
    spoken = year + 1 if note.part == "plan" else year
    for one in timeline().campaigns:
        name = next((name for name in (one.name, *one.aliases) if len(name) > 4 and name in note.text), "")
        if not name or not one.start or not one.end:
            continue
        start, told = note.text.index(name), note.text[:40]
        span = f"{one.start[:7]}至{one.end[:7]}"
        if int(one.end[:4]) < spoken - (1 if note.part == "plan" else 0):
            yield Gap(note.id, f"“{name}”在{span}开展，{spoken}年的材料里是否误用了旧稿？原文“{told}”", start, start + len(name))
        elif int(one.start[:4]) > spoken and not _PREPARING.search(note.text):
            yield Gap(note.id, f"“{name}”从{one.start[:7]}才开始，{spoken}年是否只是前期准备？原文“{told}”", start, start + len(name))


def _accidents(notes: Sequence[Note]) -> Iterator[Gap]:
    happened = next((note for note in notes if not note.instruction and note.part != "plan" and _ACCIDENT.search(note.text)), None)
    for note in notes:
        match = _SAFE.search(note.text)
        if match is None or happened is None or happened is note:
            continue
        if not _QUALIFIED.search(note.text[max(0, match.start() - 4) : match.end()]):
            told = f"素材写“{match.group()}”，但{happened.id}有“{happened.text[:30]}”"
            yield Gap(note.id, f"{told}：是否指未发生生产安全责任事故？", *match.span())


def _times(notes: Sequence[Note]) -> Iterator[Gap]:
    """A department that tells no time for any of its figures, where two others report a part of the year."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        if note.department and not note.instruction and note.part == "":
            groups.setdefault(note.department, []).append(note)
    partial = [name for name, group in groups.items() if any(_PART_OF_YEAR.search(note.text) for note in group)]
    if len(partial) < 2:
        return
    for department, group in groups.items():
        amounts = [one for note in group for one in note.quantities if one.change == "level" and one.dimension in ("元", "美元", "")]
        if len(amounts) >= 2 and not any(_TIMED.search(note.text) for note in group):
            yield Gap(group[0].id, f"{department}的数字没有写明截止时间，是全年还是到某月？")


def _ambiguous(note: Note) -> Iterator[Gap]:
    """What a short form may mean: +17 (新增 or 净增), 万方 (万平方米 or 万立方米)."""
    for one in note.quantities:
        if one.change == "increase" and one.verb.endswith("+") and one.unit in ("家", "户", "个") and not _TOLD_NET.search(note.text):
            yield Gap(note.id, f"“{note.text[:30]}”中的+{one.quote}是新增还是净增（扣除退出的）？", one.start, one.end)
        elif one.dimension == "方" and one.unit.startswith("万"):
            yield Gap(note.id, f"“{note.text[:30]}”中的{one.quote}是万平方米还是万立方米？", one.start, one.end)
