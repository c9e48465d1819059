"""The endpoint's key: saved in a keyring, there after a restart, deleted; never on the page, in a project, a setting or a log."""

from __future__ import annotations

import base64
import os
import zipfile
from io import BytesIO

import keyring
import pytest
from keyring.backends import fail, null

from assistant.settings import Settings
from assistant.ui import keys, page
from assistant.ui.desk import Desk, Office
from assistant.ui.event import Event
from assistant.ui.users import User
from assistant.workspace import Workspace
from tests.file_keyring import PLACE, FileKeyring, Forgetful, Locked, Stubborn

KEY = "sk-test-7b41c0d2e9f8a6"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(PLACE, str(tmp_path / "keyring.json"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(keys, "_from_keyring", False)
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "keyring.json"
    keyring.set_keyring(before)
    os.environ.pop("OPENAI_API_KEY", None)


@pytest.fixture
def desk(file, tmp_path):
    (tmp_path / "uploads").mkdir()
    return Desk(Office.open(Workspace(Settings(library=str(tmp_path / "library"))), tmp_path / "uploads"))


def restart(monkeypatch):
    """What a new process finds: nothing in the environment, nothing remembered."""
    # not by monkeypatch, which would put back at the end what the page has put there
    os.environ.pop("OPENAI_API_KEY", None)
    monkeypatch.setattr(keys, "_from_keyring", False)


def act(desk, do, pane="settings", **data):
    desk.effects.clear()
    for _ in page.run(desk, pane, Event(do, dict(data), dict(data))):
        pass
    return [effect for effect in desk.effects if effect["do"] in ("toast", "download")]


def shown(desk):
    return "".join(str(tab.view(desk)) for tab in page.TABS)


def test_saved_read_after_a_restart_deleted(file, monkeypatch):
    assert keys.available()
    assert keys.where() == "nowhere"
    assert keys.put(KEY)
    assert keys.where() == "keyring"
    restart(monkeypatch)
    assert keys.where() == "nowhere"
    keys.bring_out()
    assert keys.where() == "keyring"
    assert Workspace(Settings(model="m", base_url="http://127.0.0.1:9/v1")).endpoint().api_key == KEY
    assert keys.remove()
    assert keys.where() == "nowhere"
    assert KEY not in file.read_text()
    restart(monkeypatch)
    keys.bring_out()
    assert keys.where() == "nowhere"
    assert keys.remove(), "where there is none, there is nothing left to do"


def test_the_environment_wins_and_stays(file, monkeypatch):
    assert keys.put(KEY)
    restart(monkeypatch)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    keys.bring_out()
    assert keys.where() == "environment"
    assert keys.remove()
    assert keys.where() == "environment", "what the environment brought is not the keyring's to take"
    assert KEY not in file.read_text()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Locked, Forgetful])
def test_a_keyring_that_keeps_nothing_is_none(file, monkeypatch, capsys, backend):
    keyring.set_keyring(backend())
    assert not keys.put(KEY)
    assert keys.where() == "nowhere"
    keys.bring_out()
    assert keys.where() == "nowhere"
    told = capsys.readouterr()
    assert KEY not in told.out + told.err


def test_a_key_that_can_not_be_deleted_is_said_to_be_there(desk, monkeypatch):
    keyring.set_keyring(Stubborn())
    act(desk, "key", key=KEY)
    told = act(desk, "drop-key")
    assert "没有删掉" in told[0]["text"]
    assert keys.where() == "keyring"


def test_the_page_takes_it_and_never_shows_it(desk, file, tmp_path, capsys):
    assert "没有密钥" in shown(desk)
    told = act(desk, "key", key=f"  {KEY}\n")
    assert told[0]["text"] == "密钥已存进系统钥匙串，这里不显示"
    assert KEY in file.read_text()
    html = shown(desk)
    assert "存在系统钥匙串，这里不显示" in html
    packed = base64.b64decode(next(one["data"] for one in act(desk, "export-project", pane="top") if one["do"] == "download"))
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    printed = capsys.readouterr()
    everywhere = html + inside.decode("utf-8", "replace") + printed.out + printed.err + "".join(str(one) for one in desk.effects)
    everywhere += "".join(
        path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file() and path != file
    )
    assert KEY not in everywhere
    assert "更换密钥" in (desk.office.folder / "audit.jsonl").read_text(encoding="utf-8")
    assert act(desk, "drop-key")[0]["text"] == "密钥已从钥匙串里删掉"
    assert "没有密钥" in shown(desk)
    assert "删除密钥" in (desk.office.folder / "audit.jsonl").read_text(encoding="utf-8")


def test_only_an_admin_may(desk):
    writer = Desk(desk.office, User("李欣", "writer"))
    act(writer, "key", key=KEY)
    assert keys.where() == "nowhere"
    act(desk, "key", key=KEY)
    act(writer, "drop-key")
    assert keys.where() == "keyring"
    assert 'name="key"' not in shown(writer)


@pytest.mark.parametrize("wrong", ["sk test", "密钥", "sk-a\r\nX-Evil: 1", ""])
def test_what_can_be_no_key_is_refused(desk, wrong):
    told = act(desk, "key", key=wrong)
    assert told[0]["kind"] == "err"
    assert keys.where() == "nowhere"


def test_without_a_keyring_the_page_says_what_to_do(desk):
    keyring.set_keyring(fail.Keyring())
    html = shown(desk)
    assert "这台机器没有系统钥匙串：要用密钥，先设环境变量 OPENAI_API_KEY，再启动。" in html
    assert 'name="key"' not in html
    assert "没有可用的钥匙串" in act(desk, "key", key=KEY)[0]["text"]


def test_a_key_beside_one_of_the_environment_is_told(desk, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    told = act(desk, "key", key=KEY)
    assert "下次启动以它为准" in told[1]["text"]
