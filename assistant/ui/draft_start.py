"""What 起草 asks for before there is a draft: notes, unit, year, kind, last year's report."""

from __future__ import annotations

from pathlib import Path

from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import (
    Html,
    button,
    empty,
    field,
    icon,
    icon_button,
    select,
    tag,
    text_input,
    upload_button,
)
from assistant.ui.samples import sample_notes
from assistant.ui.uploads import MOST_BYTES, MOST_FILES, NOTES, REPORTS


def start(desk: Desk) -> Html:
    """The form in place of the page."""
    project = desk.project
    writer = desk.user.may("writer")
    if not writer:
        return empty("稿", say("还没有正文"), say("您的账号只读，可以查资料库、对话。"))
    sources = [
        tag(
            "div",
            icon("doc"),
            tag("span", source.name, cls="bz-grow bz-cut"),
            tag("span", f"{max(1, source.size // 1024)} KB", cls="bz-small bz-muted"),
            icon_button("x", say("去掉"), on="drop-source", data_id=source.sha256),
        )
        for source in project.sources
    ]
    problems = (
        [tag("div", icon("alert"), f"{Path(path).name}：{reason}", cls="bz-small bz-red") for path, reason in desk.material().problems]
        if project.sources
        else []
    )
    sample = button(say("用示例试试"), on="sample") if sample_notes() and not project.sources else ""
    notes = tag(
        "div",
        tag("b", say("素材"), cls="bz-b"),
        tag("div", *sources, *problems, cls="bz-files")
        if sources
        else tag("p", say("把科室发来的文件拖进来，一个科室一份；docx、xlsx、md、txt 都行。"), cls="bz-2nd"),
        tag(
            "div",
            upload_button(say("选文件"), "add-sources", ",".join(sorted(NOTES))),
            sample,
            tag(
                "span",
                say("{n} 条素材，{f} 个数", n=len(desk.material().notes), f=len(desk.material().ledger.facts)),
                cls="bz-small bz-muted",
            )
            if sources
            else "",
            cls="bz-row wrap",
        ),
        cls="card",
        data_drop="add-sources",
        data_most=MOST_FILES,
        data_size=MOST_BYTES,
    )
    about = tag(
        "div",
        tag(
            "div",
            field(say("单位"), text_input("unit", project.unit, say("比如 某某经济开发区"), maxlength="40", data_change="brief")),
            field(
                say("哪一年的总结"),
                text_input("year", str(project.year or ""), "2026", maxlength="6", inputmode="numeric", data_change="brief"),
            ),
            cls="two",
        ),
        tag(
            "div",
            field(say("类别"), select("kind", [(kind, kind) for kind in kinds(project.kind)], project.kind, data_change="brief")),
            field(say("去年的报告"), select("previous", _previous_options(desk), project.previous, data_change="brief")),
            cls="two",
        ),
        tag(
            "div",
            upload_button(say("去年的报告不在库里，上传一份"), "previous-file", ",".join(sorted(REPORTS)), several=False, cls="quiet"),
            cls="bz-row",
        ),
        cls="card",
        data_form=True,
    )
    ready = bool(project.sources)
    go = tag(
        "div",
        button(icon("pen"), say("起草全文"), on="write", cls="primary tall", disabled=not ready, key="Ctrl+Enter"),
        button(say("先列提纲"), on="plan", cls="tall", disabled=not ready),
        button(say("回到正文"), on="ask", cls="quiet tall") if project.chars else "",
        tag("span", "" if ready else say("先加素材"), cls="bz-small bz-muted"),
        cls="bz-row",
    )
    return tag("div", tag("h2", say("写一份总结")), notes, about, go, cls="bz-start", data_form=True)


def kinds(own: str) -> list[str]:
    """Kinds of report to choose from, the project's own among them."""
    known = ["年度工作总结和工作思路", "半年工作总结", "工作思路", "述职报告"]
    return known if own in known else [own, *known]


def _previous_options(desk: Desk) -> list[tuple[str, str]]:
    reports = sorted(desk.workspace.library.reports(), key=lambda one: (-(one.year or 0), one.title))
    options = [("", say("没有，按素材的主题排"))]
    if desk.project.previous_file is not None:
        options.append(("own", desk.project.previous_file.name))
    return [*options, *[(report.id, f"{report.title or Path(report.source).name}") for report in reports[:200]]]
