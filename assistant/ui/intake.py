"""The 素材 tab's actions: sheets come in, conflicts are settled, gaps filled, facts changed. What it looks like is in intake_view."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.domain.quantity import Conflict, Fact
from assistant.errors import InputError
from assistant.projects.following import DECIDED
from assistant.projects.material import editing, filling, keys_of, settling
from assistant.projects.project import Amendment, Line
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk, now
from assistant.ui.draft_job import follow
from assistant.ui.event import Event
from assistant.ui.facts import note_of
from assistant.ui.intake_rows import COLUMNS, table_of
from assistant.ui.intake_view import view
from assistant.ui.language import say
from assistant.ui.samples import sample_notes, sample_year
from assistant.ui.todo import conflict_key, fact_key, gap_key
from assistant.ui.uploads import NOTES, Upload, clean_name, receive

#: a figure that is meant to be one: a number and, mostly, a unit
_VALUE = re.compile(r"^[约近超]?[+\-−]?\d[\d,]*(?:\.\d+)?\s*(?P<unit>\S{0,8})$")
_MOST_SOURCES = 60


def add_sources(desk: Desk, event: Event) -> None:
    """Take uploaded sheets; one by the same name takes the place of the old one."""
    got = receive(event, NOTES, desk.office.upload_root)
    desk.intake.refused = got.refused
    for line in got.refused:
        desk.toast(line, "err")
    _add(desk, got.files)


def paste(desk: Desk, event: Event) -> None:
    """Take pasted text as a sheet of its own."""
    text = event.fields.get("text", "").strip()
    if not text:
        raise InputError(say("没有粘贴到文字"))
    if len(text) > 200_000:
        raise InputError(say("粘贴的文字太长，请存成文件再上传"))
    department = event.fields.get("department", "").strip()[:20]
    count = sum("粘贴" in source.name for source in desk.project.sources)
    name = f"{department or '粘贴'}{'' if department else count + 1}.txt"
    _add(desk, [Upload(clean_name(name), text.encode("utf-8"))])
    desk.intake.paste = False


def sample(desk: Desk, event: Event) -> None:
    """Put the demo notes on the desk, with their year, and last year's report where the library has it."""
    files = [Upload(path.name, path.read_bytes()) for path in sample_notes()]
    if not files:
        raise InputError(say("这里没有示例素材"))
    year = sample_year()
    previous = next(
        (
            report
            for report in desk.workspace.library.reports()
            if year and report.year == year - 1 and "半年" not in f"{report.kind}{report.title}"
        ),
        None,
    )
    if previous is not None:
        desk.change(previous=previous.id, unit=desk.project.unit or previous.unit)
    if year:
        desk.change(year=year, name=f"{year}年度工作总结" if desk.project.name.endswith("年度工作总结") else desk.project.name)
    _add(desk, files)


def _add(desk: Desk, files: Sequence[Upload]) -> None:
    if not files:
        return
    sources = list(desk.project.sources)
    if len(sources) + len(files) > _MOST_SOURCES:
        raise InputError(say("一个项目最多 {n} 份素材", n=_MOST_SOURCES))
    for upload in files:
        source = desk.keep(upload)
        at = next((i for i, one in enumerate(sources) if one.name == source.name), None)
        if at is None:
            sources.append(source)
        else:
            sources[at] = source
    desk.change(sources=tuple(sources))
    # the row that is open would be another one now
    desk.intake.open = ""
    follow(desk)
    material = desk.material()
    desk.toast(say("{n} 条素材，{f} 个数", n=len(material.notes), f=len(material.ledger.facts)), "warn" if material.problems else "ok")


def drop_source(desk: Desk, event: Event) -> None:
    """Take a sheet out."""
    desk.change(sources=tuple(source for source in desk.project.sources if source.sha256 != event.get("id")))
    desk.intake.open = ""
    follow(desk)


def _amend(desk: Desk, amendments: Sequence[Amendment]) -> None:
    desk.change(amendments=(*desk.project.amendments, *amendments))
    follow(desk)


def _conflict(desk: Desk, key: str) -> Conflict:
    found = next((one for one in desk.material().ledger.conflicts if conflict_key(one) == key), None)
    if found is None:
        raise InputError(say("这一处已经没有分歧了"))
    return found


def settle(desk: Desk, event: Event) -> None:
    """Take one of the values, or another one, for a conflict."""
    conflict = _conflict(desk, event.get("conflict"))
    at = event.number("at")
    value = (
        conflict.facts[at].quantity.quote
        if at is not None and 0 <= at < len(conflict.facts)
        else checked_value(event.get("value"), conflict.facts[0])
    )
    material = desk.material()
    keys = keys_of(material.notes, material.hashes)
    made = settling(conflict, value, keys, now())
    if not made:
        # one note at odds with itself: that its figure stands is the user's word, and changes nothing in it
        desk.change(kept_apart=(*desk.project.kept_apart, conflict_key(conflict)))
        _decided(desk, conflict, True)
    _amend(desk, made)
    desk.intake.open = ""
    again = {"text": say("撤销"), "on": "reopen", "pane": "intake", "data": {"data": {"conflict": conflict_key(conflict)}}}
    desk.toast(say("{name}核定为 {value}", name=conflict.indicator, value=value), "ok", _undo(made[0]) if made else again)


def _decided(desk: Desk, conflict: Conflict, stands: bool) -> None:
    """Have the sentences looked at again that still mark a figure of the conflict as doubtful, or no more for that reason."""
    notes = {fact.note for fact in conflict.facts}

    def line(one: Line) -> Line:
        if not (notes.intersection(one.notes) and "【待核" in one.text):
            return one
        seen = tuple(digest for digest in one.seen if digest != DECIDED)
        return replace(one, seen=(*seen, DECIDED) if stands else seen)

    desk.change(passages=tuple(replace(one, lines=tuple(map(line, one.lines))) for one in desk.project.passages))


def reopen(desk: Desk, event: Event) -> None:
    """Take back that a doubtful figure stands."""
    conflict = _conflict(desk, event.get("conflict"))
    desk.change(kept_apart=tuple(one for one in desk.project.kept_apart if one != conflict_key(conflict)))
    _decided(desk, conflict, False)
    follow(desk)


def keep_apart(desk: Desk, event: Event) -> None:
    """Leave both values standing side by side, knowingly."""
    conflict = _conflict(desk, event.get("conflict"))
    desk.change(kept_apart=(*desk.project.kept_apart, conflict_key(conflict)))
    desk.intake.open = ""
    desk.toast(say("正文里并列写出，并标明出处"))


def fill(desk: Desk, event: Event) -> None:
    """Put a value where a note lacks one."""
    gaps = desk.material().ledger.gaps
    at, meant, value = event.number("at"), event.get("gap"), event.get("value").strip()
    # another gap may stand at this place since one was filled
    places = [i for i, one in enumerate(gaps) if meant in ("", gap_key(one))]
    if at not in places:
        at = places[0] if meant and places else None
    if at is None:
        raise InputError(say("这一处已经补上了"))
    gap = gaps[at]
    note = note_of(desk, gap.note)
    if note is None or not value:
        raise InputError(say("填上数和单位，再按补上"))
    if not re.search(r"\d", value):
        raise InputError(say("这里要填一个数"))
    material = desk.material()
    keys = keys_of(material.notes, material.hashes)
    made = filling(gap, note, value[:40], keys, now())
    _amend(desk, [made])
    desk.toast(say("已补上 {value}", value=value), "ok", _undo(made))


def change_fact(desk: Desk, event: Event) -> None:
    """Change one figure of a note."""
    facts = desk.material().ledger.facts
    at = event.number("at")
    if at is None or not 0 <= at < len(facts):
        return
    fact = facts[at]
    if event.get("was") not in ("", fact_key(fact)):
        raise InputError(say("台账刚变过，请再看一眼这一行"))
    value = checked_value(event.get("value"), fact)
    desk.intake.open = ""
    if value == fact.quantity.quote:
        return
    material = desk.material()
    keys = keys_of(material.notes, material.hashes)
    made = editing(fact, value, keys, now())
    _amend(desk, [made])
    used = sum(line.stale for _, line in desk.project.lines())
    told = say("已改为 {value}，正文 {n} 句要重看", value=value, n=used) if used else say("已改为 {value}", value=value)
    desk.toast(told, "ok", _undo(made))


def checked_value(text: str, fact: Fact) -> str:
    """A value as the user typed it. Raises InputError where it is none, or its unit is missing."""
    value = text.strip().replace(" ", "")[:30]
    match = _VALUE.match(value)
    if not match:
        raise InputError(say("填一个数和单位，比如 {example}", example=fact.quantity.quote))
    unit = fact.quantity.unit
    if unit and not match["unit"] and not fact.quantity.unit_inferred:
        raise InputError(say("少了单位，是{unit}吗？", unit=unit))
    return value


def undo(desk: Desk, event: Event) -> None:
    """Take back the amendment that is named, else the last one, with all that was made by the same click."""
    amendments = desk.project.amendments
    named = event.get("group")
    gone = [one for one in amendments if _click(one) == (named or _click(amendments[-1]))]
    if not gone:
        desk.toast(say("没有可撤销的"))
        return
    later = amendments[amendments.index(gone[-1]) + 1 :]
    if {(one.sha256, one.at) for one in gone} & {(one.sha256, one.at) for one in later}:
        # what was changed after it in the same note counts on it
        raise InputError(say("这一处后来又改过，先撤销后面的"))
    desk.change(amendments=tuple(one for one in amendments if one not in gone))
    follow(desk)
    desk.toast(say("已撤销"))


def _click(amendment: Amendment) -> str:
    """What all amendments of one click share."""
    return f"{amendment.group}@{amendment.when}"


def _undo(made: Amendment) -> dict[str, object]:
    return {"text": say("撤销"), "on": "undo-fact", "pane": "intake", "data": {"data": {"group": _click(made)}}}


def expect(desk: Desk, event: Event) -> None:
    """Departments that are to send something, so that the missing ones are seen."""
    names = [name.strip() for name in re.split(r"[、，,\s]+", event.get("expected")) if name.strip()]
    desk.change(expected=tuple(dict.fromkeys(name[:20] for name in names))[:40])


def _set(name: str) -> Callable[[Desk, Event], None]:
    def put(desk: Desk, event: Event) -> None:
        value = event.get(name)
        setattr(desk.intake, name, "" if getattr(desk.intake, name) == value and name in ("open", "department") else value)

    return put


def toggle_paste(desk: Desk, event: Event) -> None:
    """Show or hide the field for pasting."""
    desk.intake.paste = not desk.intake.paste


def find(desk: Desk, event: Event) -> None:
    """Filter the ledger by words."""
    desk.intake.query = event.fields.get("query", "").strip()[:60]


def sort(desk: Desk, event: Event) -> None:
    """Sort the ledger by a column, up or down; without one it stands as the notes have it."""
    wish = event.get("sort")
    desk.intake.sort = wish if wish.removeprefix("-") in COLUMNS else ""


def export_ledger(desk: Desk, event: Event) -> None:
    """Hand out the ledger as a table."""
    import base64

    rows = io.StringIO()
    writer = csv.writer(rows)
    for cells in table_of(desk):
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@" else cell for cell in cells])
    data = base64.b64encode(b"\xef\xbb\xbf" + rows.getvalue().encode("utf-8")).decode()
    desk.effect("download", name=clean_name(f"{desk.project.name}-台账.csv"), type="text/csv", data=data)


def go_draft(desk: Desk, event: Event) -> None:
    """On to 起草."""
    desk.effect("tab", tab="draft")


def select_line(desk: Desk, event: Event) -> None:
    """Show a sentence in 起草."""
    found = desk.project.line(event.get("id"))
    if found:
        desk.drafting.section, desk.drafting.line = found[0].id, found[1].id
        desk.effect("tab", tab="draft")
        desk.effect("reveal", query=f"#s-{found[1].id}")


TAB = Tab(
    "intake",
    "素材",
    {
        "open": Action(lambda desk, event: None, "reader"),
        "add-sources": Action(add_sources),
        "paste": Action(paste),
        "sample": Action(sample),
        "drop-source": Action(drop_source),
        "settle": Action(settle),
        "keep-apart": Action(keep_apart),
        "reopen": Action(reopen),
        "fill": Action(fill),
        "change-fact": Action(change_fact),
        "undo-fact": Action(undo),
        "expect": Action(expect),
        "row": Action(_set("open"), "reader"),
        "department": Action(_set("department"), "reader"),
        "filter": Action(_set("filter"), "reader"),
        "sort": Action(sort, "reader"),
        "find": Action(find, "reader"),
        "paste-field": Action(toggle_paste),
        "export-ledger": Action(export_ledger, "reader"),
        "go-draft": Action(go_draft, "reader"),
        "line": Action(select_line, "reader"),
    },
    view,
)
