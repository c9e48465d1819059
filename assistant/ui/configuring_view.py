"""How 设置 looks: the sections. What would go to a model is shown in configuring_preview."""

from __future__ import annotations

from functools import cache

from assistant.errors import InputError
from assistant.prompts import Prompt
from assistant.ui import keys
from assistant.ui.configuring_preview import preview
from assistant.ui.desk import Desk
from assistant.ui.language import say
from assistant.ui.markup import Html, bar, button, heading, icon, icon_button, join, label_tag, segment, tag, text_input

_PAGES = (
    ("model", "模型"),
    ("privacy", "隐私"),
    ("prompts", "提示词"),
    ("words", "词表"),
    ("layout", "版式"),
    ("projects", "项目和备份"),
    ("users", "用户和日志"),
)
_LAYOUT = (
    ("标题", "方正小标宋简体", "方正小标宋，2号"),
    ("正文", "仿宋_GB2312", "仿宋_GB2312，3号，行距28.95磅"),
    ("一级标题", "黑体", "黑体，3号"),
    ("二级标题", "楷体_GB2312", "楷体_GB2312，3号"),
)


def view(desk: Desk) -> Html:
    """The whole tab."""
    from assistant import __version__

    pages = [
        tag(
            "button",
            say(title),
            cls="bz-item is-on" if name == desk.configuring.page else "bz-item",
            type="button",
            data_on="go",
            data_page=name,
        )
        for name, title in _PAGES
    ]
    left = tag(
        "aside",
        bar(heading(say("设置"))),
        tag("div", *pages, cls="bz-scroll", style="padding-top:8px"),
        tag("div", say("笔杆子 {version}，改动即时保存", version=__version__), cls="bz-foot bz-small bz-muted"),
        cls="bz-col bz-nav outline",
        aria_label=say("设置"),
    )
    middle = tag(
        "section",
        tag(
            "div",
            tag("div", _model(desk), _privacy(desk), _prompts(desk), _words(desk), _layout(), _projects(desk), _users(desk), cls="bz-set"),
            cls="bz-scroll",
            tabindex="0",
        ),
        cls="bz-col raised",
        aria_label=say("设置"),
    )
    return tag("main", left, middle, preview(desk), cls="bz-work w-settings")


def _part(name: str, title: str, note: str, *inside: object) -> Html:
    return tag("section", tag("h3", title), tag("p", note), *inside, id=f"set-{name}")


def _model(desk: Desk) -> Html:
    settings, admin = desk.workspace.settings, desk.user.may("admin")
    engine = segment(
        "engine", "engine", (("offline", say("离线")), ("auto", say("自动")), ("model", say("只用模型"))), settings.engine, say("谁来写")
    )
    key = _key(admin)
    tried: Html | str = ""
    if desk.configuring.tried:
        state, said = desk.configuring.tried
        mark = tag(
            "span", icon("check" if state == "ok" else "alert", small=False), cls={"ok": "bz-mal", "warn": "bz-och"}.get(state, "bz-red")
        )
        tried = tag(
            "div",
            tag(
                "div",
                mark,
                tag("b", say("连上了") if state == "ok" else say("没有连好"), cls="bz-b"),
                tag("span", said, cls="bz-2nd"),
                cls="bz-row wrap",
            ),
            cls="bz-card",
            style="margin-top:8px",
            role="status",
        )
    rows = tag(
        "div",
        tag("span", say("谁来写"), cls="l"),
        tag("span", engine if admin else settings.engine),
        tag("label", say("接口地址"), for_="set-url"),
        tag(
            "input",
            cls="bz-field",
            id="set-url",
            name="base_url",
            value=settings.base_url,
            placeholder="http://127.0.0.1:8000/v1",
            data_change="endpoint",
            disabled=not admin,
            autocomplete="off",
        ),
        tag("label", say("模型名"), for_="set-name"),
        tag(
            "span",
            tag(
                "input",
                cls="bz-field bz-grow",
                id="set-name",
                name="model",
                value=settings.model,
                data_change="endpoint",
                disabled=not admin,
                autocomplete="off",
            ),
            button(
                say("试连"),
                on="test",
                disabled=not (admin and settings.base_url),
                title=None if settings.base_url else say("先填接口地址"),
            ),
            cls="bz-row",
        ),
        tag("span", say("密钥"), cls="l"),
        tag("span", key),
        cls="bz-line",
        data_form=True,
    )
    return _part("model", say("模型"), say("不配模型也能用：起草用离线引擎，审校、检索、导出都不受影响。"), rows, tried)


def _key(admin: bool) -> Html | str:
    """Where the key is, and for who may: the field for another one. The key itself is nowhere on the page."""
    where = keys.where()
    told = {
        "nowhere": say("没有密钥"),
        "environment": say("来自环境变量 OPENAI_API_KEY，这里不显示"),
        "keyring": say("存在系统钥匙串，这里不显示"),
    }[where]
    if not admin:
        return told
    if not keys.available():
        how = say("这台机器没有系统钥匙串：要用密钥，先设环境变量 OPENAI_API_KEY，再启动。")
        return join([tag("div", told), tag("div", how, cls="bz-small bz-muted")]) if where == "nowhere" else told
    field = tag(
        "input",
        cls="bz-field bz-grow",
        name="key",
        type="password",
        autocomplete="new-password",
        placeholder=say("粘贴密钥"),
        aria_label=say("密钥"),
    )
    drop = button(
        say("删掉"), on="drop-key", cls="quiet", data_confirm=say("从系统钥匙串里删掉密钥？"), data_verb=say("删掉")
    )
    return tag(
        "details",
        tag(
            "summary",
            icon("lock"),
            " ",
            told,
            tag("span", say("填密钥") if where == "nowhere" else say("更换"), cls="bz-azu", style="margin-left:12px"),
        ),
        tag(
            "div",
            field,
            button(say("存进钥匙串"), on="key", data_clears="key"),
            drop if where == "keyring" else "",
            cls="bz-row",
            style="margin-top:6px",
            data_form=True,
        ),
    )


def _privacy(desk: Desk) -> Html:
    settings, admin = desk.workspace.settings, desk.user.may("admin")

    def line(name: str, on: bool, title: str, note: str) -> Html:
        off_on = {"figures": ("plain", "protect"), "privacy": ("normal", "strict")}[name]
        return tag(
            "div",
            tag(
                "button",
                type="button",
                cls=f"bz-switch{' on' if on else ''}",
                role="switch",
                aria_checked=str(on).lower(),
                aria_label=title,
                data_on="switch",
                data_name=name,
                data_to=off_on[not on],
                disabled=not admin,
            ),
            tag("b", title, cls="bz-b"),
            tag("span", note, cls="bz-muted"),
            cls="bz-row wrap",
            style="padding:6px 0",
        )

    return _part(
        "privacy",
        say("隐私"),
        say("不配模型就什么都不发出去。配了模型，发什么在右边先看到。"),
        line("figures", settings.figures == "protect", say("数字不出门"), say("数值换成编号再发，回来逐个核对，对不上就退回")),
        line("privacy", settings.privacy == "strict", say("严格模式"), say("企业和人名换代号；只连本机和内网地址")),
    )


def _prompts(desk: Desk) -> Html:
    try:
        prompts = desk.workspace.prompts()
    except Exception:  # noqa: BLE001 - a broken prompt file is shown as none, the rest of the settings stays usable
        prompts = []
    newest: dict[str, Prompt] = {}
    for one in prompts:
        newest[one.name] = one
    rows = [
        tag(
            "tr",
            tag("td", one.purpose),
            tag("td", f"{one.name} {one.version}", cls="bz-nowrap"),
            tag("td", one.changed or "—", cls="bz-2nd"),
        )
        for one in newest.values()
    ]
    table = (
        tag(
            "table",
            tag("thead", tag("tr", tag("th", say("用途")), tag("th", say("正在用")), tag("th", say("改了什么")))),
            tag("tbody", *rows),
            cls="bz-table",
        )
        if rows
        else tag("p", say("没有提示词"), cls="bz-muted")
    )
    return _part("prompts", say("提示词"), say("版本发布以后不再改，每份草稿都记着用的是哪一版。"), table)


def _words(desk: Desk) -> Html:
    project = desk.project
    tags = [
        tag(
            "span",
            say("总是替换：{old} → {new}", old=old, new=new),
            icon_button("x", say("去掉"), on="drop-word", data_kind="replace", data_old=old),
            cls="bz-tag line",
            style="height:28px",
        )
        for old, new in project.replacements
    ]
    tags += [
        tag(
            "span",
            say("不再提示：{text}", text=text or rule),
            icon_button("x", say("去掉"), on="drop-word", data_kind="never", data_rule=rule, data_text=text),
            cls="bz-tag line",
            style="height:28px",
        )
        for rule, text in project.never
    ]
    form = (
        tag(
            "div",
            text_input("old", "", say("原来的写法"), maxlength="60"),
            tag("span", "→"),
            text_input("new", "", say("换成（不填就是不再提示）"), maxlength="60", data_enter="add-word"),
            button(icon("plus"), say("加一条"), on="add-word"),
            cls="bz-row wrap",
            data_form=True,
        )
        if desk.user.may("writer")
        else ""
    )
    return _part(
        "words",
        say("词表"),
        say("改完立刻用于本项目的审校。"),
        tag("div", *tags, cls="bz-row wrap", style="margin-bottom:8px") if tags else "",
        form,
    )


@cache
def _missing() -> tuple[str, ...] | None:
    from assistant.writing.export.docx import missing_fonts

    found = missing_fonts()
    return tuple(found) if found is not None else None


def _layout() -> Html:
    missing = _missing()
    rows: list[Html] = []
    for name, font, told in _LAYOUT:
        gone = missing is not None and any(font.startswith(one[:4]) or one.startswith(font[:4]) for one in missing)
        rows += [
            tag("span", say(name), cls="l"),
            tag("span", say(told), " ", label_tag("warn", say("本机没有，打开时会替换"), "alert") if gone else "", cls="bz-row wrap"),
        ]
    return _part(
        "layout",
        say("版式"),
        say("按党政机关公文格式（GB/T 9704）：每页22行，每行28字。字体只写名字，不随文件带走。"),
        tag("div", *rows, cls="bz-line"),
    )


def _projects(desk: Desk) -> Html:
    entries = desk.office.store.entries(desk.user.name)
    return _part(
        "projects",
        say("项目和备份"),
        say("项目随改随存，关掉页面、重启服务都在。导出的一个文件里有素材、正文、版本和对话。"),
        tag("p", say("现有 {n} 个项目。换项目、复制、导出、导入、删除都在左上角项目名里。", n=len(entries)), cls="bz-2nd"),
        tag("p", say("存放位置：{place}", place=str(desk.office.folder)) if desk.user.may("admin") else "", cls="bz-small bz-muted"),
    )


def _users(desk: Desk) -> Html:
    if not desk.user.may("admin"):
        return _part("users", say("用户和日志"), say("管理员可以看日志。"))
    try:
        lines, missing = desk.office.audit.last(30), say("还没有记录。")
    except InputError as error:
        lines, missing = [], str(error)
    rows = [
        tag(
            "tr",
            tag("td", line.get("when", "")[5:16].replace("T", " "), cls="bz-nowrap"),
            tag("td", line.get("who", "")),
            tag("td", line.get("what", "")),
            tag(
                "td",
                "　".join(f"{name}: {value[:16]}" for name, value in line.items() if name not in ("when", "who", "what")),
                cls="bz-muted bz-small",
            ),
        )
        for line in lines
    ]
    table = (
        tag(
            "table",
            tag("thead", tag("tr", *[tag("th", say(text)) for text in ("时间", "谁", "做了什么", "文件和去处")])),
            tag("tbody", *rows),
            cls="bz-table",
        )
        if rows
        else tag("p", missing, cls="bz-muted")
    )
    return _part(
        "users",
        say("用户和日志"),
        say("默认只有本机能打开。要给同事用：biganzi serve --host 0.0.0.0 --users 用户文件。日志不记内容。"),
        table,
    )
