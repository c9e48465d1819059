"""Works that a draft tells at another stage, or on another date, than the notes: 封顶 told as 投产, 4月8日 as 5月8日."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from assistant.checks.evidence import Moved
from assistant.checks.standing import withheld
from assistant.domain.quantity import Ledger
from assistant.text.likeness import Weights, grams
from assistant.text.stages import BEGUN, BUILT, FULL, GRANTED, ROOFED, RUNNING, SIGNED, STAGE_NAMES, Step, read_steps

#: stages that are not told apart: a work is 竣工 and 投产 in one breath
_GROUP = {SIGNED: 0, GRANTED: 0, BEGUN: 1, ROOFED: 2, BUILT: 3, RUNNING: 3, FULL: 4}
_BLANK = re.compile(r" (?=\d)|(?<=\d) ")
#: 某某封测基地，11月封顶; 某某食品预制菜：总投资3亿元，8月签约: the head of a row is the name
_ROW = re.compile(
    r"(?<=^[\u4e00-\u9fffA-Za-z]{4})(?<=[\u4e00-\u9fff])([\u4e00-\u9fffA-Za-z]{0,16})[，：]"
    r"(?:(?:(?:计划|协议)?总?投资(?:额|约)?|占地|规模|产能)?约?(?!\d{1,2}(?:月|\.\d{1,2}[\u4e00-\u9fff]))\d[\d.]*[\u4e00-\u9fff㎡/]{1,6}[，、]){0,2}"
    r"(?=(?:已|均已|于|今年|正式|成功|顺利|全面|如期|提前)*(?:(?:1[0-2]|[1-9])(?:月|\.\d)|签|设备|拿地|摘牌|落户|奠基|开工|动工|主体|封顶|竣工|完工|建成|投产|投用|投运|投入|试|达产|通车|启用))"
)
#: 某某仪表（智能流量计）4月开工: a firm and what it makes are the name together
_MADE = re.compile(
    r"(?<=^[\u4e00-\u9fff]{4})([\u4e00-\u9fff]{0,8})（([\u4e00-\u9fffA-Za-z]{2,12})）(?=[，：]?(?:已|于)?(?:1[0-2]|[1-9])(?:月|\.\d))"
)
#: what is only talked about
_TALKS = re.compile(r"(?:目前|现|仍|还|尚|正)?(?:在谈|(?:正?在|处于)?(?:洽谈|接洽|商谈)(?:中|阶段)?)|(?:尚|还|暂)?未(?:正式)?签约|意向阶段")
_TALKED_OF = re.compile(r"^(?:另有?|还有|其中|某|一个|\d个)*([\u4e00-\u9fffA-Za-z]{5,24}?)[，：]?(?:\d[\d.]*[万亿]?元?[，、])?$")
_DAY = re.compile(
    r"(?<![\d.])(1[0-2]|[1-9])\.(3[01]|[12]\d|[1-9])(?=(?:日|号)?(?:开工|动工|建成|竣工|完工|投产|投用|通车|交付|封顶|启用|开园))"
)
_ONE_WORK, _WHOLE_NAME = 0.8, 0.5


def moved_works(text: str, plans: Sequence[tuple[int, int]], ledger: Ledger, weights: Weights) -> Iterator[Moved]:
    """Works of the draft outside of its plan whose stage or date no note gives."""
    told, talked = list(_told(ledger)), list(_talked(ledger))
    if not told and not talked:
        return
    steps = [
        step for step in read_steps(text)
        if not step.until and not step.future and not step.denied and not any(start <= step.start < end for start, end in plans)
    ]
    for step in steps:
        open_ = next((pair for pair in talked if _one_work(pair[1], step, weights)), None)
        if open_ is not None:
            note, one = open_
            yield Moved(note, step.name + step.phase, *_place(text, step), f"{step.word}（{STAGE_NAMES[step.rank]}）", one.word, False)
            continue
        same = [(note, one) for note, one in told if one.phase == step.phase and _one_work(one, step, weights)]
        if not same:
            continue
        dated = [(note, one) for note, one in same if one.month and _GROUP[one.rank] == _GROUP[step.rank]]
        if step.month and len(dated) == 1 and _other_day(dated[0][1], step):
            note, one = dated[0]
            yield Moved(note, step.name + step.phase, *step.when, f"{_date(step)}{step.word}", f"{_date(one)}{one.word}", True)
            continue
        mine = max(_GROUP[other.rank] for other in steps if other.phase == step.phase and _one_work(other, step, weights))
        note, one = max(same, key=lambda pair: pair[1].rank)
        theirs = _GROUP[one.rank]
        if _GROUP[step.rank] == mine != theirs and max(mine, theirs) > 0:
            said, right = (f"{each.word}（{STAGE_NAMES[each.rank]}）" for each in (step, one))
            yield Moved(note, step.name + step.phase, *_place(text, step), said, right, False)


def _place(text: str, step: Step) -> tuple[int, int]:
    return max(text.rfind(step.name[:4], step.clause[0], step.start), step.clause[0]), step.end


def _talked(ledger: Ledger) -> Iterator[tuple[str, Step]]:
    """The works that a note says are only talked about; those that it asks to keep out of the report are looked for elsewhere."""
    for note in ledger.notes:
        talks = None if note.instruction or withheld(note.text) else _TALKS.search(note.text)
        head = talks and _TALKED_OF.match(re.split(r"[。；\n]", note.text[: talks.start()])[-1])
        if talks and head:
            yield note.id, Step(head[1], "", 0, talks.group(), talks.start(), talks.end(), talks.span())


def _told(ledger: Ledger) -> Iterator[tuple[str, Step]]:
    """The stages that the notes tell, each with its note; all notes are read at one go, a line each."""
    notes = [note for note in ledger.notes if not note.instruction and note.part != "plan"]
    # 项目 3 月 12 日开工: blanks around numbers hide the dates
    lines = [_DAY.sub(r"\1月\2日", _ROW.sub(r"\1", _MADE.sub(r"\1\2", _BLANK.sub("", note.text.replace("\n", " "))))) for note in notes]
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    for step in read_steps("\n".join(lines)):
        if not step.until and not step.future and not step.denied:
            yield notes[bisect_right(starts, step.start) - 1].id, step


def _one_work(one: Step, other: Step, weights: Weights) -> bool:
    left, right = grams(one.name), grams(other.name)
    shared, sums = weights.shared(left, right), (weights.sum(left), weights.sum(right))
    return shared >= _ONE_WORK * min(sums) and shared >= _WHOLE_NAME * max(sums)


def _other_day(one: Step, other: Step) -> bool:
    return one.month != other.month or bool(one.day and other.day and one.day != other.day)


def _date(step: Step) -> str:
    return f"{step.month}月{step.day}日" if step.day else f"{step.month}月"
