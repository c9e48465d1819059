"""Last year's plan as promises: goal figures and named tasks, each with its place. How they were kept is read in `answers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from assistant.domain.commitment import Commitment
from assistant.domain.document import Document, Section, Span
from assistant.domain.quantity import Quantity
from assistant.notes.answers import answers as answers
from assistant.text.clauses import clauses
from assistant.text.labels import Label, labels
from assistant.text.likeness import grams
from assistant.text.quantities import read_quantities
from assistant.text.stages import Step, read_steps

_PLAN_KIND = re.compile(r"计划|思路|打算|安排|要点")
#: tasks without a stage: the verb stands first, what is to be done is named
_DOING = re.compile(
    r"^(?:\d{1,2}月底?前|年内|年底前|上半年|下半年|全面|高质量|高标准|如期|按期|力争|确保|争取|抓紧|加快)*"
    r"(?:完成|启动|出台|编制|制定|组建|成立|设立|创建|争创|开通|筹建|建立|推行|推出|上线)"
    r"(?P<object>[^，。；、\d]{5,40})$"
)
#: what goes before a work: 开展某某铁路专用线可行性研究, 推进某某机场选址论证
_PREPARING = re.compile(
    r"^(?:\d{1,2}月底?前|年内|年底前|上半年|下半年|全面|如期|按期|力争|确保|争取|抓紧|加快|积极|稳步)*(?:开展|推进|做好|抓好|深化|推动|谋划)"
    r"(?P<object>[^，。；、\d]{3,30}(?:可行性研究|可研|前期工作|前期研究|论证|试点|评估|勘察|选址|立项|申报|报批|普查|创建|环评)(?:工作)?)$"
)
#: 2024年是…收官之年; 落地项目快开工、建成项目快达效: of all works and none
_NO_PROMISE = re.compile(r"之年|关键(?:一|期|的一)|年是|(?:项目|企业)(?:早|快|尽快|尽早)(?:落地|开工|建设|建成|竣工|投产|达产|达效|见效)")
_STOP = re.compile(r"[，、；。：（(\n]|$")
_FIGURE = re.compile(r"\d")
_LONGEST = 20
_SLOGAN = re.compile(r"体系|机制|格局|氛围|意识|水平|能力|质效|优势|局面|作风|理念|思想|精神|指标|任务(?!收官)|目标")


def read_commitments(document: Document) -> list[Commitment]:
    """The promises of a report's plan part in order, c1, c2 …; a plan on its own is read as a whole."""
    found = [one for section, span in _plan_bodies(document) for one in _in_body(document, section, span)]
    return [replace(one, id=f"c{number}") for number, one in enumerate(found, 1)]


def _plan_bodies(document: Document) -> Iterator[tuple[Section | None, Span]]:
    planned = [section for section in document.walk() if section.part == "plan"]
    if planned:
        for section in planned:
            yield section, _promising(section)
    elif _PLAN_KIND.search(document.kind or document.title) and "总结" not in (document.kind or document.title):
        if document.sections:
            for section in document.walk():
                yield section, _promising(section)
        else:
            yield None, Span(0, len(document.text))


def _promising(section: Section) -> Span:
    """What a section promises: its body; with it a heading that is a sentence of its own (（三）某项目6月底前投产，某园年内竣工。)."""
    empty = section.body.end <= section.body.start and not section.children
    start = section.heading.start + len(section.number) if empty else section.body.start
    return Span(start, max(start, section.heading.end if empty else section.body.end))


def _in_body(document: Document, section: Section | None, span: Span) -> Iterator[Commitment]:
    year = document.plan_year or (document.year + 1 if document.year else None)
    text = document.text[span.start : span.end]
    topic = section.topic if section else ""
    figures = read_quantities(text, year=year, part="plan")
    steps = list(read_steps(text))
    spoken = labels(text, figures)
    # 产值前50名企业 names a class
    goals = [label for label in spoken if _is_goal(label.quantity) and text[max(0, label.quantity.start - 1)] != "前"]
    merged = {label.quantity.about for label in goals if label.quantity.change == "growth"} & {label.quantity.start for label in goals}
    used: set[int] = set()
    made: list[tuple[int, Commitment]] = []
    for label in goals:
        goal = label.quantity
        if goal.change == "growth" and goal.about in merged:
            continue
        start, end = _stretch(text, label)
        step = next((one for one in steps if start <= one.start < end), None)
        if step is not None:
            used.add(step.start)
        growth = next((other for other in goals if other.quantity.change == "growth" and other.quantity.about == goal.start), None)
        if growth is not None:
            start = min(start, _stretch(text, growth)[0])
        made.append((start, _commitment(document, text, span.start, start, end, "figure", topic, _subject(label, step), goal, step)))
    for step in steps:
        if step.start in used or step.denied:
            continue
        start, end = step.clause
        if _NO_PROMISE.search(text, start, end):
            continue
        start = max(start, text.rfind("、", start, step.start) + 1)
        end = max(step.end, _item_end(text, step))
        made.append((start, _commitment(document, text, span.start, start, end, "task", topic, step.name + step.phase, None, step)))
    for clause in clauses(text):
        words = text[clause.start : clause.end]
        match = _DOING.match(words) or _PREPARING.match(words)
        if match and not _SLOGAN.search(match["object"]) and not any(clause.start <= start < clause.end for start, _ in made):
            task = _commitment(document, text, span.start, clause.start, clause.end, "task", topic, match["object"], None, None)
            made.append((clause.start, task))
    yield from (one for _, one in sorted(made, key=lambda pair: pair[0]))


def _is_goal(quantity: Quantity) -> bool:
    if quantity.value is None or quantity.masked or quantity.role == "previous" or quantity.change == "from":
        return False
    return quantity.role in ("target", "forecast") and quantity.dimension not in ("年", "月", "日", "天")


def _stretch(text: str, label: Label) -> tuple[int, int]:
    """The words of one promise: from the pause or the figure before it to its own end, 以上 and the noun behind included."""
    start, end = label.start, label.end
    if not grams(label.words) and label.lead:
        # 外资止降回升，达到3600万美元: the clause before names it
        start = max(label.sentence[0], text.rfind("，", 0, max(start - 1, 0)) + 1)
    # a long name, or one with a figure of its own, goes on: 3个10万吨级通用泊位
    stop = _STOP.search(text, end)
    if stop is not None and stop.start() - end <= _LONGEST and not text[end : stop.start()].startswith(("以", "左")):
        end = stop.start() if not _FIGURE.search(text, max(end, label.quantity.end) + 1, stop.start()) or text[end].isdigit() else end
    while start < label.quantity.start and text[start] in " 　、，,；;。的以上下内左右余（(":
        start += 1
    return start, end


def _item_end(text: str, step: Step) -> int:
    place = text.find("、", step.end, step.clause[1])
    return place if place >= 0 else step.clause[1]


def _subject(label: Label, step: Step | None) -> str:
    if step is not None:
        return step.name + step.phase
    return label.quantity.indicator or label.words.strip()


def _commitment(
    document: Document, text: str, offset: int, start: int, end: int, kind: Literal["figure", "task"], topic: str, subject: str,
    goal: Quantity | None, step: Step | None,
) -> Commitment:
    span = document.offsets.span(offset + start, offset + end)
    shifted = goal.shifted(offset) if goal is not None else None
    due = step.month if step is not None else None
    return Commitment("", text[start:end].strip(), span, kind, topic, subject, shifted, step.rank if step else 0, due)
