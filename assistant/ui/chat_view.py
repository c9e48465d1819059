"""How the 对话 tab looks: conversations, the thread without bubbles for answers, the source at its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.domain.document import Document
from assistant.projects.project import Conversation, Reference, Turn
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, empty, esc, heading, icon, icon_button, join, label_tag, tag
from assistant.ui.paper import paper

_PLACE = re.compile(r"\[(\d{1,2})\]|（(《[^》]+》|素材·[^（）]+)）")
_EXAMPLES = ("规上工业总产值这几年各是多少", "招商引资往年怎么写", "去年的工作思路提了哪些目标")
_OF_NOTES = ("今年固定资产投资是多少", "今年规上工业总产值和去年比怎么样")


def view(desk: Desk) -> Html:
    """The whole tab."""
    conversation = at_hand(desk)
    source = _source(desk, conversation)
    cls = "bz-work w-chat" + (" reading" if source else " alone")
    return tag("main", _list(desk, conversation), _thread(desk, conversation), source, cls=cls)


def at_hand(desk: Desk) -> Conversation | None:
    """The conversation that is shown."""
    conversations = desk.project.conversations
    named = next((one for one in conversations if one.id == desk.talking.conversation), None)
    return named or (conversations[-1] if conversations and not desk.talking.fresh else None)


def _list(desk: Desk, chosen: Conversation | None) -> Html:
    items = []
    for one in reversed(desk.project.conversations):
        on = chosen is not None and one.id == chosen.id
        items.append(
            tag(
                "button",
                tag("span", one.title, cls="bz-cut", style="display:block"),
                tag("span", say("{when}，{n} 条", when=one.when[5:16].replace("T", " "), n=len(one.turns)), cls="bz-small bz-muted"),
                cls="bz-item is-on" if on else "bz-item",
                type="button",
                data_on="choose",
                data_id=one.id,
            )
        )
    body = join(items) if items else tag("p", say("问过的都留在这里。"), cls="bz-pad bz-muted")
    return tag(
        "aside",
        bar(heading(say("会话")), tag("span", cls="bz-grow"), icon_button("plus", say("新会话"), on="new")),
        tag("div", body, cls="bz-scroll"),
        tag("div", say("问答只用资料库里的报告和本项目的素材，查不到就说查不到。"), cls="bz-foot bz-small bz-2nd"),
        cls="bz-col outline",
        aria_label=say("会话"),
    )


def _thread(desk: Desk, conversation: Conversation | None) -> Html:
    state = desk.talking
    turns = conversation.turns if conversation else ()
    # an answer under way is shown where it belongs, and only there
    live = state.running and conversation is not None and conversation.id == state.asked
    if live:
        turns = turns[: state.at]
    messages: list[Html] = []
    for at, turn in enumerate(turns):
        messages += [tag("div", tag("p", turn.question), cls="bz-msg me"), _answer(desk, at, turn, conversation)]
    if live:
        said = tag("div", _prose(state.partial, (), 0, None), tag("span", cls="bz-caret"), cls="bz-say")
        messages += [
            tag("div", tag("p", state.question), cls="bz-msg me"),
            tag("div", tag("div", tag("span", cls="bz-spin"), say("正在查"), cls="bz-who"), said, cls="bz-msg live"),
        ]
    if not messages:
        examples = [tag("a", example, href="#", data_on="ask", data_question=example) for example in examples_of(desk)]
        messages = [
            empty(
                "问",
                say("问往年怎么写的，今年是多少"),
                say("数字、说法、名单、两年对比都可以问；每个回答都带出处。"),
                *[tag("div", one) for one in examples],
            )
        ]
    title = conversation.title if conversation else say("新会话")
    drop = (
        icon_button(
            "trash",
            say("删掉这个会话"),
            on="drop",
            data_id=conversation.id,
            data_confirm=say("删掉会话“{title}”？", title=conversation.title),
            data_verb=say("删掉"),
        )
        if conversation
        else ""
    )
    narrow = tag(
        "button",
        icon("list", small=False),
        cls="bz-btn quiet icon bz-onlynarrow",
        type="button",
        data_sheet="outline",
        aria_label=say("会话"),
    )
    return tag(
        "section",
        bar(narrow, tag("h2", title, cls="bz-cut"), tag("span", cls="bz-grow"), drop),
        tag("div", tag("div", *messages, cls="bz-thread"), cls="bz-scroll", tabindex="0", role="log", aria_live="polite", data_follow="on"),
        _write(desk),
        cls="bz-col raised",
        aria_label=say("对话"),
    )


def _write(desk: Desk) -> Html:
    state = desk.talking
    send = (
        button(icon("stop"), say("停止"), tag("kbd", "Esc"), on="stop", key="Escape")
        if state.running
        else button(icon("send"), say("发送"), on="ask", cls="primary", data_clears="question")
    )
    keys = tag(
        "span",
        tag("kbd", "↵"),
        " ",
        say("发送"),
        "　",
        tag("kbd", "Shift ↵"),
        " ",
        say("换行"),
        cls="bz-small bz-muted bz-nowrap bz-desktop",
    )
    field = tag(
        "textarea",
        name="question",
        rows="2",
        placeholder=say("问往年的报告、今年的素材；可以接着上一个问题问"),
        maxlength="2000",
        data_enter="ask",
        data_clear=True,
        aria_label=say("问题"),
    )
    return tag(
        "div",
        tag("div", field, tag("div", tag("span", cls="bz-grow"), keys, send, cls="bz-row", style="margin-top:4px"), cls="bz-box"),
        cls="bz-write",
        data_form=True,
    )


def _answer(desk: Desk, at: int, turn: Turn, conversation: Conversation | None) -> Html:
    reports = len({one.report for one in turn.references if not one.note})
    sheets = len({one.note for one in turn.references if one.note})
    figures = len(re.findall(r"\d+(?:\.\d+)?", turn.answer))
    checked = label_tag("ok", say("{n} 处引用逐字核过", n=len(turn.references)), "check") if turn.references else ""
    parts = [say("{n} 份报告", n=reports)] if reports else []
    parts += [say("{n} 份素材", n=sheets)] if sheets else []
    used = say("用了 {what}", what="、".join(parts)) if parts else say("没有查到") if turn.absent else ""
    who = tag(
        "div",
        tag("b", say("查资料") if turn.route not in ("explain", "shorten", "help", "check", "draft") else say("办事"), cls="bz-b bz-2nd"),
        used,
        checked,
        cls="bz-who",
    )
    open_ = desk.talking.open[1] if desk.talking.open and desk.talking.open[0] == at else None
    place: dict[str, Any] = {"data_at": at, "data_in": conversation.id if conversation else ""}
    tools = [
        button(icon("copy"), say("复制"), cls="quiet", data_copy=turn.answer),
        button(icon("redo"), say("重答"), on="again", cls="quiet", **place),
    ]
    passage = desk.project.passage(desk.drafting.section)
    if passage is not None and desk.user.may("writer") and figures < 40:
        tools.insert(1, button(icon("pen"), say("放进{place}", place=passage.number or say("开头")), on="put", cls="quiet", **place))
    return tag(
        "div",
        who,
        tag("div", _prose(turn.answer, turn.references, at, open_), _pills(turn.references, at, open_), cls="bz-say"),
        tag("div", *tools, cls="bz-do"),
        cls="bz-msg",
    )


def _pills(references: Sequence[Reference], turn: int, open_: int | None) -> Html:
    if not references:
        return Html("")
    return tag(
        "p",
        tag("span", say("出处"), cls="bz-small bz-muted"),
        " ",
        *[_pill(references, number, turn, open_) for number in range(len(references))],
    )


def _pill(references: Sequence[Reference], number: int, turn: int, open_: int | None) -> Html:
    reference = references[number]
    name = reference.title or reference.source
    return tag(
        "span",
        number + 1,
        cls="bz-cite" + (" n" if reference.note else "") + (" is-on" if number == open_ else ""),
        role="button",
        tabindex="0",
        data_on="cite",
        data_turn=turn,
        data_cite=number,
        title=name,
        aria_label=say("出处 {n}：{name}", n=number + 1, name=name),
        data_peek=f"{name}\n{reference.quote[:120]}",
    )


def _prose(text: str, references: Sequence[Reference], turn: int, open_: int | None) -> Html:
    """Paragraphs, quotes, lists and tables of an answer; everything in it is text."""
    blocks: list[Html] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            blocks.append(_table(rows, references, turn, open_))
            rows = []
        bare = line.strip()
        if bare.startswith("“") and ("”（《" in bare or bare.endswith("”")):
            blocks.append(tag("blockquote", _inline(bare, references, turn, open_)))
        elif bare:
            blocks.append(tag("p", _inline(bare.lstrip("#- "), references, turn, open_)))
    return join(blocks)


def _inline(text: str, references: Sequence[Reference], turn: int, open_: int | None) -> Html:
    pieces: list[object] = []
    at = 0
    for match in _PLACE.finditer(text):
        number = int(match[1]) - 1 if match[1] else _meant(references, match[2], text, text[at : match.start()])
        if not 0 <= number < len(references):
            continue
        pill = _pill(references, number, turn, open_)
        # whose the notes are stays to be read: two departments' figures may stand side by side
        shown = ["（", match[2], " ", pill, "）"] if references[number].note else [pill]
        pieces += [text[at : match.start()], *shown]
        at = match.end()
    return join([*pieces, text[at:]])


def _meant(references: Sequence[Reference], title: str, text: str, before: str) -> int:
    """Which reference a title in brackets stands for: of several by the same title the one that holds the figures in front of it."""
    named = [i for i, one in enumerate(references) if one.title and one.title in title and _says(text, one)]
    figures = re.findall(r"\d+(?:\.\d+)?", before)[-3:]
    held = {i: sum(figure in references[i].quote for figure in figures) for i in named}
    return max(named, key=lambda i: held[i], default=-1)


def _says(text: str, reference: Reference) -> bool:
    return reference.quote[:12] in text or not text.startswith("“")


def _table(rows: Sequence[Sequence[str]], references: Sequence[Reference], turn: int, open_: int | None) -> Html:
    head, *body = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    # a column of sources becomes a pill: the title is in the source panel
    source = next((i for i, cell in enumerate(head) if cell == "出处"), None)
    columns = [i for i in range(len(head)) if i != source and len({row[i] for row in body if i < len(row)} - {""}) > 0]
    fixed = [i for i in columns if len(body) > 1 and len({row[i] for row in body if i < len(row)}) == 1]
    caption = "，".join(body[0][i] for i in fixed) if fixed else ""
    columns = [i for i in columns if i not in fixed]
    numeric = {i for i in columns if all(re.match(r"^[+−\-]?\d(?!\d{3}年)", row[i]) for row in body if i < len(row) and row[i])}
    made = []
    for row in body:
        cells: list[Html] = [tag("td", row[i] if i < len(row) else "", cls="r" if i in numeric else None) for i in columns]
        if source is not None:
            number = next(
                (
                    n
                    for n, one in enumerate(references)
                    if one.title and source < len(row) and one.title in row[source] and _holds(one, row)
                ),
                None,
            )
            number = (
                number
                if number is not None
                else next((n for n, one in enumerate(references) if one.title and source < len(row) and one.title in row[source]), None)
            )
            cells.append(tag("td", _pill(references, number, turn, open_) if number is not None else ""))
        made.append(tag("tr", *cells))
    header = tag(
        "tr", *[tag("th", head[i], cls="r" if i in numeric else None) for i in columns], tag("th", "") if source is not None else ""
    )
    return join([tag("p", caption) if caption else "", tag("table", tag("thead", header), tag("tbody", *made), cls="bz-table")])


def _holds(reference: Reference, row: Sequence[str]) -> bool:
    return any(cell and re.search(r"\d", cell) and re.sub(r"[^\d.]", "", cell) in reference.quote for cell in row)


# the source


def _source(desk: Desk, conversation: Conversation | None) -> Html:
    open_, document = desk.talking.open, desk.talking.document
    if open_ is None or document is None or conversation is None or open_[0] >= len(conversation.turns):
        return Html("")
    references = conversation.turns[open_[0]].references
    if open_[1] >= len(references):
        return Html("")
    reference = references[open_[1]]
    head = bar(
        tag("h2", reference.source if reference.note else document.title or reference.title, cls="bz-cut", title=document.title),
        tag("span", cls="bz-grow"),
        icon_button("left", say("上一处引用"), on="step-cite", data_to="previous", key="["),
        tag("span", say("引用 {n} / {all}", n=open_[1] + 1, all=len(references)), cls="bz-small bz-2nd"),
        icon_button("right", say("下一处引用"), on="step-cite", data_to="next", key="]"),
        icon_button("x", say("关闭原文"), on="shut"),
    )
    same = label_tag("ok", say("与原文一致"), "check") if agrees(document, reference) else label_tag("warn", say("与原文不一致"), "alert")
    path = tag("div", tag("span", " › ".join(reference.headings), cls="bz-cut"), tag("span", cls="bz-grow"), same, cls="bz-path")
    copied = (
        f"{reference.quote}（{reference.title or reference.source}{'，' + ' › '.join(reference.headings) if reference.headings else ''}）"
    )
    foot = tag(
        "div",
        tag(
            "div",
            button(icon("copy"), say("带出处复制"), data_copy=copied),
            _elsewhere(reference),
            tag("span", cls="bz-grow"),
            tag("span", tag("kbd", "["), " ", tag("kbd", "]"), " ", say("换引用"), cls="bz-small bz-muted bz-desktop"),
            cls="bz-row",
        ),
        cls="bz-foot",
    )
    return tag(
        "aside",
        head,
        path,
        tag("div", paper(document, [(reference.start, reference.end)]), cls="bz-scroll bz-papers", tabindex="0"),
        foot,
        cls="bz-col inspect",
        aria_label=say("原文"),
    )


def _elsewhere(reference: Reference) -> Html:
    """The button that opens the source where it lives: a report in the library, a note among the notes."""
    if reference.note:
        return button(say("在素材里打开"), on="in-intake", cls="quiet", data_department="".join(reference.headings[:1]))
    return button(
        say("在资料库里打开"), on="in-library", cls="quiet", data_id=reference.report, data_start=reference.start, data_end=reference.end
    )


def examples_of(desk: Desk) -> tuple[str, ...]:
    """What can be asked to begin with: of this year only where there are notes."""
    return (*(_OF_NOTES if desk.project.sources else ()), *_EXAMPLES)[:4]


def agrees(document: Document, reference: Reference) -> bool:
    """Whether the place says what is quoted, digit for digit."""
    return document.original[reference.start : reference.end] == reference.quote


def plain(text: str) -> Html:
    """An answer as text."""
    return esc(text)
