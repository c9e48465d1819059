"""How 审校 looks: the list, the text with marks in place, last year's promises under it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.commitment import Answer
from assistant.domain.finding import Finding
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.marked_text import marked_page
from assistant.ui.markup import Html, bar, button, empty, fold_button, heading, icon, icon_button, join, label_tag, tag, upload_button
from assistant.ui.review_panel import panel
from assistant.ui.reviewing import text_of, visible
from assistant.ui.rulebook import CATEGORIES, SEVERITIES, title_of
from assistant.ui.uploads import REPORTS

_STATES = {
    "done": ("bz-mal", "check", "完成"),
    "missed": ("bz-och", "alert", "没达到"),
    "partial": ("bz-och", "alert", "说到了"),
    "silent": ("bz-red", "flag", "没写"),
}


def view(desk: Desk) -> Html:
    """The whole tab."""
    return tag("main", _list(desk), _middle(desk), panel(desk), cls="bz-work w-review")


# left: the list


def _list(desk: Desk) -> Html:
    state = desk.reviewing
    shown = visible(desk)
    count = say("{n} 处，{s} 秒", n=len(state.findings), s=f"{state.seconds:.2f}") if state.document else ""
    steps = (
        [
            icon_button("up", say("上一处"), on="step", data_to="previous", key="Shift+F8"),
            icon_button("chev", say("下一处"), on="step", data_to="next", key="F8"),
            tag("kbd", "F8"),
            button("", on="step", data_to="next", key="j", cls="bz-hidden", tabindex="-1", aria_label=say("下一处")),
            button("", on="step", data_to="previous", key="k", cls="bz-hidden", tabindex="-1", aria_label=say("上一处")),
            button("", on="undo", key="Ctrl+z", cls="bz-hidden", tabindex="-1", aria_label=say("撤销")),
        ]
        if state.findings
        else []
    )
    items = [_item(desk, at, finding) for at, finding in shown]
    if not state.document:
        body = empty("审", say("还没有要审的文字"), say("审本项目的起草稿，或粘贴、上传一份返回稿。"))
    elif not state.findings:
        body = empty("审", say("没有发现问题"), say("看过 {n} 个数，其中 {m} 个做过比对。", n=state.figures, m=state.compared))
    elif not items:
        body = empty("审", say("这一类没有问题"), say("换一个筛选，或看全部。"), button(say("看全部"), on="narrow", data_all="1"))
    else:
        body = join(items)
    decided = say(
        "已处理 {n}：采纳 {a}，忽略 {i}",
        n=desk.project.accepted + len(desk.project.ignored) + len(desk.project.never),
        a=desk.project.accepted,
        i=len(desk.project.ignored) + len(desk.project.never),
    )
    compared = say("看过 {n} 个数，比对 {m} 个", n=state.figures, m=state.compared)
    foot = (
        tag(
            "div",
            tag(
                "div",
                tag("span", decided, cls="bz-2nd bz-grow"),
                tag("a", say("撤销"), href="#", data_on="undo") if state.undo else "",
                cls="bz-row bz-small",
            ),
            tag("div", compared, cls="bz-small bz-muted"),
            cls="bz-foot",
        )
        if state.document
        else ""
    )
    return tag(
        "aside",
        bar(heading(say("问题"), count), tag("span", cls="bz-grow"), *steps, fold_button("outline", say("收起"))),
        _filters(desk) if state.findings else "",
        tag("div", body, cls="bz-scroll", tabindex="0"),
        foot,
        cls="bz-col outline",
        aria_label=say("问题清单"),
    )


def _filters(desk: Desk) -> Html:
    state = desk.reviewing
    made = [
        tag(
            "button",
            say("全部"),
            type="button",
            data_on="narrow",
            data_all="1",
            aria_pressed=str(not state.severity and not state.category).lower(),
        )
    ]
    for name, (cls, text) in SEVERITIES.items():
        count = sum(one.severity == name for one in state.findings)
        if count:
            made.append(
                tag(
                    "button",
                    tag("span", cls=f"bz-sev {cls}"),
                    f"{say(text)} {count}",
                    type="button",
                    data_on="narrow",
                    data_severity=name,
                    aria_pressed=str(state.severity == name).lower(),
                )
            )
    made.append(tag("span", cls="brk"))
    for name, text in CATEGORIES.items():
        count = sum(one.category == name for one in state.findings)
        if count:
            made.append(
                tag(
                    "button",
                    f"{say(text)} {count}",
                    type="button",
                    data_on="narrow",
                    data_category=name,
                    aria_pressed=str(state.category == name).lower(),
                )
            )
    return tag("div", *made, cls="bz-cats", role="group", aria_label=say("按程度和类别筛选"))


def _item(desk: Desk, at: int, finding: Finding) -> Html:
    cls, _ = SEVERITIES[finding.severity]
    on = at == desk.reviewing.at
    return tag(
        "button",
        tag(
            "span",
            tag("span", cls=f"bz-sev {cls}"),
            tag("span", tag("span", at + 1, cls="bz-muted"), "　", tag("b", title_of(finding), cls="bz-b"), cls="bz-cut"),
            tag("span", say(CATEGORIES[finding.category]), cls="bz-small bz-muted"),
            tag("span", finding.message, cls="m"),
            cls="bz-fl",
        ),
        cls="bz-item is-on" if on else "bz-item",
        type="button",
        data_on="finding",
        data_at=at,
        aria_current="true" if on else None,
    )


# middle: the text, and last year's promises under it


def _middle(desk: Desk) -> Html:
    state = desk.reviewing
    if state.document is None or state.entering:
        return tag("section", _bar(desk), tag("div", _enter(desk), cls="bz-scroll", tabindex="0"), cls="bz-mid", aria_label=say("正文"))
    shown = {at for at, _ in visible(desk)}
    page = marked_page(state.document, state.findings, shown, state.at, [span.start for one in state.promises for span in one.spans[:1]])
    return tag(
        "section",
        _bar(desk),
        tag(
            "div",
            tag("div", page, cls="bz-canvas bz-scroll", tabindex="0", style="position:absolute;inset:0"),
            tag("div", cls="bz-ruler bz-desktop", data_still=True),
            style="position:relative;min-height:0",
        ),
        _promises(state.promises),
        cls="bz-mid",
        aria_label=say("正文"),
    )


def _bar(desk: Desk) -> Html:
    project = desk.project
    name, _, _ = text_of(project)
    against = [say("{n} 条素材", n=len(desk.material().notes))] if project.sources else []
    against += [say("去年报告")] if project.previous else []
    items = [
        button(icon("doc"), say("本项目的起草稿"), on="review-draft", cls="quiet full", disabled=not project.chars),
        upload_button(say("上传返回稿"), "review-file", ",".join(sorted(REPORTS)), several=False, cls="quiet full"),
        button(icon("copy"), say("粘贴文字"), on="enter", cls="quiet full"),
    ]
    chooser = (
        tag(
            "details",
            tag(
                "summary",
                icon("doc"),
                tag("b", name if desk.reviewing.document else say("选要审的文字"), cls="bz-b bz-cut"),
                icon("chev"),
                cls="bz-btn quiet",
                style="padding:0 4px;max-width:320px",
            ),
            tag("div", *items, cls="bz-pop", style="min-width:220px"),
            cls="bz-menu",
        )
        if desk.user.may("writer")
        else tag("b", name, cls="bz-b")
    )
    out = _out(desk)
    narrow = [
        tag(
            "button",
            icon("list", small=False),
            cls="bz-btn quiet icon bz-onlynarrow",
            type="button",
            data_sheet="outline",
            aria_label=say("问题"),
        ),
        tag(
            "button",
            icon("flag", small=False),
            cls="bz-btn quiet icon bz-onlynarrow",
            type="button",
            data_sheet="inspect",
            aria_label=say("选中的问题"),
        ),
    ]
    return bar(
        narrow[0],
        chooser,
        tag(
            "span",
            say("对照 {what}", what="、".join(against)) if against and desk.reviewing.document else "",
            cls="bz-muted bz-small bz-cut",
        ),
        tag("span", cls="bz-grow"),
        narrow[1],
        out,
    )


def _out(desk: Desk) -> Html:
    """The way out as Word; for an uploaded Word file also with what was accepted as tracked changes."""
    review = desk.project.review
    own = review is not None and review.file is not None
    title = say("原件的版式不动，问题作批注") if own else None
    plain = button(icon("down"), say("带批注导出"), on="export", disabled=desk.reviewing.document is None, title=title)
    if review is None or not own or not review.edits:
        return plain
    kinds = (("", say("改好的直接写进正文")), ("1", say("改动留修订痕迹")))
    return tag(
        "details",
        tag("summary", icon("down"), say("带批注导出"), icon("chev"), cls="bz-btn", title=title),
        tag(
            "div",
            *[button(text, on="export", cls="quiet full", data_tracked=kind) for kind, text in kinds],
            cls="bz-pop right",
            style="min-width:200px",
        ),
        cls="bz-menu",
    )


def _enter(desk: Desk) -> Html:
    own = button(say("审本项目的起草稿"), on="review-draft", cls="tall") if desk.project.chars else ""
    back = button(say("回到正文"), on="enter", cls="quiet tall") if desk.reviewing.document else ""
    return tag(
        "div",
        tag("h2", say("审一份稿子")),
        tag(
            "div",
            tag(
                "textarea", cls="bz-field", name="text", rows="14", placeholder=say("把要审的文字粘贴到这里"), aria_label=say("要审的文字")
            ),
            tag(
                "div",
                button(say("审这段文字"), on="review-text", cls="primary tall"),
                upload_button(say("上传返回稿"), "review-file", ",".join(sorted(REPORTS)), several=False, cls="tall"),
                own,
                back,
                cls="bz-row wrap",
            ),
            cls="card",
            data_form=True,
            data_drop="review-file",
        ),
        cls="bz-start",
    )


def _promises(answers: Sequence[Answer]) -> Html:
    if not answers:
        return Html("")
    counts = {status: sum(one.status == status for one in answers) for status in _STATES}
    tags = [
        label_tag({"bz-mal": "ok", "bz-och": "warn", "bz-red": "todo"}[cls], f"{say(text)} {counts[status]}", glyph)
        for status, (cls, glyph, text) in _STATES.items()
        if counts[status]
    ]
    head = bar(heading(say("去年承诺，今年兑现"), say("去年提出 {n} 项", n=len(answers))), tag("span", cls="bz-grow"), *tags)
    order = {"silent": 0, "missed": 1, "partial": 2, "done": 3}
    rows = [_promise(one) for one in sorted(answers, key=lambda one: order[one.status])]
    columns = tag("tr", tag("th", say("去年怎么说")), tag("th", say("今年正文")), tag("th", say("结果"), style="width:92px"))
    return tag(
        "div",
        head,
        tag("div", tag("table", tag("thead", columns), tag("tbody", *rows), cls="bz-table"), cls="bz-scroll", tabindex="0"),
        cls="bz-drawer",
    )


def _promise(answer: Answer) -> Html:
    cls, glyph, text = _STATES[answer.status]
    said: Html | str = answer.message
    if answer.status == "silent":
        said = tag("span", say("没有找到。要写进展，还是说明原因？"), cls="bz-red")
    place = tag("a", " ", say("看原句"), href="#", data_jump=f"at-{answer.spans[0].start}", cls="bz-nowrap") if answer.spans else ""
    return tag(
        "tr",
        tag("td", answer.commitment.text),
        tag("td", said, place),
        tag("td", icon(glyph), " ", say(text), cls=f"{cls} bz-nowrap"),
        cls="is-open" if answer.status == "silent" else None,
    )
