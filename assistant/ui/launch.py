"""Starts the page's server: address, sign-in, limits, what is put into the page's head. No page content here."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import ipaddress
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import BiganziError, InputError
from assistant.ui.desk import Office, desk_folder
from assistant.ui.upload_folder import UploadFolder, open_folder
from assistant.ui.users import UserFile
from assistant.workspace import Workspace

_ASSETS = Path(__file__).parent / "assets"
PORT = 7860
#: of mallopt(3)
_M_ARENA_MAX = -8


def serve(
    workspace: Workspace,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    users: Path | None = None,
    no_auth: bool = False,
    projects: str = "",
    block: bool = True,
) -> Any:
    """Open the page; returns Gradio's app when not blocking. Raises InputError for an address open to all, or a port in use."""
    if not is_loopback(host) and users is None and not no_auth:
        raise InputError(f"--host {host} 会让别的电脑也能打开：请用 --users 指定用户文件，或明确写 --no-auth")
    people = UserFile(users) if users is not None else None
    if people is not None:
        people.user("")
    uploads = open_folder(desk_folder(workspace.settings))
    atexit.register(uploads.remove)
    os.environ["GRADIO_TEMP_DIR"] = str(uploads.path)
    # a proxy named in the environment is none of the loopback's business
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, (os.environ.get(name, ""), "127.0.0.1,localhost")))
    from assistant.checks.beside import Beside
    from assistant.ui import keys
    from assistant.ui.limits import middleware
    from assistant.ui.page import build_page

    workspace.beside = Beside()
    # seconds that a draft may keep the interpreter to itself while the page waits to answer a click; Python's own is 0.005
    sys.setswitchinterval(0.001)
    few_heaps()
    keys.bring_out()
    office = Office.open(workspace, uploads.path, projects)
    page = build_page(office, people)
    page.queue(max_size=200, default_concurrency_limit=8)
    if block:
        # before it answers: from then on there may be uploads
        _clear_when_told_to_stop(uploads)
    app = launch(page, host, port, people, middleware(), office)
    if block:
        page.block_thread()
    return app


def _clear_when_told_to_stop(uploads: UploadFolder) -> None:
    """SIGTERM ends the process at once, but with the uploads cleared away."""

    def leave(number: int, _frame: object) -> None:
        uploads.remove()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    signal.signal(signal.SIGTERM, leave)


def few_heaps() -> bool:
    """Have the C library of Linux serve all threads from two heaps; False where it has no such setting. Threads started before keep theirs.

    By default it makes up to eight for each core, and what is freed in one is not used for the others: the page's threads, which take turns
    anyhow, held 40 MB of freed memory after a few dozen visits, more with every hour.
    """
    with contextlib.suppress(OSError, AttributeError):
        return sys.platform == "linux" and bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2))
    return False


def _signing_in(users: UserFile, office: Office) -> Callable[[str, str], bool]:
    def check(name: str, password: str) -> bool:
        right = users.check(name, password)
        # what was typed for a name may be anything: only names that are users' are written down
        known = name if users.user(name) else "?"
        office.audit.record(known, "登录" if right else "登录失败")
        return right

    return check


def _warm(workspace: Workspace) -> None:
    """Load what the first click of each tab would otherwise wait for; nothing outside of this machine is asked for it."""
    with contextlib.suppress(BiganziError):
        workspace.library.reports()
        workspace.examine(workspace.parse("总结\n一、总结\n全年完成产值1亿元，同比增长1%。\n"))
        workspace.offline_engine()
        from assistant.writing import briefing, drafting  # noqa: F401

        if workspace.library.embedding.is_lexical and not workspace.settings.library.startswith(("http://", "https://")):
            workspace.search("工作", 1)


def launch(page: Any, host: str, port: int, users: UserFile | None, middleware: list[Any], office: Office) -> Any:
    """Hand the built page to Gradio's server."""
    from assistant.ui.uploads import MOST_BYTES

    try:
        app, _, _ = page.launch(
            server_name=host,
            server_port=port,
            share=False,
            quiet=True,
            show_error=False,
            prevent_thread_lock=True,
            ssr_mode=False,
            inbrowser=False,
            theme=theme(),
            head=head(),
            footer_links=[],
            favicon_path=str(_ASSETS / "icon.svg"),
            max_file_size=MOST_BYTES,
            i18n=languages(),
            auth=_signing_in(users, office) if users is not None else None,
            auth_message=sign_in(),
            allowed_paths=[],
            blocked_paths=["/"],
            enable_monitoring=False,
            # else the browser keeps the texts of public calls
            run_history=False,
            app_kwargs={"middleware": middleware, "docs_url": None, "redoc_url": None},
            max_threads=40,
            # pages open at once; a desk that is dropped is made anew from its project. What is over goes before: assistant/ui/sessions.py
            state_session_capacity=500,
            pwa=False,
        )
    except OSError:
        raise InputError(f"{host}:{port} 已经被占用；换一个端口：biganzi serve --port {port + 1}") from None
    print(f"笔杆子已打开：http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}", file=sys.stderr, flush=True)
    threading.Thread(target=_warm, args=(office.workspace,), daemon=True).start()
    return app


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def theme() -> Any:
    """Gradio's own parts in system fonts; colours come from the tokens."""
    import gradio as gr

    fonts = ["Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "Consolas", "monospace"]).set(
        body_background_fill="var(--bz-desk)",
        body_background_fill_dark="var(--bz-desk)",
        block_background_fill="transparent",
        button_primary_background_fill="var(--bz-ink)",
        button_primary_text_color="var(--bz-on-ink)",
        button_primary_background_fill_dark="var(--bz-ink)",
        button_primary_text_color_dark="var(--bz-on-ink)",
    )


def head() -> str:
    """Style and script of the page, inside the page itself: nothing more to be fetched."""
    styles = "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("style.css", "frame.css"))
    script = "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("page.js", "typed.js"))
    return f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<style>{styles}</style>\n<script>{script}</script>'


def sign_in() -> str:
    """What stands over the sign-in fields, with the style of that page: before sign-in Gradio gives out nothing else of ours."""
    style = (_ASSETS / "login.css").read_text(encoding="utf-8")
    return f'<style>{style}</style><div class="bz-sign"><i>笔</i>笔杆子</div><p>用管理员给您的账号登录。连错五次要等一分钟。</p>'


def languages() -> Any:
    """The page's texts for Gradio's own parts."""
    import gradio as gr

    from assistant.ui.language import gradio_table

    return gr.I18n(**gradio_table())
