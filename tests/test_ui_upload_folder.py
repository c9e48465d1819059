"""Where uploads wait: a folder of each running page, gone with it however it ends, and never another page's."""

from __future__ import annotations

import json
import signal
import urllib.request
import uuid

import pytest

from assistant.ui.event import Event
from assistant.ui.upload_folder import open_folder
from assistant.ui.uploads import MOST_FILES, receive
from tests.page_server import Server


def sent(server: Server, name: str) -> str:
    """Upload a text as the page's script does; where the server put it."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
    body = f"{head}全年招商项目12个。\r\n--{mark}--\r\n".encode()
    request = urllib.request.Request(f"{server.url}/gradio_api/upload", body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.load(answer)[0])


def folders(server: Server) -> list:
    return [one for one in (server.folder / "desk" / "uploads").iterdir() if one.is_dir()]


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT"])
def test_gone_when_the_page_ends(tmp_path, way):
    server = Server(tmp_path)
    server.start()
    try:
        path = sent(server, "招商局.txt")
        (folder,) = folders(server)
        assert path.startswith(str(folder))
        server.process.send_signal(getattr(signal, way))
        server.process.wait(20)
    finally:
        server.stop()
    assert folders(server) == []
    assert "Traceback" not in server.log


def test_what_a_killed_page_left_goes_with_the_next_start_and_a_running_page_keeps_its_own(tmp_path):
    first, second = Server(tmp_path), Server(tmp_path)
    first.start()
    try:
        sent(first, "招商局.txt")
        first.process.kill()
        first.process.wait()
        (left,) = folders(first)
        first.start()
        (held,) = folders(first)
        assert held != left
        path = sent(first, "规划局.txt")
        second.start()
        assert len(folders(second)) == 2
        assert held in folders(second)
        with open(path, encoding="utf-8") as file:
            assert "12个" in file.read()
    finally:
        first.stop()
        second.stop()
    assert folders(first) == []


def test_removed_twice_is_no_harm(tmp_path):
    folder = open_folder(tmp_path)
    folder.remove()
    folder.remove()
    assert not folder.path.exists()


def test_neither_taken_nor_refused_files_stay(tmp_path):
    names = ["好的.txt", "空的.txt", "别的.exe", *(f"{number}.txt" for number in range(MOST_FILES + 1))]
    for name in names:
        (tmp_path / name).write_text("" if name == "空的.txt" else "全年招商项目12个。", encoding="utf-8")
    outside = tmp_path.parent / "别人的.txt"
    outside.write_text("不是上传的", encoding="utf-8")
    entries = [*({"name": name, "path": str(tmp_path / name)} for name in names), {"name": "别人的.txt", "path": str(outside)}]
    got = receive(Event("upload", files=tuple(entries)), {".txt"}, tmp_path)
    assert len(got.files) == MOST_FILES
    assert len(got.refused) == 5
    assert list(tmp_path.iterdir()) == []
    assert outside.exists()
