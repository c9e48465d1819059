"""What the page lets in: names and uploads, how much in what time, and whose share it is; what it does with it is in test_ui_parts."""

from __future__ import annotations

import asyncio

import pytest

from assistant.ui.event import Event
from assistant.ui.limits import Guard, Meter
from assistant.ui.uploads import MOST_BYTES, NOTES, clean_name, receive


def statuses(calls, *, most_of_an_address=None):
    """What each of these calls is answered, with two of a kind let through; every answer carries the page's policy."""
    sent: list[int] = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def note(message):
        if message["type"] == "http.response.start":
            sent.append(message["status"])
            assert any(name == b"content-security-policy" for name, _ in message["headers"])

    guard = Guard(app, Meter(2), Meter(2))
    if most_of_an_address is not None:
        guard.address = Meter(most_of_an_address)
    for path, method, client, headers in calls:
        scope = {"type": "http", "path": path, "method": method, "client": (client, 1), "headers": list(headers.items())}
        asyncio.run(guard(scope, None, note))
    assert len(sent) == len(calls)
    return sent


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\素材.docx", "素材.docx"),
        ("\0\n.md", "文件.md"),
        ("." * 5, "文件"),
        ("a" * 300 + ".TXT", "a" * 80 + ".txt"),
        ("<img>.md", "_img_.md"),
    ],
)
def test_a_name_is_never_a_path(name, kept):
    made = clean_name(name)
    assert made == kept or (not set(made) & set("/\\\0\n<>") and not made.startswith("."))


def test_receive_takes_only_what_lies_in_the_upload_folder(tmp_path):
    root = tmp_path / "uploads"
    root.mkdir()
    (root / "好.md").write_text("- 一", encoding="utf-8")
    (root / "空.md").write_bytes(b"")
    (root / "坏.docx").write_bytes(b"no zip")
    (root / "大.txt").write_bytes(b"a" * (MOST_BYTES + 1))
    (tmp_path / "secret.md").write_text("秘密", encoding="utf-8")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    paths = [
        root / "好.md",
        root / "空.md",
        root / "坏.docx",
        root / "大.txt",
        tmp_path / "secret.md",
        root / "link.md",
        root / "../secret.md",
    ]
    got = receive(Event("x", files=tuple({"path": str(path), "name": path.name} for path in paths)), NOTES, root)
    assert [upload.name for upload in got.files] == ["好.md"]
    assert len(got.refused) == len(paths) - 1


def test_the_meter_lets_through_what_it_says():
    now = [0.0]
    meter = Meter(2, 10.0, lambda: now[0])
    assert [meter.allows("a") for _ in range(3)] == [True, True, False]
    assert meter.allows("b")
    now[0] = 11.0
    assert meter.allows("a")


@pytest.mark.parametrize(
    ("path", "method", "length", "times", "status"),
    [
        ("/gradio_api/call/check", "POST", "10", 3, 429),
        ("/login", "POST", "10", 3, 429),
        ("/gradio_api/upload", "POST", str(MOST_BYTES * 2), 1, 413),
        ("/theme.css", "GET", "0", 50, 200),
        ("/gradio_api/upload", "POST", "x", 1, 413),
    ],
)
def test_the_guard_refuses_what_is_too_much(path, method, length, times, status):
    sent = statuses([(path, method, "10.0.0.1", {b"content-length": length.encode()})] * times)
    assert sent[-1] == status


def test_people_behind_one_proxy_do_not_use_up_each_others_share():
    cookies = [{b"cookie": f"x=1; access-token-unsecure-z={name}".encode()} for name in ("a", "a", "a", "b")]
    assert statuses([("/gradio_api/queue/join", "POST", "127.0.0.1", cookie) for cookie in cookies]) == [200, 200, 429, 200]


@pytest.mark.parametrize(("client", "cookie", "served"), [("127.0.0.1", "", 3), ("127.0.0.1", "access-token-x=a", 2), ("10.0.0.7", "", 2)])
def test_programs_of_this_machine_share_the_address_s_share(client, cookie, served):
    headers = {b"cookie": cookie.encode()} if cookie else {}
    # fetching an answer is no work
    methods = ("POST", "GET", "POST", "GET", "POST", "POST")
    sent = statuses([("/gradio_api/call/check/1", method, client, headers) for method in methods], most_of_an_address=3)
    assert sent.count(429) == 4 - served
