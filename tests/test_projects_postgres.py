"""The project store on a real PostgreSQL server, started for this on the loopback; skipped loudly where none is installed."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.projects.project import Project, Source
from assistant.projects.store import Clash, ProjectStore


def programs() -> Path | None:
    """Where initdb and postgres are."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    here = found[-1] if found else shutil.which("initdb")
    return Path(here).parent if here else None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    tools = programs()
    if tools is None:
        pytest.skip("POSTGRESQL IS NOT INSTALLED: the project store is tested on SQLite only; apt-get install postgresql")
    pytest.importorskip("psycopg")
    # PostgreSQL refuses to run as root
    user = {"user": "nobody", "group": "nogroup"} if os.name == "posix" and os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="biganzi-pg-"))
    try:
        if user:
            shutil.chown(folder, **user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        data, quiet = folder / "data", {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        initdb = [tools / "initdb", "-D", data, "-A", "trust", "-U", "office", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, cwd=folder, **user, **quiet)
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        server = subprocess.Popen([tools / "postgres", "-D", data, "-p", str(port), *options], cwd=folder, **user, **quiet)
        try:
            ready = [tools / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-U", "office"]
            deadline = time.monotonic() + 60
            # a port that is open may still say that the server is starting up
            while subprocess.run(ready, check=False, **quiet).returncode:
                assert server.poll() is None, "PostgreSQL ended at its start"
                assert time.monotonic() < deadline, "PostgreSQL is not ready after a minute"
                time.sleep(0.1)
            yield f"postgresql://office@127.0.0.1:{port}/postgres"
        finally:
            # the fast way down, which does not wait for clients
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_projects_are_kept_and_found_again(address: str) -> None:
    store = ProjectStore(address)
    sha256 = store.put_file("甲", "素材".encode())
    kept = store.add("甲", Project(name="总结\x00一", unit="榆湾经济开发区", year=2025, sources=(Source("甲.md", sha256, 6),)))
    store.set_open("甲", kept.id)
    store.close()
    again = ProjectStore(address)
    assert again.load("甲", kept.id).project == kept.project
    assert again.last_open("甲") == kept.id
    assert again.file("甲", sha256) == "素材".encode()
    assert [entry.id for entry in again.entries("甲")] == [kept.id]
    assert again.entries("乙") == []
    with pytest.raises(InputError):
        again.load("乙", kept.id)
    again.close()


def test_the_later_of_two_saves_is_told(address: str) -> None:
    one, two = ProjectStore(address), ProjectStore(address)
    kept = one.add("丙", Project(name="一"))
    saved = one.save("丙", kept.id, Project(name="二"), kept.revision)
    with pytest.raises(Clash):
        two.save("丙", kept.id, Project(name="三"), kept.revision)
    assert two.load("丙", kept.id).project.name == "二"
    two.save("丙", kept.id, Project(name="三"), saved.revision)
    two.remove("丙", kept.id)
    with pytest.raises(InputError):
        one.load("丙", kept.id)
    one.close()
    two.close()


def test_an_address_that_answers_nothing_is_one_line_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(InputError) as caught:
        ProjectStore("postgresql://office:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value).strip()
