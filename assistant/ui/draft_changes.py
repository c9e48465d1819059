"""起草, all changes at once: the whole draft word by word against an earlier moment, section by section."""

from __future__ import annotations

from functools import lru_cache

from assistant.projects.compare import Change, compare
from assistant.projects.moments import Moment, moments, text_at, text_of
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.language import say
from assistant.ui.markup import Html, button, join, select, tag

#: how the state of the tab says that all is compared, in front of the moment
_ALL = "*"
_SHOWN = 40


def changes(desk: Desk, event: Event) -> None:
    """Show the changes since a moment, by default since the newest one; the same button ends it."""
    state, when = desk.drafting, event.get("when") or event.fields.get("when", "")
    if when and not event.get("end"):
        state.comparing = f"{_ALL}{when}"
    else:
        state.comparing = "" if is_on(desk) else f"{_ALL}{next((one.when for one in moments(desk.project)), '')}"


def is_on(desk: Desk) -> bool:
    """Whether all changes are shown in place of the text to be edited."""
    return desk.drafting.comparing.startswith(_ALL) and not desk.drafting.running


def changes_button(desk: Desk) -> Html:
    """The button that shows and ends it."""
    on = is_on(desk)
    return button(say("改动"), on="changes", cls="quiet", aria_pressed=str(on).lower(), disabled=not desk.project.chars and not on)


def changed_page(desk: Desk) -> Html:
    """The page with what was taken out and put in."""
    known = moments(desk.project)[:_SHOWN]
    when = desk.drafting.comparing.removeprefix(_ALL)
    end = button(say("不比了"), on="changes", cls="quiet", data_end="1")
    if not known or not when:
        return tag("article", tag("p", say("和保存过的各版都一样，没有改动。")), end, cls="bz-page")
    options = [(one.when, told(one)) for one in known]
    if when not in {value for value, _ in options}:
        options.insert(0, (when, when[5:16].replace("T", " ")))
    out = put = sections = 0
    pieces: list[Html] = []
    for passage in desk.project.passages:
        old, new = text_at(passage, when), text_of(passage)
        if not passage.title and not old and not new:
            continue
        if passage.title:
            name = "h2" if passage.level == 1 else "h3"
            head = (passage.number, passage.title)
            pieces.append(tag(name, *head, cls="bz-head", data_on="section", data_id=passage.id, tabindex="0"))
        if old == new:
            pieces.append(tag("p", say("（没有改动）"), cls="none") if old else Html(""))
            continue
        sections += 1
        found = _compared(old, new)
        out += sum(len(text.strip()) for kind, text in found if kind == "del")
        put += sum(len(text.strip()) for kind, text in found if kind == "ins")
        pieces += _paragraphs(found)
    counted = say("改了 {n} 节，加 {put} 字，删 {out} 字", n=sections, put=put, out=out)
    bar = tag(
        "div",
        tag("span", say("和这时比"), cls="bz-2nd"),
        select("when", options, when, data_change="changes", aria_label=say("和这时比")),
        tag("span", cls="bz-grow"),
        end,
        tag("span", counted, cls="bz-2nd", style="flex-basis:100%", role="status"),
        cls="bz-note bz-row wrap",
        style="text-indent:0;font:400 13px/20px var(--bz-sans);margin-bottom:16px",
        data_form=True,
    )
    return tag("article", bar, *pieces, cls="bz-page", lang="zh-CN", aria_label=say("逐字对比"))


def told(moment: Moment) -> str:
    """A moment as the list names it."""
    return say("{when} {what}，{n} 节", when=moment.when[5:16].replace("T", " "), what=say(moment.how), n=moment.sections)


@lru_cache(maxsize=256)
def _compared(old: str, new: str) -> tuple[Change, ...]:
    return tuple(compare(old, new))


def _paragraphs(found: tuple[Change, ...]) -> list[Html]:
    """The changes as paragraphs: a line break ends one on whichever side it stands."""
    rows: list[list[object]] = [[]]
    for kind, text in found:
        for number, piece in enumerate(text.split("\n")):
            if number:
                rows.append([])
            if piece:
                rows[-1].append(piece if kind == "same" else tag(kind, piece))
    return [tag("p", join(row)) for row in rows if row]
