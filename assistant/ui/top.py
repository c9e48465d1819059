"""The bar over all tabs: brand, project, tabs, engine, saved; and the list of projects with what can be done to them."""

from __future__ import annotations

import base64
from dataclasses import replace

from assistant.errors import InputError
from assistant.projects.archive import SUFFIX, pack, unpack
from assistant.projects.compare import compare
from assistant.projects.moments import text_of
from assistant.projects.project import Project
from assistant.projects.store import hashes_of, names
from assistant.ui.actions import Action, Tab
from assistant.ui.desk import Desk
from assistant.ui.event import Event
from assistant.ui.language import say
from assistant.ui.markup import Html, button, esc, icon, icon_button, join, tag, upload_button
from assistant.ui.todo import todo_counts
from assistant.ui.uploads import clean_name, receive

_LEFT = (("intake", "素材", "up2"), ("draft", "起草", "pen"), ("review", "审校", "flag"), ("chat", "对话", "send"))
_RIGHT = (("library", "资料库"), ("eval", "评测"), ("settings", "设置"))


def view(desk: Desk) -> Html:
    """The bar."""
    counts = todo_counts(desk)
    left = [_tab(name, say(title), counts.get(name, 0)) for name, title, _ in _LEFT]
    right = [_tab(name, say(title), 0) for name, title in _RIGHT]
    header = tag(
        "header",
        tag("div", tag("span", "笔", cls="bz-seal", aria_hidden="true"), tag("span", say("笔杆子"), cls="bz-desktop"), cls="bz-brand"),
        _projects(desk),
        tag("nav", *left, cls="bz-tabs bz-desktop", role="tablist", aria_label=say("工作台")),
        tag("span", cls="bz-grow bz-desktop"),
        _engine(desk),
        _saved(desk),
        tag("span", cls="bz-sep bz-desktop"),
        tag("nav", *right, cls="bz-tabs bz-desktop", role="tablist", aria_label=say("资料与设置")),
        tag(
            "span",
            button(
                icon("search", small=False), tag("kbd", "Ctrl K"), cls="quiet bz-desktop", data_do="palette", aria_label=say("命令面板")
            ),
            icon_button("moon", say("切换深浅色"), data_do="theme"),
            cls="bz-row",
        ),
        cls="bz-top",
    )
    bottom = tag(
        "nav",
        *[tag("a", icon(glyph, small=False), say(title), href=f"#{name}", data_tab=name) for name, title, glyph in _LEFT],
        _more(),
        cls="bz-tabbar bz-mobile",
        aria_label=say("工作台"),
    )
    return join([header, _clash(desk), bottom])


def _tab(name: str, title: str, count: int) -> Html:
    badge = tag("i", count, aria_label=say("{count} 处待办", count=count)) if count else ""
    return tag("a", title, badge, cls="bz-tab", role="tab", aria_selected="false", href=f"#{name}", data_tab=name)


def _more() -> Html:
    items = [tag("a", say(title), cls="bz-item", href=f"#{name}", data_tab=name) for name, title in _RIGHT]
    return tag("details", tag("summary", icon("more", small=False), say("更多")), tag("div", *items, cls="bz-pop up"), cls="bz-menu")


def _engine(desk: Desk) -> Html:
    settings = desk.workspace.settings
    if settings.effective_engine == "offline":
        text, title, cls = say("离线起草，不联网"), say("没有配模型，也不联网：起草、审校、检索、导出都在本机"), ""
    else:
        figures = say("数字不出门") if settings.figures == "protect" else say("数字一并发出")
        text, title, cls = f"{settings.model or say('模型')}，{figures}", settings.base_url, ""
    return tag("span", tag("span", cls=f"bz-dot {cls}"), text, cls="bz-engine bz-desktop", title=title)


def _saved(desk: Desk) -> Html:
    when = desk.kept.saved[11:16]
    if desk.clash is not None:
        return tag("span", say("没有存上"), cls="bz-engine bz-red")
    return tag("span", say("已存 {when}", when=when), cls="bz-engine bz-desktop bz-muted", id="bz-saved")


def _clash(desk: Desk) -> Html:
    if desk.clash is None:
        return Html("")
    when = desk.clash.saved[11:16]
    return tag(
        "div",
        tag("span", icon("alert"), cls="bz-och"),
        tag(
            "span",
            tag("b", say("另一个窗口先存了"), cls="bz-b"),
            tag("div", say("{when} 存过一版。您这里的改动没有丢，也没有盖掉那一版。", when=when), cls="bz-small bz-2nd"),
            cls="bz-grow",
        ),
        tag("details", tag("summary", say("对比"), cls="bz-btn quiet"), _differences(desk, desk.clash.project), cls="bz-menu"),
        button(say("我这份另存"), on="clash-copy"),
        button(say("换成那一版"), on="clash-theirs", cls="quiet"),
        cls="bz-note warn bz-clash",
        role="alert",
    )


def _differences(desk: Desk, theirs: Project) -> Html:
    """What the other window saved against what is here, section by section: struck out is theirs alone, marked is ours alone."""
    old, new = ({one.id: one for one in project.passages} for project in (theirs, desk.project))
    rows = []
    # a section that only the other window has stands behind ours
    for id, passage in {**new, **{id: one for id, one in old.items() if id not in new}}.items():
        before, now = (text_of(kept[id]) if id in kept else "" for kept in (old, new))
        if before != now:
            changes = compare(before, now)
            shown = [esc(text[-12:]) if kind == "same" else tag(kind, text[:200]) for kind, text in changes[:12]]
            rows.append(tag("p", tag("b", f"{passage.number}{passage.title}" or say("开头"), cls="bz-b"), " ", *shown))
    if theirs.title != desk.project.title:
        rows.insert(0, tag("p", tag("b", say("标题"), cls="bz-b"), " ", tag("del", theirs.title), tag("ins", desk.project.title)))
    told = rows[:8] or [tag("p", say("正文一样，不同的在素材、批注或设置里。"))]
    return tag("div", *told, cls="bz-pop right bz-pad-s", style="width:min(560px,90vw);max-height:50vh;overflow:auto")


def _projects(desk: Desk) -> Html:
    project = desk.project
    entries = desk.office.store.entries(desk.user.name)
    rows = [
        tag(
            "button",
            tag("span", entry.name, cls="bz-cut"),
            tag("span", entry.saved[5:16].replace("T", " "), cls="bz-small bz-muted bz-nowrap"),
            cls="bz-item bz-pick" + (" is-on" if entry.id == desk.kept.id else ""),
            type="button",
            data_on="open-project",
            data_id=entry.id,
        )
        for entry in entries[:40]
    ]
    writer = desk.user.may("writer")
    own = tag(
        "div",
        tag(
            "input", cls="bz-field bz-grow", name="name", value=project.name, aria_label=say("项目名"), maxlength="60", data_enter="rename"
        ),
        button(say("改名"), on="rename"),
        cls="bz-row",
        data_form=True,
    )
    tools = tag(
        "div",
        button(icon("plus"), say("新项目"), on="new-project"),
        button(icon("copy"), say("复制"), on="copy-project", cls="quiet"),
        button(icon("down"), say("导出"), on="export-project", cls="quiet"),
        upload_button(say("导入"), "import-project", SUFFIX, several=False, cls="quiet"),
        button(
            icon("trash"),
            say("删掉"),
            on="remove-project",
            cls="quiet bz-red",
            data_confirm=say("删掉项目“{name}”？素材和正文一起删，不能恢复。", name=project.name),
            data_verb=say("删掉"),
        ),
        cls="bz-row wrap",
    )
    people = (
        tag(
            "div",
            tag("span", desk.user.name, " ", _role(desk), cls="bz-small bz-muted bz-grow"),
            tag("a", say("退出"), href="logout"),
            cls="bz-row",
        )
        if desk.user.name != "local"
        else ""
    )
    return tag(
        "details",
        tag(
            "summary",
            tag("b", project.name, cls="bz-cut"),
            tag("span", project.unit, cls="bz-muted bz-desktop bz-cut"),
            icon("chev"),
            cls="bz-project",
            aria_label=say("切换项目"),
        ),
        tag(
            "div",
            tag("div", *rows, cls="bz-list"),
            tag("div", own if writer else "", tools if writer else "", people, cls="bz-pad-s"),
            cls="bz-pop",
        ),
        cls="bz-menu bz-projects",
    )


def _role(desk: Desk) -> str:
    return {"reader": say("只读"), "writer": say("撰稿"), "admin": say("管理")}[desk.user.role]


def open_project(desk: Desk, event: Event) -> None:
    """Put another project on the desk."""
    desk.refuse_unsaved()
    desk.open_project(event.number("id") or 0)


def new_project(desk: Desk, event: Event) -> None:
    """A new project for the same unit and kind, one year on where this one has a year."""
    desk.refuse_unsaved()
    old = desk.project
    year = (old.year + 1) if old.year and old.passages else old.year
    made = Project(name=f"{year or ''}{'年度' if year else ''}工作总结", unit=old.unit, year=year, kind=old.kind, expected=old.expected)
    desk.add_project(replace(made, name=_free(desk, made.name)))
    desk.effect("tab", tab="intake")


def copy_project(desk: Desk, event: Event) -> None:
    """The same project once more, to try something."""
    desk.add_project(replace(desk.project, name=_free(desk, desk.project.name)))
    desk.toast(say("已复制为“{name}”", name=desk.project.name))


def rename(desk: Desk, event: Event) -> None:
    """Give the project another name."""
    name = event.get("name").strip()[:60]
    if not name:
        raise InputError(say("项目名不能空着"))
    desk.change(name=name)


def export_project(desk: Desk, event: Event) -> None:
    """Hand the project out as one file."""
    data = pack(desk.project, lambda sha256: desk.office.store.file(desk.user.name, sha256))
    desk.office.audit.record(desk.user.name, "导出项目", project=desk.kept.id)
    desk.effect("download", name=clean_name(desk.project.name + SUFFIX), type="application/zip", data=base64.b64encode(data).decode())


def import_project(desk: Desk, event: Event) -> None:
    """Take a project from a file."""
    desk.refuse_unsaved()
    got = receive(event, (SUFFIX,), desk.office.upload_root)
    for line in got.refused:
        desk.toast(line, "err")
    for upload in got.files:
        project, files = unpack(upload.content)
        for content in files:
            desk.office.store.put_file(desk.user.name, content)
        desk.add_project(replace(project, name=_free(desk, project.name)))
        desk.office.audit.record(desk.user.name, "导入项目", project=desk.kept.id)
        desk.toast(say("已导入“{name}”", name=desk.project.name))


def remove_project(desk: Desk, event: Event) -> None:
    """Delete the project; the next one is opened, or a new one made."""
    desk.refuse_while_writing()
    desk.refuse_unsaved()
    name = desk.project.name
    held = hashes_of(desk.project)
    desk.office.store.remove(desk.user.name, desk.kept.id)
    desk.office.clear_copies(held)
    desk.office.audit.record(desk.user.name, "删除项目", project=desk.kept.id)
    rest = desk.office.store.entries(desk.user.name)
    if rest:
        desk.open_project(rest[0].id)
    else:
        desk.add_project(Project(unit=desk.project.unit, year=desk.project.year, name=f"{desk.project.year or ''}年度工作总结"))
    desk.toast(say("已删掉“{name}”", name=name))


def clash_copy(desk: Desk, event: Event) -> None:
    """Keep what is on this page as a project of its own."""
    desk.add_project(replace(desk.project, name=_free(desk, desk.project.name)))
    desk.toast(say("已另存为“{name}”", name=desk.project.name))


def clash_theirs(desk: Desk, event: Event) -> None:
    """Take what the other window saved."""
    desk.open_project(desk.kept.id)


def _free(desk: Desk, name: str) -> str:
    taken = names(desk.office.store.entries(desk.user.name))
    if name not in taken:
        return name
    return next(f"{name}（{number}）" for number in range(2, 10_000) if f"{name}（{number}）" not in taken)


def title(desk: Desk) -> Html:
    """The project's name as markup."""
    return esc(desk.project.name)


TAB = Tab(
    "top",
    "",
    {
        "open-project": Action(open_project, "reader"),
        "new-project": Action(new_project),
        "copy-project": Action(copy_project),
        "rename": Action(rename),
        "export-project": Action(export_project),
        "import-project": Action(import_project),
        "remove-project": Action(remove_project),
        "clash-copy": Action(clash_copy),
        "clash-theirs": Action(clash_theirs, "reader"),
    },
    view,
)
