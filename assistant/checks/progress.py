"""Whether two stages of works are of one named work, and what a plan promises although it is reached. No rule, no reading here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.checks.context import CheckContext, Region
from assistant.text.stages import BEGUN, BUILT, ROOFED, RUNNING, SIGNED, Step, read_steps

#: 1.某某产业园 was read with the number of its line
_NUMBER = re.compile(r"^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]+[)）]|——)")
#: 12吉瓦时, 800G, 年产10万吨, 10万锭: a name is often given without its size
_SIZE = re.compile(
    r"(?:年产|日产|年处理|日处理)?[\dA-Za-z][\dA-Za-z.+×-]*[万亿千百]?"
    r"(?:吉瓦时?|兆瓦时?|千瓦时?|千伏|英寸|[吨片锭件套台米辆支只枚]级?|平方米|立方米|公里)?(?:/[年日])?"
)
_PLAIN_END = re.compile(r"(?<=.{6})(?:建设)?项目$")
#: what is built anew every year under the same name
_EVERY_YEAR = re.compile(
    r"改造|整治|治理|提升|绿化|修复|安置|标准|公寓|小区|农田|管网|道路|学校|各|一批|重点|亿元|集中|签约|^新|新[建增开]"
)
#: a part of a work may come after another part of it
_PARTLY = re.compile(
    r"首[批条台栋个座]|部分|剩余|其余|余下|另|后续|第[二三四]|[二三四五]期|扩建|扩产|[A-Z]区|号楼|标段|[东西南北]区|延伸|支线|新增"
)
_AGAIN_ANYWAY = re.compile(r"全面|全线|全部|正式|验收|集中")
_HISTORY = re.compile(r"已|自.{0,12}(?:以来|后|起)|[去今]年|上年|以来")
_NOT = re.compile(r"(?:尚未|还未|仍未|暂未|还没有)$")
_TRIAL = "试"
_CORES = (
    "投产", "投用", "投运", "投入使用", "投入运营", "通车", "通水", "启用", "开园", "并网", "竣工", "完工", "建成", "封顶", "开工",
    "签约", "试",
)
#: a sentence of the plan is read where a kind of work stands before a stage
_STAGED = re.compile(
    r"(?:项目|工程|基地|[园厂线站院库桥期]|中心|码头|泊位|总部|平台)[^，。；\n]{0,14}(?:，(?:确保|力争|争取|推动|促使|实现|保证|于)[^，。；\n]{0,12})?"
    r"(?:投[产用运入]|通[车水]|启用|开园|并网|竣工|完工|建成|封顶|[开动]工|签约|试[生运投]?[产行])"
)
#: stages that a work comes to once
_ONCE = frozenset(("签约", "开工", "投产", "投用", "投运", "通车"))
_ROW = re.compile(
    r"(?P<row>[^，。；：\n]{4,80}、[^，。；：、\n]{4,36}?)(?:先后|相继|陆续|均|全部|同步)(?:已|顺利)?"
    r"(?P<word>开工建设|开工|竣工投产|建成投产|投产|投用|通车|签约)(?![率\u4e00-\u9fff])"
)
_BREAKS = "。！？\n"
#: what may stand behind a stage that is told of the whole work
_ENDED = re.compile(r"\s*(?:[，。；、！？（(]|[并和及与达且]|$)")
#: no sentence is read further than this to either side
_SENTENCE = 500


def one_name(one: Step, other: Step) -> bool:
    """Whether two stages name one work and one phase, letter by letter but for its size and the word 项目 at the end."""
    if one.phase != other.phase:
        return False
    (name, size), (named, sized) = _parts(one.name), _parts(other.name)
    return name == named and len(name + one.phase) >= 5 and (not size or not sized or size == sized)


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, str]:
    """A name without its size, and the size."""
    bare = _NOT.sub("", _NUMBER.sub("", name))
    sizes = "".join(_SIZE.findall(bare))
    return _PLAIN_END.sub("", _SIZE.sub("", bare)), sizes


def named(step: Step) -> bool:
    """Whether the stage's work has a name of its own, so that next year's of the same name is the same one."""
    name, _ = _parts(step.name)
    return len(name + step.phase) >= 5 and (bool(step.phase) or not _EVERY_YEAR.search(name))


def told_anew(step: Step, before: Step, planned: bool, last: bool) -> bool:
    """Whether a stage is the very one that last year's report says was reached: dated otherwise this year, or to begin next year.

    last: whether this year's text tells nothing further of the work, so that the step is its news.
    """
    if step.rank != before.rank or not named(step) or not one_name(step, before):
        return False
    core = stage_word(step)
    if core != stage_word(before) or core not in _ONCE:
        return False
    if planned:
        return step.rank == BEGUN and not _AGAIN_ANYWAY.search(step.word)
    # a date that is told once more is history where the work has gone further
    return step.month is not None and not step.until and (last or before.month != step.month or before.until)


def listed(text: str, start: int, end: int) -> Iterator[Step]:
    """The works of a row but for its last, which is read anyway: 甲项目、乙基地先后开工 tells of 甲项目, too."""
    for match in _ROW.finditer(text, start, end):
        items = match["row"].split("、")
        last = match.start("row") - 1
        for item in items[:-1]:
            first, last = last + 1, last + 1 + len(item)
            for step in read_steps(f"{item}{match['word']}"):
                if not step.denied and not step.future:
                    yield replace(step, start=last, end=last, clause=(first, last), month=None, when=(0, 0))


def said_otherwise(context: CheckContext) -> Iterator[tuple[Step, Step]]:
    """(stage in the plan or among the problems, stage in the summary): reached as the summary has it, yet promised or missing there."""
    told = [region for region in context.regions if region.part == "summary"]
    if not told:
        return
    text = context.text
    for region in context.regions:
        if region.part not in ("plan", "problems"):
            continue
        for step in _steps(text, region):
            if not SIGNED <= step.rank <= RUNNING or not named(step) or told_partly(text, step):
                continue
            if step.denied != (region.part == "problems") or (step.denied and not _NOT.search(text, step.clause[0], step.start)):
                continue
            done = next((one for one in _stages_of(context, step, told) if _reached(step, one)), None)
            if done is not None:
                yield step, done


def _steps(text: str, region: Region) -> Iterator[Step]:
    end = region.start
    for match in _STAGED.finditer(text, region.start, region.end):
        if match.start() >= end:
            start, end = _sentence(text, match.start(), region)
            yield from read_steps(text, start, end)


def _sentence(text: str, at: int, region: Region) -> tuple[int, int]:
    left, right = max(region.start, at - _SENTENCE), min(region.end, at + _SENTENCE)
    start = max(text.rfind(mark, left, at) for mark in _BREAKS) + 1
    end = min((place for mark in _BREAKS if (place := text.find(mark, at, right)) >= 0), default=right)
    return max(start, left), end


def told_partly(text: str, step: Step) -> bool:
    """Whether a stage is told of a part of its work, of what was before, or to say which work is meant: 投产的某项目."""
    clause = text[step.clause[0] : step.end]
    # 开工建设二期, 投产的某项目: what follows says of what
    return _ENDED.match(text, step.end) is None or bool(
        _PARTLY.search(clause.replace(step.phase, "") if step.phase else clause) or _HISTORY.search(clause)
    )


def _stages_of(context: CheckContext, step: Step, told: list[Region]) -> list[Step]:
    """What the summary tells of the work of a stage, furthest first; nothing where it tells of parts of it."""
    text, found = context.text, []
    key = _NUMBER.sub("", step.name)[:4]
    for region in told:
        at, end = text.find(key, region.start, region.end), -1
        while at >= 0:
            if at >= end:
                start, end = _sentence(text, at, region)
                found += [one for one in read_steps(text, start, end) if not (one.denied or one.future or one.until)]
            at = text.find(key, at + 1, region.end)
    same = [one for one in found if one_name(one, step)]
    if any(_PARTLY.search(_clause(text, one, step.phase)) for one in same):
        return []
    if not step.phase and any(one.phase and _parts(one.name)[0] == _parts(step.name)[0] for one in found):
        return []
    return sorted(same, key=lambda one: -one.rank)


def _clause(text: str, step: Step, phase: str) -> str:
    words = text[step.clause[0] : step.end]
    return words.replace(phase, "") if phase else words


def _reached(step: Step, done: Step) -> bool:
    """Whether the stage that is told lies at or beyond the promised one, surely."""
    if _AGAIN_ANYWAY.search(step.word) or not (stage_word(step) and stage_word(done)):
        return False
    if done.rank >= RUNNING:
        if _TRIAL in done.word:
            return step.rank <= ROOFED
        if step.rank == RUNNING:
            return stage_word(step) == stage_word(done) or (_TRIAL in step.word and "产" in step.word and "投产" in done.word)
        return step.rank < BUILT or (step.rank == BUILT and "验收" not in step.word)
    if step.rank == done.rank:
        return done.rank in (SIGNED, BEGUN, ROOFED, BUILT) and stage_word(step) == stage_word(done)
    return step.rank < done.rank and step.rank in (SIGNED, BEGUN) and stage_word(step) in ("签约", "开工")


def stage_word(step: Step) -> str:
    """What a stage is called, without what is said of it: 顺利开工建设 → 开工."""
    return next((one for one in _CORES if one in step.word.replace("动工", "开工")), "")
