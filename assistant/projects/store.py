"""The store of projects: SQLite by default, any database that SQLAlchemy reaches by its address. One door for SQLAlchemy.

A save names the revision it was made from. Where another window has saved since, nothing is written and the caller is told.
A project belongs to its owner; nobody else finds it.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from assistant.errors import InputError
from assistant.projects.codec import from_json, to_json
from assistant.projects.project import Project

_METADATA = sa.MetaData()
_PROJECTS = sa.Table(
    "projects",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("owner", sa.String(80), nullable=False, index=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("saved", sa.String(32), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
_FILES = sa.Table(
    "files",
    _METADATA,
    sa.Column("owner", sa.String(80), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
_DESKS = sa.Table("desks", _METADATA, sa.Column("owner", sa.String(80), primary_key=True), sa.Column("project", sa.Integer, nullable=False))


class Clash(InputError):
    """Another window saved the project first; `kept` is what it saved."""

    def __init__(self, kept: Kept) -> None:
        super().__init__("另一个窗口先存了")
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of projects."""

    id: int
    name: str
    saved: str
    revision: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A project as it is in the store."""

    id: int
    revision: int
    saved: str
    project: Project


class ProjectStore:
    """Projects of all users. Safe to use from several threads and processes."""

    def __init__(self, address: str) -> None:
        # the driver that the postgres extra brings; SQLAlchemy's own default is another one
        address = re.sub(r"^postgres(?:ql)?://", "postgresql+psycopg://", address)
        self.address = address
        if address.startswith("sqlite:///"):
            Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        try:
            self._engine: Engine = sa.create_engine(address, pool_pre_ping=True, **_sqlite_options(address))
        except ModuleNotFoundError as error:
            raise InputError(f"{self._place()}：缺少 {error.name}；pip install 'biganzi[postgres]'") from None
        except sa.exc.ArgumentError:
            raise InputError("项目库的地址不对；例：postgresql://用户:密码@主机/库名") from None
        with self._asked() as connection:
            _METADATA.create_all(connection)

    @classmethod
    def in_folder(cls, folder: Path) -> ProjectStore:
        """The store in a file of a folder. Raises InputError where it can't be written."""
        return cls(f"sqlite:///{folder / 'projects.db'}")

    def entries(self, owner: str) -> list[Entry]:
        """The user's projects, the last saved first."""
        query = sa.select(_PROJECTS.c.id, _PROJECTS.c.name, _PROJECTS.c.saved, _PROJECTS.c.revision)
        with self._asked() as connection:
            rows = connection.execute(query.where(_PROJECTS.c.owner == owner).order_by(_PROJECTS.c.saved.desc(), _PROJECTS.c.id.desc()))
            return [Entry(*row) for row in rows]

    def add(self, owner: str, project: Project) -> Kept:
        """Put a new project in."""
        now = _now()
        with self._asked() as connection:
            made = connection.execute(
                _PROJECTS.insert().values(owner=owner, name=_shown(project), revision=1, saved=now, body=to_json(project))
            )
            key = made.inserted_primary_key
        assert key is not None
        return Kept(int(key[0]), 1, now, project)

    def load(self, owner: str, id: int) -> Kept:
        """A project of this user. Raises InputError where there is none."""
        with self._asked() as connection:
            return self._load(connection, owner, id)

    def save(self, owner: str, id: int, project: Project, revision: int) -> Kept:
        """Save what was made from that revision. Raises Clash where another has been saved since."""
        now = _now()
        with self._asked() as connection:
            here = _PROJECTS.c.id == id, _PROJECTS.c.owner == owner, _PROJECTS.c.revision == revision
            changed = connection.execute(
                _PROJECTS.update().where(*here).values(name=_shown(project), revision=revision + 1, saved=now, body=to_json(project))
            )
            if changed.rowcount != 1:
                raise Clash(self._load(connection, owner, id))
        return Kept(id, revision + 1, now, project)

    def remove(self, owner: str, id: int) -> None:
        """Delete a project; its files go when no other project of the user holds them. Raises InputError where there is none."""
        with self._asked() as connection:
            gone = self._load(connection, owner, id)
            connection.execute(_PROJECTS.delete().where(_PROJECTS.c.id == id, _PROJECTS.c.owner == owner))
            bodies = connection.execute(sa.select(_PROJECTS.c.body).where(_PROJECTS.c.owner == owner)).scalars().all()
            needed = {hash_ for body in bodies for hash_ in hashes_of(from_json(body))}
            for hash_ in hashes_of(gone.project) - needed:
                connection.execute(_FILES.delete().where(_FILES.c.owner == owner, _FILES.c.sha256 == hash_))

    def put_file(self, owner: str, content: bytes) -> str:
        """Keep a file's content; returns its hash. The same content is kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._asked() as connection:
            known = connection.execute(sa.select(_FILES.c.sha256).where(_FILES.c.owner == owner, _FILES.c.sha256 == sha256)).first()
            if known is None:
                connection.execute(_FILES.insert().values(owner=owner, sha256=sha256, content=content))
        return sha256

    def drop_unused(self, owner: str, sha256: str) -> bool:
        """Let a file go that no project of the user holds any more; whether it is gone."""
        with self._asked() as connection:
            bodies = connection.execute(sa.select(_PROJECTS.c.body).where(_PROJECTS.c.owner == owner)).scalars().all()
            if any(sha256 in hashes_of(from_json(body)) for body in bodies if sha256 in body):
                return False
            connection.execute(_FILES.delete().where(_FILES.c.owner == owner, _FILES.c.sha256 == sha256))
            return True

    def file(self, owner: str, sha256: str) -> bytes:
        """A file's content. Raises InputError where this user has no such file."""
        with self._asked() as connection:
            found = connection.execute(sa.select(_FILES.c.content).where(_FILES.c.owner == owner, _FILES.c.sha256 == sha256)).scalar()
        if found is None:
            raise InputError("项目里的文件不在了，请重新上传")
        return bytes(found)

    def last_open(self, owner: str) -> int | None:
        """The project that was open last."""
        with self._asked() as connection:
            return connection.execute(sa.select(_DESKS.c.project).where(_DESKS.c.owner == owner)).scalar()

    def set_open(self, owner: str, id: int) -> None:
        """Note which project is open."""
        with self._asked() as connection:
            if connection.execute(_DESKS.update().where(_DESKS.c.owner == owner).values(project=id)).rowcount == 0:
                with contextlib.suppress(sa.exc.IntegrityError):
                    connection.execute(_DESKS.insert().values(owner=owner, project=id))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _load(self, connection: Connection, owner: str, id: int) -> Kept:
        row = connection.execute(sa.select(_PROJECTS).where(_PROJECTS.c.id == id, _PROJECTS.c.owner == owner)).mappings().first()
        if row is None:
            raise InputError("没有这个项目")
        return Kept(row["id"], row["revision"], row["saved"], from_json(row["body"]))

    @contextlib.contextmanager
    def _asked(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            reason = " ".join(str(error.orig).split())
            raise InputError(f"项目存不进去（{reason}）：{self._place()}") from None

    def _place(self) -> str:
        # an address may hold a password
        return sa.make_url(self.address).render_as_string(hide_password=True)


def hashes_of(project: Project) -> set[str]:
    """The files that a project holds."""
    own = [*project.sources, project.previous_file, project.review.file if project.review else None]
    return {source.sha256 for source in own if source is not None}


def _shown(project: Project) -> str:
    # PostgreSQL takes no NUL in a text; the project itself lies there as JSON, which escapes it
    return project.name.replace("\0", "")


def _now() -> str:
    return datetime.datetime.now().isoformat(timespec="seconds")


def _sqlite_options(address: str) -> dict[str, Any]:
    return {"connect_args": {"timeout": 30}} if address.startswith("sqlite") else {}


def names(entries: Sequence[Entry]) -> set[str]:
    """The names that are taken."""
    return {entry.name for entry in entries}
