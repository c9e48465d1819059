"""Where runs are kept: every answer as it arrives, scores apart from answers, a cache by key. One SQLite file."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.evaluation.plan import Cell

_SCHEMA = """
create table if not exists runs(id text primary key, suite text, created real, meta text);
create table if not exists cells(
  run text, cell text, position integer, case_id text, variant text, model text, repeat integer, key text, ingredients text,
  status text not null default 'planned', source text, output text, error text,
  prompt_tokens integer default 0, completion_tokens integer default 0, first_text real default 0, seconds real default 0,
  tries integer default 0,
  primary key(run, cell));
create table if not exists scores(
  run text, cell text, scorer text, value real, explanation text, places text, code text, primary key(run, cell, scorer));
create table if not exists cache(
  key text primary key, output text, prompt_tokens integer, completion_tokens integer, first_text real, seconds real, created real);
create table if not exists score_cache(key text primary key, value real, explanation text, places text);
create index if not exists answered on cells(case_id) where status='done';
create table if not exists batches(id text primary key, run text, submitted real, state text);
"""

_ROW = (
    "cell,case_id,variant,model,repeat,status,coalesce(source,''),coalesce(error,''),prompt_tokens,completion_tokens,"
    "first_text,seconds,key,tries"
)


@dataclass(frozen=True, slots=True)
class Output:
    """What a cell gave: JSON-able value and what it cost."""

    value: dict[str, Any]
    prompt_tokens: int = 0
    completion_tokens: int = 0
    first_text: float = 0.0
    seconds: float = 0.0
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A cell as the store holds it. status: planned, done, failed; source: call or cache."""

    cell: str
    case: str
    variant: str
    model: str
    repeat: int
    status: str
    source: str
    error: str
    prompt_tokens: int
    completion_tokens: int
    first_text: float
    seconds: float
    key: str = ""
    tries: int = 0


class RunStore:
    """One file of runs; safe under SIGKILL: what was recorded is there, a cell in flight is planned again."""

    def __init__(self, path: str | Path = ".biganzi/eval/runs.db") -> None:
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=normal")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{self.path}: 评测记录打不开（{error}）") from None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self, run: str, suite: str, cells: Iterable[Cell], meta: dict[str, Any]) -> None:
        """Write the plan down in one transaction; a cell that is there already keeps its answer when its key is the same."""
        with self._transaction():
            text = json.dumps(meta, ensure_ascii=False)
            self._db.execute(
                "insert into runs values(?,?,?,?) on conflict(id) do update set meta=excluded.meta", (run, suite, time.time(), text))
            for position, cell in enumerate(cells):
                ingredients = json.dumps(dict(cell.ingredients))
                self._db.execute(
                    "insert into cells(run,cell,position,case_id,variant,model,repeat,key,ingredients) values(?,?,?,?,?,?,?,?,?) "
                    "on conflict(run,cell) do update set status=case when key=excluded.key then status else 'planned' end, "
                    "key=excluded.key, ingredients=excluded.ingredients, position=excluded.position",
                    (run, cell.id, position, cell.case.id, cell.variant.id, cell.model, cell.repeat, cell.key, ingredients),
                )

    def take_from_cache(self, run: str) -> int:
        """Answer planned cells whose key is in the cache; returns how many."""
        with self._transaction():
            return self._db.execute(
                "update cells set status='done', source='cache', error=null, tries=0, "
                "(output,prompt_tokens,completion_tokens,first_text,seconds)="
                "(select output,prompt_tokens,completion_tokens,first_text,seconds from cache where cache.key=cells.key) "
                "where run=? and status<>'done' and key in (select key from cache)", (run,)
            ).rowcount

    def open_cells(self, run: str) -> set[str]:
        """Ids of cells that have no answer yet, failed ones among them."""
        return {row[0] for row in self._db.execute("select cell from cells where run=? and status<>'done'", (run,))}

    def done(self, run: str, cell: Cell, output: Output) -> None:
        """Record an answer, and keep it in the cache, in one transaction."""
        text = json.dumps(output.value, ensure_ascii=False)
        cost = (output.prompt_tokens, output.completion_tokens, output.first_text, output.seconds)
        with self._transaction():
            self._db.execute("insert or replace into cache values(?,?,?,?,?,?,?)", (cell.key, text, *cost, time.time()))
            self._db.execute(
                "update cells set status='done', source='call', error=null, output=?, prompt_tokens=?, completion_tokens=?, "
                "first_text=?, seconds=?, tries=? where run=? and cell=?", (text, *cost, output.tries, run, cell.id))

    def failed(self, run: str, cell: Cell, reason: str) -> None:
        """Record why a cell has no answer."""
        self._db.execute("update cells set status='failed', error=? where run=? and cell=?", (reason, run, cell.id))

    def score(self, run: str, rows: Iterable[tuple[str, str, float, str, Any, str]]) -> None:
        """Record scores: (cell, scorer, value, explanation, places, hash of the scorer's code)."""
        with self._transaction():
            self._db.executemany("insert or replace into scores values(?,?,?,?,?,?,?)",
                                 ((run, c, s, v, e, json.dumps(p, ensure_ascii=False), h) for c, s, v, e, p, h in rows))

    def runs(self) -> list[tuple[str, str, float, int, int, int]]:
        """(run, suite, created, planned, done, failed), newest first."""
        return self._db.execute(
            "select r.id, r.suite, r.created, count(c.cell), sum(c.status='done'), sum(c.status='failed') "
            "from runs r left join cells c on c.run=r.id group by r.id order by r.created desc").fetchall()

    def meta(self, run: str) -> dict[str, Any]:
        """What was written down when the run began. Raises InputError for an unknown run."""
        row = self._db.execute("select meta from runs where id=?", (run,)).fetchone()
        if row is None:
            known = "、".join(r[0] for r in self.runs()[:8]) or "（还没有）"
            raise InputError(f"没有运行 {run}；有 {known}")
        found: dict[str, Any] = json.loads(row[0])
        return found

    def rows(self, run: str) -> Iterator[Row]:
        """Cells in plan order, without their outputs."""
        for row in self._db.execute(f"select {_ROW} from cells where run=? order by position", (run,)):
            yield Row(*row)

    def row(self, run: str, cell: str) -> Row:
        """One cell, without its output."""
        return Row(*self._db.execute(f"select {_ROW} from cells where run=? and cell=?", (run, cell)).fetchone())

    def output(self, run: str, cell: str) -> dict[str, Any]:
        """One cell's output; {} where there is none."""
        row = self._db.execute("select output from cells where run=? and cell=?", (run, cell)).fetchone()
        return json.loads(row[0]) if row and row[0] else {}

    def scored(self, run: str) -> dict[str, dict[str, str]]:
        """Cell → scorer → hash of what made the score: what need not be scored again."""
        found: dict[str, dict[str, str]] = {}
        codes: dict[str, str] = {}
        for cell, scorer, code in self._db.execute("select cell,scorer,code from scores where run=?", (run,)):
            # one string for all cells that share it
            found.setdefault(cell, {})[scorer] = codes.setdefault(code, code)
        return found

    def unscore(self, run: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Forget scores: (cell, scorer)."""
        with self._transaction():
            self._db.executemany("delete from scores where run=? and cell=? and scorer=?", ((run, c, s) for c, s in pairs))

    def kept_score(self, key: str) -> tuple[float | None, str, str] | None:
        """(value, explanation, places as JSON) of the same answer scored before by the same code; value None: not applicable."""
        row = self._db.execute("select value,explanation,places from score_cache where key=?", (key,)).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def keep_scores(self, rows: Iterable[tuple[str, float | None, str, Any]]) -> None:
        """Keep scores for other runs: (key, value, explanation, places)."""
        with self._transaction():
            self._db.executemany("insert or replace into score_cache values(?,?,?,?)",
                                 ((k, v, e, json.dumps(p, ensure_ascii=False)) for k, v, e, p in rows))

    def cell_scores(self, run: str, cell: str) -> Iterator[tuple[str, float, str, list[list[Any]]]]:
        """(scorer, value, explanation, places) of one cell."""
        for scorer, value, told, places in self._db.execute(
            "select scorer,value,explanation,places from scores where run=? and cell=?", (run, cell)):
            yield scorer, value, told, json.loads(places)

    def update_meta(self, run: str, **changes: Any) -> None:
        """Write further entries into what is known of a run."""
        meta = self.meta(run) | changes
        self._db.execute("update runs set meta=? where id=?", (json.dumps(meta, ensure_ascii=False), run))

    def resolve(self, name: str) -> str:
        """A run by its id, the beginning of it, or the name of its suite (the newest run of it). Raises InputError."""
        known = [(row[0], row[1]) for row in self.runs()]
        by_wish = ([r for r, s in known if r == name], [r for r, s in known if s == name], [r for r, s in known if r.startswith(name)])
        for found in by_wish if name else ():
            if found:
                return str(found[0])
        raise InputError(f"没有运行 {name}；有 {'、'.join(r for r, _ in known[:8]) or '（还没有）'}")

    def scores(self, run: str) -> Iterator[tuple[str, str, float, str, str, str]]:
        """(cell, scorer, value, explanation, places as JSON, code hash)."""
        yield from self._db.execute("select cell,scorer,value,explanation,places,code from scores where run=? order by cell", (run,))

    def values(self, run: str) -> Iterator[tuple[str, str, float]]:
        """(cell, scorer, value) of all scores of a run."""
        yield from self._db.execute("select cell,scorer,value from scores where run=?", (run,))

    def ingredients(self, run: str, cell: str) -> tuple[str, dict[str, str], str, str] | None:
        """(key, ingredients, status, source) of a cell; cell may be the beginning of its id."""
        row = self._db.execute(
            "select key,ingredients,status,coalesce(source,'') from cells where run=? and cell like ?||'%'", (run, cell)).fetchone()
        return (row[0], json.loads(row[1]), row[2], row[3]) if row else None

    def nearest(self, ingredients: dict[str, str], case_like: str) -> dict[str, str] | None:
        """The answered cell anywhere whose ingredients differ least: what a miss is a miss from."""
        best: tuple[int, dict[str, str]] | None = None
        for (text,) in self._db.execute("select ingredients from cells where status='done' and case_id=?", (case_like,)):
            other = json.loads(text)
            different = sum(other.get(k) != v for k, v in ingredients.items())
            if different and (best is None or different < best[0]):
                best = (different, other)
        return best[1] if best else None

    def case_of(self, run: str, cell: str) -> str:
        """The case of a cell."""
        row = self._db.execute("select case_id from cells where run=? and cell like ?||'%'", (run, cell)).fetchone()
        return str(row[0]) if row else ""

    def run_of(self, cell: str) -> str:
        """The newest run that has a cell; cell may be the beginning of its id. Raises InputError."""
        row = self._db.execute(
            "select c.run from cells c join runs r on r.id=c.run where c.cell like ?||'%' order by r.created desc limit 1", (cell,)
        ).fetchone()
        if row is None:
            raise InputError(f"没有格 {cell}")
        return str(row[0])

    def full_cell(self, run: str, cell: str) -> str:
        """The whole id of a cell whose beginning is given; the beginning itself where there is none."""
        row = self._db.execute("select cell from cells where run=? and cell like ?||'%'", (run, cell)).fetchone()
        return str(row[0]) if row else cell

    def keep(self, cell: Cell, output: Output) -> None:
        """Put an answer into the cache alone."""
        cost = (output.prompt_tokens, output.completion_tokens, output.first_text, output.seconds)
        text = json.dumps(output.value, ensure_ascii=False)
        self._db.execute("insert or replace into cache values(?,?,?,?,?,?,?)", (cell.key, text, *cost, time.time()))

    def keep_batch(self, batch: str, run: str, state: str) -> None:
        """Record a batch that was handed over, or what became of it."""
        self._db.execute(
            "insert into batches values(?,?,?,?) on conflict(id) do update set state=excluded.state", (batch, run, time.time(), state))

    def batches(self, run: str) -> list[tuple[str, str]]:
        """(id, state as JSON) of the batches of a run, oldest first."""
        return self._db.execute("select id,state from batches where run=? order by submitted", (run,)).fetchall()

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._db.execute("rollback" if kind else "commit")
