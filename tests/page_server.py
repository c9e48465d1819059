"""Starts the page as a user would, on a free port and in folders of its own, and opens it in a browser that notes every request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; tests/install_system_packages.sh installs it"),
]


@dataclass
class Server:
    """A running page. start and stop may be called again: the folders stay."""

    folder: Path
    options: Sequence[str] = ()
    extra: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[str] | None = None
    seconds: float = 0.0

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the developer's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "BIGANZI", "XDG", "GRADIO"))}
        home = str(self.folder)
        return {
            **kept,
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "BIGANZI_LIBRARY": str(self.folder / "library"),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            **self.extra,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a biganzi command beside it."""
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self) -> None:
        """Start and wait until it answers."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "serve", "--port", str(self.port), *self.options],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "serve.log").open("a"),
            text=True,
        )
        while time.monotonic() - began < 120:
            if self.process.poll() is not None:
                raise AssertionError((self.folder / "serve.log").read_text())
            try:
                with urllib.request.urlopen(f"{self.url}/", timeout=5):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        self.seconds = time.monotonic() - began

    def stop(self) -> None:
        """Stop it as Ctrl-C would."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    @property
    def log(self) -> str:
        """What it said on standard error."""
        return (self.folder / "serve.log").read_text()


@dataclass
class Watch:
    """What a page did: addresses outside of the server, and errors on its console."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def browser() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def open_page(browser, server: Server, path: str = "", *, width: int = 1440, height: int = 960, watch: Watch | None = None, **options):  # type: ignore[no-untyped-def]
    """A new window of its own at the page's address; `watch` notes requests and errors."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=options.pop("locale", "zh-CN"), accept_downloads=True, **options
    )
    page = context.new_page()
    page.set_default_timeout(40_000)
    if watch is not None:
        own = (server.url, "data:", "blob:")
        page.on("request", lambda request: None if request.url.startswith(own) else watch.outside.append(request.url))
        page.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.goto(f"{server.url}/{path}")
    return page


def go(page, tab: str) -> None:  # type: ignore[no-untyped-def]
    """Open a tab by its name on the bar."""
    page.locator(".bz-top").get_by_role("tab", name=tab).click()
