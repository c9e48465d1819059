"""Builds the Gradio page: a pane a tab, one handler for all of them, and the programming interface. No tab's content is here."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import BiganziError, InputError
from assistant.ui import chatting, configuring, drafting, intake, judging, markup, reviewing_tab, shelf, top
from assistant.ui.actions import Tab
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event, event_of
from assistant.ui.language import english, language_of, say, speaking
from assistant.ui.loading import load_gradio
from assistant.ui.markup import Html, sprite
from assistant.ui.users import LOCAL, User, UserFile

TABS: tuple[Tab, ...] = (intake.TAB, drafting.TAB, reviewing_tab.TAB, chatting.TAB, shelf.TAB, judging.TAB, configuring.TAB)
_PANES: dict[str, Tab] = {"top": top.TAB, **{tab.name: tab for tab in TABS}}
_ASSETS = Path(__file__).parent / "assets"
#: seconds between two looks at what another window began
_LOOK = 0.7


def build_page(office: Office, users: UserFile | None = None) -> Any:
    """The page as gr.Blocks, ready to be launched; `users` where people have to sign in."""
    load_gradio()
    import gradio as gr

    from assistant.ui.interface import add_interface

    island = (_ASSETS / "island.js").read_text(encoding="utf-8")
    with gr.Blocks(title="笔杆子", fill_width=True, analytics_enabled=False) as page:
        state = gr.State(None)
        gr.HTML(sprite(), apply_default_css=False, js_on_load=None, elem_id="bz-sprite")
        panes = {
            name: gr.HTML(
                value="",
                html_template=_frame(name),
                js_on_load=island,
                apply_default_css=False,
                elem_id=f"bz-{name}",
                elem_classes=["bz-host"],
            )
            for name in _PANES
        }
        outputs = [state, *panes.values()]
        quiet: dict[str, Any] = {"show_progress": "hidden", "queue": True, "api_visibility": "private", "concurrency_limit": None}

        def opened(request: gr.Request) -> Iterator[list[Any]]:
            user = _user(users, request)
            desk = _new_desk(office, user, _language(request), request.query_params.get("p"))
            window = str(request.session_hash)
            while True:
                running = desk.drafting.running
                yield [desk, *_shown(desk, {"draft"}, gr.skip, window)]
                if not running:
                    return
                # another window began what is being written: this one looks how far it is, to the end
                time.sleep(_LOOK)

        # Gradio looks for these types among the function's annotations, which are strings in this file
        opened.__annotations__ = {"request": gr.Request}
        page.load(opened, None, outputs, **quiet)
        for name, pane in panes.items():
            handler = _handler(name, office, users, gr)
            pane.act(handler, [state], outputs, trigger_mode="multiple", **quiet)
        add_interface(gr, office)
    return page


def _handler(name: str, office: Office, users: UserFile | None, gr: Any) -> Any:
    def act(desk: Desk | None, request: gr.Request, sent: gr.EventData) -> Iterator[list[Any]]:
        event = event_of(getattr(sent, "_data", None))
        user = _user(users, request)
        if desk is None or desk.user != user:
            # the server was started anew under an open page, or the user's role changed
            desk = _new_desk(office, user, _language(request), event.project)
        for _ in run(desk, name, event):
            yield [desk, *_shown(desk, {name, event.tab}, gr.skip, str(request.session_hash))]

    act.__annotations__ = {"request": gr.Request, "sent": gr.EventData}
    return act


def run(desk: Desk, name: str, event: Event) -> Iterator[None]:
    """Carry out an event of a pane; yields whenever the page should be shown anew. What goes wrong becomes a note on the page."""
    steps = _steps(desk, name, event)
    while True:
        # every step may run in a context of its own: the language is set for each
        with speaking(desk.language):
            try:
                next(steps)
            except StopIteration:
                return
        yield


def _steps(desk: Desk, name: str, event: Event) -> Iterator[None]:
    action = _PANES[name].actions.get(event.do) if name in _PANES else None
    if action is not None and not desk.user.may(action.role):
        desk.toast(say("您的账号没有这个权限"), "warn")
        action = None
    if action is None:
        yield
        return
    try:
        # what is quick has the desk for itself; what takes long is a generator, whose steps lock for themselves
        with desk.lock:
            _refuse_from_elsewhere(desk, event)
            steps = action.do(desk, event)
        if steps is not None:
            yield from steps
    except BiganziError as error:
        desk.toast(str(error), "err")
    except Exception as error:  # noqa: BLE001 - one failed click must not take the page along
        traceback.print_exc(file=sys.stderr)
        desk.toast(say("这一步没有做成：{error}", error=type(error).__name__), "err")
    yield


def _refuse_from_elsewhere(desk: Desk, event: Event) -> None:
    """Raises InputError for what was clicked or typed while another project was on the page: its ids mean other things here."""
    # what goes into the library belongs to no project
    if event.do in ("open", "import") or event.project in (None, desk.kept.id):
        return
    desk.effect("project", id=desk.kept.id)
    typed = event.fields.get("text", "") if event.do == "edit" else ""
    if typed:
        raise InputError(say("您改的一句没有存上，要用请从这里复制：") + typed)
    raise InputError(say("这里已经换了项目，刚才点的没有做"))


def _shown(desk: Desk, wanted: set[str], skip: Any, window: str) -> list[Any]:
    """The panes' new values. Only those that are seen or were acted on are drawn, and of these those that look as they did are skipped.

    A pane that is not drawn now is drawn when its tab is opened. window: several may show one desk while a draft is being written.
    """
    with desk.lock, speaking(desk.language):
        effects, desk.effects = desk.effects, []
        wanted = {"top", *wanted, *(str(one["tab"]) for one in effects if one["do"] == "tab")}
        values = []
        for name, tab in _PANES.items():
            if name not in wanted:
                values.append(skip())
                continue
            html = _drawn(desk, tab)
            look = hash(html)
            if desk.shown.get((window, name)) == look and not (name == "top" and effects):
                values.append(skip())
                continue
            desk.shown[window, name] = look
            desk.counter += 1
            sent = {"desk": desk.id, "n": desk.counter, "html": html, "effects": effects if name == "top" else []}
            values.append(json.dumps(sent, ensure_ascii=False))
        return values


def _drawn(desk: Desk, tab: Tab) -> Html:
    try:
        return tab.view(desk)
    except Exception as error:  # noqa: BLE001 - one tab that can't be drawn must not take the others along
        if not isinstance(error, BiganziError):
            traceback.print_exc(file=sys.stderr)
        said = str(error) if isinstance(error, BiganziError) else say("这一页没有画出来：{error}", error=type(error).__name__)
        return markup.tag("main", markup.empty("误", say("出了错"), said), cls="bz-work")


def _new_desk(office: Office, user: User, language: Any, project: object) -> Desk:
    desk = Desk(office, user, language, int(str(project)) if str(project or "").isdigit() else None)
    at_work = office.running.get((user.name, desk.kept.id))
    if at_work is not None:
        # a draft is still being written that another page began: this page joins in
        desk = at_work
    desk.effect("project", id=desk.kept.id)
    texts = words_of_the_page()
    desk.effect(
        "words",
        lang="en" if language == "en" else "zh-CN",
        title="Biganzi" if language == "en" else "笔杆子",
        words={text: english().get(text, text) for text in texts} if language == "en" else {},
    )
    return desk


def words_of_the_page() -> Sequence[str]:
    """What the page's own script says."""
    return (
        "已复制",
        "关闭",
        "不了",
        "命令",
        "要做什么",
        "全部按键",
        "有一句还没存上。",
        "再存一次",
        "您改的一句没有存上，要用请从这里复制：",
        "换栏",
        "下一处、上一处待办或问题",
        "改写，或写下一节",
        "停止，回到正文",
        "上一句、下一句",
        "改这一句，存下",
        "撤销刚才的采纳或忽略",
        "清单上下",
        "采纳、忽略一次、不再提示、总是替换",
        "锁定本节",
        "借这句",
        "采用第一个、第二个数",
        "换引用",
        "检索",
    )


def _user(users: UserFile | None, request: Any) -> User:
    if users is None:
        return LOCAL
    name = getattr(request, "username", None)
    user = users.user(name) if name else None
    if user is None:
        raise PermissionError("not signed in")
    return user


def _language(request: Any) -> Any:
    headers: Mapping[str, str] = dict(request.headers) if request is not None else {}
    return language_of(headers.get("accept-language"))


def _frame(name: str) -> str:
    cls = "bz-pane bz-top-pane" if name == "top" else "bz-pane"
    waiting = "" if name == "top" else '<div class="bz-wait" aria-busy="true"><span class="bz-spin"></span></div>'
    return f'<div class="{cls}" id="bz-pane-{name}" data-pane="{name}">{waiting}</div>'
