"""The right column of 设置: what would go to a model, and how the page is laid out."""

from __future__ import annotations

import re

from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, esc, heading, join, label_tag, tag

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def preview(desk: Desk) -> Html:
    """The column."""
    found = desk.project.line(desk.drafting.line) or next(
        ((passage, line) for passage, line in desk.project.lines() if len(_FIGURE.findall(line.text)) > 2), None
    )
    settings = desk.workspace.settings
    if settings.effective_engine == "offline":
        head = bar(heading(say("这样发给模型")), tag("span", cls="bz-grow"), label_tag("ok", say("什么都不发"), "check"))
        note = say("没有配模型，也没有任何外部连接。上面是配了模型并打开“数字不出门”以后的样子。")
    else:
        safe = settings.figures == "protect"
        head = bar(
            heading(say("这样发给模型")),
            tag("span", cls="bz-grow"),
            label_tag("ok", say("没有真实数值"), "check") if safe else label_tag("warn", say("数值一并发出"), "alert"),
        )
        note = (
            say("写回来以后，编号还原成素材里的数。少了、多了、换了位置的编号都会退回重写。")
            if safe
            else say("要让数字不出门，打开左边的开关。")
        )
    text = found[1].text if found else say("完成固定资产投资132.8亿元，增长9.4%，其中工业投资88.3亿元。")
    shown = with_tokens(text) if settings.figures == "protect" or settings.effective_engine == "offline" else esc(text)
    sheet = [
        tag("i", style=style)
        for style in (
            "height:5px;width:62%;background:var(--bz-ink-3);justify-self:center",
            "background:none",
            "margin-left:14px",
            "",
            "",
            "width:58%",
            "margin-left:14px;width:46%;background:var(--bz-ink-3)",
            "margin-left:14px",
            "",
            "",
            "width:58%",
            "margin-left:14px;width:46%;background:var(--bz-ink-3)",
            "margin-left:14px",
            "",
            "",
            "",
            "width:58%",
            "margin-left:14px",
            "",
        )
    ]
    ask = button(say("看发出去的原文"), on="preview")
    look = tag("div", ask, cls="bz-row", style="margin-top:8px") if settings.effective_engine == "model" else ""
    return tag(
        "aside",
        head,
        tag(
            "div",
            tag("div", shown, cls="bz-send"),
            look,
            tag("pre", desk.configuring.preview, cls="bz-code-block") if desk.configuring.preview else "",
            tag("p", note, cls="bz-small bz-2nd", style="margin:8px 0 20px"),
            tag(
                "h3",
                say("版式预览"),
                " ",
                tag("span", say("GB/T 9704，每页22行，每行28字"), cls="bz-muted"),
                cls="bz-small bz-2nd",
                style="margin-bottom:8px",
            ),
            tag("div", tag("div", *sheet, cls="bz-a4", aria_hidden="true"), cls="bz-card", style="background:var(--bz-desk);padding:16px"),
            cls="bz-scroll bz-pad",
        ),
        cls="bz-col inspect",
        aria_label=say("这样发给模型"),
    )


def with_tokens(text: str) -> Html:
    """A sentence with its figures as numbered tokens, as they would go out."""
    from assistant.engines.figures import TOKEN, Shield

    shield = Shield()
    hidden = shield.hide(text)
    pieces: list[object] = []
    at = 0
    for number, match in enumerate(TOKEN.finditer(hidden), 1):
        kind = say("率") if shield.tokens.get(match[0], "").endswith(("%", "百分点")) else say("数")
        pieces += [hidden[at : match.start()], tag("span", f"{kind}{number}", cls="bz-tok")]
        at = match.end()
    return join([*pieces, hidden[at:]])
