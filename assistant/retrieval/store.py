"""The source of truth of a library: originals, documents and chunks in one SQLite file. No search and no index here.

One writer at a time holds `write.lock`; readers never wait (write-ahead log). A report goes in, or is replaced, in one
transaction, so a process killed at any moment leaves it whole or absent. Every change raises `generation`, which is how
the indexes and other processes notice.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.domain.document import Chunk, Document
from assistant.errors import LibraryBusy, LibraryError, LibraryVersionError
from assistant.retrieval.report import Report, document_from_json, document_to_json

SCHEMA = 1
_APPLICATION = 0x42475A31  # "BGZ1": tells our file from any other SQLite file
_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
  sha256 TEXT NOT NULL, parser TEXT NOT NULL, title TEXT NOT NULL, year INTEGER, plan_year INTEGER, unit TEXT NOT NULL,
  kind TEXT NOT NULL, chars INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, ingested TEXT NOT NULL);
CREATE TABLE voices (
  report INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, title TEXT NOT NULL, year INTEGER, plan_year INTEGER,
  unit TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE texts (report INTEGER PRIMARY KEY, original BLOB NOT NULL, text BLOB NOT NULL, document BLOB NOT NULL);
CREATE TABLE chunks (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL, position INTEGER NOT NULL, part TEXT NOT NULL,
  topic TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  title TEXT NOT NULL, year INTEGER, unit TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE vectors (embedding TEXT NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (embedding, digest)) WITHOUT ROWID;
INSERT INTO meta VALUES ('generation', '0'), ('next', '1'), ('id', '');
PRAGMA user_version = {SCHEMA};
PRAGMA application_id = {_APPLICATION};
"""
_REPORT = "number, id, key, source, sha256, parser, title, year, plan_year, unit, kind, chars, first, last, ingested"
_CHUNK = (
    "c.seq, c.id, r.id, r.source, c.title, c.year, c.unit, c.kind, c.part, c.topic, c.headings, c.text, c.start, c.stop, c.position"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What the indexes need of a chunk. `context` (title and heading path) stands in front of it when it is searched."""

    seq: int
    id: str
    part: str
    topic: str
    context: str
    text: str


class Store:
    """The chunk store of one folder; nothing is created before the first write. Safe to use from several threads."""

    def __init__(self, folder: Path, wait: float = 60.0) -> None:
        self.folder = folder
        self.path = folder / "library.sqlite3"
        self.wait = wait
        self._connection: sqlite3.Connection | None = None
        self._guard = threading.RLock()

    # reading

    def state(self) -> tuple[str, int, int]:
        """(identity of the store, generation, last chunk number ever given); ("", 0, 0) where nothing was ever written."""
        values = dict(self._read("SELECT key, value FROM meta"))
        return str(values.get("id", "")), int(values.get("generation", 0)), int(values.get("next", 1)) - 1

    def reports(self) -> list[Report]:
        """All reports, oldest entry first."""
        return [Report(*row) for row in self._read(f"SELECT {_REPORT} FROM reports ORDER BY number")]

    def voices(self) -> list[Report]:
        """The reports once more, one that holds several texts taken apart: each entry with the unit and year of its own chunks."""
        reports = {report.number: report for report in self.reports()}
        rows = self._read("SELECT report, first, last, title, year, plan_year, unit, kind FROM voices ORDER BY first")
        names = ("first", "last", "title", "year", "plan_year", "unit", "kind")
        return [replace(reports[row[0]], **dict(zip(names, row[1:], strict=True))) for row in rows if row[0] in reports]

    def find(self, key: str) -> Report | None:
        """The report that came from this key."""
        rows = self._read(f"SELECT {_REPORT} FROM reports WHERE key = ?", (key,))
        return Report(*rows[0]) if rows else None

    def document(self, number: int) -> Document | None:
        """The document as it was read, with its original text."""
        rows = self._read("SELECT original, text, document FROM texts WHERE report = ?", (number,))
        if not rows:
            return None
        original, text, content = (zlib.decompress(blob).decode("utf-8", "surrogatepass") for blob in rows[0])
        return document_from_json(content, original, text)

    def chunks(self, seqs: Sequence[int]) -> dict[int, Chunk]:
        """Chunks by running number; numbers that are gone are left out."""
        found: dict[int, Chunk] = {}
        for start in range(0, len(seqs), 500):
            part = list(seqs[start : start + 500])
            marks = ",".join("?" * len(part))
            rows = self._read(f"SELECT {_CHUNK} FROM chunks c JOIN reports r ON r.number = c.report WHERE c.seq IN ({marks})", part)
            found.update((row[0], _chunk(row)) for row in rows)
        return found

    def chunks_where(self, **wanted: Any) -> list[Chunk]:
        """Chunks in report and text order; wanted: report (id), year, unit, kind, part, topic, each only when not empty."""
        columns = {"report": "r.id", "year": "c.year", "unit": "c.unit", "kind": "c.kind", "part": "c.part", "topic": "c.topic"}
        clauses = [f"{columns[name]} = ?" for name, value in wanted.items() if value not in (None, "")]
        values = [value for value in wanted.values() if value not in (None, "")]
        where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
        query = f"SELECT {_CHUNK} FROM chunks c JOIN reports r ON r.number = c.report {where} ORDER BY r.number, c.position"
        return [_chunk(row) for row in self._read(query, values)]

    def rows(self, first: int, last: int) -> list[Row]:
        """What the indexes need of the live chunks numbered first to last, both included."""
        query = """SELECT seq, id, part, topic, title, unit, headings, text FROM chunks WHERE seq BETWEEN ? AND ? ORDER BY seq"""
        return [
            Row(seq, id, part, topic, context_of(title, unit, json.loads(headings)), text)
            for seq, id, part, topic, title, unit, headings, text in self._read(query, (first, last))
        ]

    # writing

    def replace(self, report: dict[str, Any], document: Document, chunks: Sequence[Chunk]) -> Report:
        """Put a report in, in place of the one with the same key; one transaction. `report` lacks number, first, last, ingested."""
        with self.writing() as connection:
            self._delete(connection, "key", report["key"])
            first = int(connection.execute("SELECT value FROM meta WHERE key = 'next'").fetchone()[0])
            values = {**report, "first": first, "last": first + len(chunks) - 1,
                      "ingested": datetime.now(UTC).isoformat(timespec="seconds")}
            names = ", ".join(values)
            number = connection.execute(
                f"INSERT INTO reports ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values())).lastrowid
            blobs = [zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
                     for text in (document.original, document.text, document_to_json(document))]
            connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (number, *blobs))
            connection.executemany(
                "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(first + place, f"{report['id']}:{place}", number, place, chunk.part, chunk.topic,
                  json.dumps(chunk.headings, ensure_ascii=False), chunk.text, chunk.start, chunk.end,
                  chunk.title, chunk.year, chunk.unit, chunk.kind)
                 for place, chunk in enumerate(chunks)])
            voices = [(number, *voice) for voice in _voices(first, document, chunks)]
            connection.executemany("INSERT INTO voices VALUES (?, ?, ?, ?, ?, ?, ?, ?)", voices)
            connection.execute("UPDATE meta SET value = ? WHERE key = 'next'", (str(first + len(chunks)),))
        return Report(number=number or 0, **values)

    def remove(self, id: str) -> bool:
        """Take a report out; whether it was there."""
        with self.writing() as connection:
            return self._delete(connection, "id", id)

    def move(self, number: int, key: str, source: str) -> None:
        """The same file now lives elsewhere."""
        with self.writing() as connection:
            connection.execute("UPDATE reports SET key = ?, source = ? WHERE number = ?", (key, source, number))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The write lock and a transaction that raises the generation. Raises LibraryBusy, LibraryError."""
        with self.lock("write"), self._guard:
            try:
                connection = self._open(create=True)
                assert connection is not None
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                    connection.execute("COMMIT")
                except BaseException:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise LibraryError(_reason(self.folder, error)) from None

    @contextlib.contextmanager
    def lock(self, name: str, wait: float | None = None) -> Iterator[None]:
        """The file lock `name`.lock of this folder. Raises LibraryBusy after `wait` seconds (the store's own limit by default)."""
        import filelock

        limit = self.wait if wait is None else wait
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / f"{name}.lock", timeout=limit)
            lock.acquire(poll_interval=0.02)
        except filelock.Timeout:
            raise LibraryBusy(f"{self.folder}: 另一个进程正在写资料库，等了 {limit:.0f} 秒；请待它结束后再运行一次") from None
        except OSError as error:
            raise LibraryError(f"{self.folder}: 资料库写不进去（{error.strerror or error}）") from None
        try:
            yield
        finally:
            lock.release()

    def cached_vectors(self, embedding: str, digests: Iterable[bytes]) -> dict[bytes, bytes]:
        """Vectors that were already paid for, by digest of their text."""
        found: dict[bytes, bytes] = {}
        wanted = list(digests)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            query = f"SELECT digest, vector FROM vectors WHERE embedding = ? AND digest IN ({','.join('?' * len(part))})"
            found.update(self._read(query, [embedding, *part]))
        return found

    def keep_vectors(self, embedding: str, vectors: dict[bytes, bytes]) -> None:
        """Keep vectors of an embedding that costs time or money, so that a rebuilt index asks for none again."""
        with self.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", [(embedding, *item) for item in vectors.items()])

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._guard:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    # the file

    def _delete(self, connection: sqlite3.Connection, column: str, value: str) -> bool:
        row = connection.execute(f"SELECT number FROM reports WHERE {column} = ?", (value,)).fetchone()
        if row is None:
            return False
        for table, name in (("chunks", "report"), ("voices", "report"), ("texts", "report"), ("reports", "number")):
            connection.execute(f"DELETE FROM {table} WHERE {name} = ?", (row[0],))
        return True

    def _read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._guard:
            try:
                connection = self._open(create=False)
                return connection.execute(query, values).fetchall() if connection is not None else []
            except sqlite3.Error as error:
                raise LibraryError(_reason(self.folder, error)) from None

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        if self._connection is not None:
            return self._connection
        if not create and not self.path.exists():
            return None
        if self.folder.exists() and not self.folder.is_dir():
            raise LibraryError(f"{self.folder}: 不是文件夹，不能作资料库")
        connection = self._connect(create)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if empty and not create:
            connection.close()
            return None
        if empty:
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} UPDATE meta SET value = '{uuid.uuid4().hex}' WHERE key = 'id'; COMMIT;")
        elif application != _APPLICATION:
            connection.close()
            raise LibraryError(f"{self.path}: 不是笔杆子的资料库")
        elif version != SCHEMA:
            connection.close()
            raise LibraryVersionError(
                f"{self.folder}: 资料库由另一版本的程序写成（格式 {version}，本程序用格式 {SCHEMA}），没有改动它；"
                "请用那个版本打开，或换一个文件夹重新 ingest")
        self._connection = connection
        return connection

    def _connect(self, create: bool) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=self.wait)
            connection.execute("PRAGMA journal_mode = WAL" if create else "SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            if create:
                raise
            # a folder on read-only media has no place for the log's index: what is in the file can still be read
            connection = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def _voices(first: int, document: Document, chunks: Sequence[Chunk]) -> list[tuple[Any, ...]]:
    """Runs of chunks that speak for one unit and year: (first, last, title, year, plan_year, unit, kind)."""
    plans = {(section.year, section.unit): section.plan_year for section in document.walk() if section.plan_year}
    runs = []
    for (title, year, unit, kind), run in groupby(enumerate(chunks, first), lambda item: (
            item[1].title, item[1].year, item[1].unit, item[1].kind)):
        numbers = [number for number, _ in run]
        plan = plans.get((year, unit)) or (document.plan_year if year == document.year else None)
        runs.append((numbers[0], numbers[-1], title, year, plan, unit, kind))
    return runs


def context_of(title: str, unit: str, headings: Sequence[str]) -> str:
    """What stands in front of a chunk when it is searched: the unit where the title lacks it, the title, the heading path."""
    return "　".join(part for part in (unit if unit not in title else "", title, *headings) if part)


def _chunk(row: Sequence[Any]) -> Chunk:
    _, id, report, source, title, year, unit, kind, part, topic, headings, text, start, stop, position = row
    return Chunk(id, report, source, title, year, unit, kind, part, topic, tuple(json.loads(headings)), text, start, stop, position)


def _reason(folder: Path, error: sqlite3.Error) -> str:
    text = str(error)
    for sign, reason in (
        ("readonly", "资料库所在的位置只能读，不能写"),
        ("full", "磁盘已满，这一篇没有写入，先前的都在"),
        ("disk I/O", "磁盘读写失败（可能已满），这一篇没有写入，先前的都在"),
        ("unable to open", "打不开资料库文件"),
        ("not a database", "资料库文件已损坏或不是资料库"),
        ("malformed", "资料库文件已损坏"),
        ("locked", "另一个进程正在写资料库，稍后再试"),
    ):
        if sign in text:
            return f"{folder}: {reason}（{text}）"
    return f"{folder}: {text}"
