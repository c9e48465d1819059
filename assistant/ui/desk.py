"""What one open page holds between two clicks, and how it is saved. Values of the domain; no presenting and no Gradio."""

from __future__ import annotations

import contextlib
import datetime
import os
import queue
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.domain.document import Document, Hit
from assistant.domain.quantity import Ledger, Note
from assistant.errors import InputError
from assistant.files import write_bytes
from assistant.projects.project import Passage, Project, Source
from assistant.projects.store import Clash, Kept, ProjectStore, hashes_of
from assistant.settings import Settings
from assistant.ui.audit import AuditLog
from assistant.ui.language import Language, say
from assistant.ui.reportfigures import ReportFigures
from assistant.ui.reviewing import Reviewing
from assistant.ui.runs import Runs
from assistant.ui.uploads import Upload, clean_name
from assistant.ui.users import LOCAL, User
from assistant.workspace import Workspace
from assistant.writing.conversation.notebook import Notebook


def desk_folder(settings: Settings) -> Path:
    """Where projects and uploads are kept: beside the library's folder."""
    if settings.library.startswith(("http://", "https://")):
        return Path(".biganzi") / "desk"
    return Path(settings.library).expanduser().absolute().parent / "desk"


@dataclass
class Office:
    """What all open pages share: the workspace, the projects, the log, and the folder of uploads."""

    workspace: Workspace
    store: ProjectStore
    audit: AuditLog
    folder: Path
    upload_root: Path
    runs: Runs = field(default_factory=Runs)
    running: dict[tuple[str, int], Desk] = field(default_factory=dict)
    figures: ReportFigures = field(default_factory=ReportFigures)

    @classmethod
    def open(cls, workspace: Workspace, upload_root: Path, projects: str = "") -> Office:
        """The office of a workspace; `projects` is a database address, else a file beside the library. Raises InputError."""
        folder = desk_folder(workspace.settings)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{folder}: 建不了文件夹（{error.strerror}）") from None
        store = ProjectStore(projects) if projects else ProjectStore.in_folder(folder)
        return cls(workspace, store, AuditLog(folder / "audit.jsonl"), folder, upload_root)

    def copies(self, sha256: str) -> Path:
        """The folder in which a stored file lies for the readers that work on files."""
        return self.folder / "files" / sha256[:24]

    def clear_copies(self, hashes: Iterable[str]) -> None:
        """Remove such folders; whoever still needs one makes it again."""
        for sha256 in hashes:
            shutil.rmtree(self.copies(sha256), ignore_errors=True)


@dataclass(frozen=True)
class Material:
    """The notes as the user has amended them, with their ledger. hashes: source path → hash; problems: files that gave nothing."""

    notes: tuple[Note, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    hashes: dict[str, str] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()


@dataclass
class Intake:
    """素材: what is shown of the ledger."""

    department: str = ""
    filter: str = ""
    query: str = ""
    sort: str = ""
    open: str = ""
    refused: tuple[str, ...] = ()
    paste: bool = False


@dataclass
class Drafting:
    """起草: what is selected and what is running."""

    section: str = ""
    line: str = ""
    asking: bool = False
    running: bool = False
    stopping: bool = False
    writing: str = ""
    #: who is writing, so that it can be stopped
    job: Any = None
    comparing: str = ""
    refused: tuple[str, ...] = ()
    stopped: bool = False
    failed: str = ""


@dataclass
class Talking:
    """对话."""

    conversation: str = ""
    open: tuple[int, int] | None = None
    document: Document | None = None
    running: bool = False
    stopping: bool = False
    partial: str = ""
    question: str = ""
    fresh: bool = False
    #: the conversation that is being answered, and from which of its turns on the answer takes the place of what stood there
    asked: str = ""
    at: int | None = None
    #: where the pieces of the answer come in
    pieces: queue.Queue[Any] | None = None
    #: what the notes were when they were last asked, and the notebook made of them
    notebook: tuple[Any, Notebook] | None = None


@dataclass
class Shelving:
    """资料库."""

    query: str = ""
    year: int | None = None
    unit: str = ""
    part: str = ""
    topic: str = ""
    own: bool = False
    hits: tuple[Hit, ...] | None = None
    milliseconds: float = 0.0
    at: int = 0
    report: str = ""
    document: Document | None = None
    place: tuple[int, int] | None = None
    failures: tuple[tuple[str, str], ...] = ()
    progress: tuple[int, int, str] | None = None
    #: how many imports are under way
    imports: int = 0
    indicator: str = ""
    table: bool = False


@dataclass
class Configuring:
    """设置."""

    page: str = "model"
    tried: tuple[str, str] | None = None
    preview: str = ""
    saved: str = ""


@dataclass
class Judging:
    """评测."""

    chosen: tuple[str, ...] = ()
    running: str = ""


class Desk:
    """One page: its user, its project and the state of its tabs. Lives as long as the page is open."""

    def __init__(self, office: Office, user: User = LOCAL, language: Language = "zh", project: int | None = None) -> None:
        self.id = secrets.token_hex(6)
        self.office, self.user, self.language = office, user, language
        self.lock = threading.RLock()
        self.counter = 0
        #: what each window shows in each pane, as a hash
        self.shown: dict[tuple[str, str], int] = {}
        self.effects: list[dict[str, Any]] = []
        self.clash: Kept | None = None
        self.yearly: tuple[Any, list[Any]] | None = None
        self.undone: dict[str, Passage] = {}
        self._material: tuple[Any, Material] | None = None
        self.kept = self._first(project)
        self._clear()

    def _clear(self) -> None:
        self.intake, self.drafting, self.reviewing, self.talking = Intake(), Drafting(), Reviewing(), Talking()
        self.shelving, self.configuring, self.judging = Shelving(), Configuring(), Judging()
        self.clash = None
        # what was taken out of one project goes back into no other
        self.undone.clear()

    # the project

    @property
    def project(self) -> Project:
        """The project as it stands on this page."""
        return self.kept.project

    @property
    def workspace(self) -> Workspace:
        """What does the work."""
        return self.office.workspace

    def change(self, **fields: Any) -> None:
        """Change the project and save it; where another window saved first, the change stays here and the page says so."""
        with self.lock:
            project = replace(self.project, **fields)
            self.kept = replace(self.kept, project=project)
            if self.clash is not None:
                return
            try:
                self.kept = self.office.store.save(self.user.name, self.kept.id, project, self.kept.revision)
            except Clash as clash:
                self.clash = clash.kept

    def open_project(self, id: int) -> None:
        """Put another project on the desk. Raises InputError where the user has no such project."""
        with self.lock:
            self.refuse_while_writing()
            shelf = self.shelving
            self.kept = self.office.store.load(self.user.name, id)
            self._clear()
            self.shelving = shelf
            self._opened()

    def add_project(self, project: Project) -> None:
        """Make a new project and open it."""
        with self.lock:
            self.refuse_while_writing()
            self.kept = self.office.store.add(self.user.name, project)
            shelf = self.shelving
            self._clear()
            self.shelving = shelf
            self._opened()

    def refuse_unsaved(self) -> None:
        """Raises InputError while this page alone has what was changed here."""
        if self.clash is not None:
            raise InputError(say("这里的改动没有存上：先另存，或换成那一版"))

    def refuse_while_writing(self) -> None:
        """Raises InputError while a draft or an answer is being written into this project."""
        if self.drafting.running:
            raise InputError(say("正在起草，写完或停止以后再换项目"))
        if self.talking.running:
            raise InputError(say("正在回答，答完或停止以后再换项目"))

    def _first(self, asked: int | None) -> Kept:
        for id in (asked, self.office.store.last_open(self.user.name)):
            if id is not None:
                with contextlib.suppress(InputError):
                    return self.office.store.load(self.user.name, id)
        entries = self.office.store.entries(self.user.name)
        if entries:
            return self.office.store.load(self.user.name, entries[0].id)
        year = datetime.date.today().year
        return self.office.store.add(self.user.name, Project(name=f"{year}年度工作总结", unit=self.workspace.settings.unit, year=year))

    def _opened(self) -> None:
        self.office.store.set_open(self.user.name, self.kept.id)
        self.effect("project", id=self.kept.id)

    # files

    def keep(self, upload: Upload, what: str = "上传素材") -> Source:
        """Put an upload among the project's files; `what` is what the log calls it."""
        sha256 = self.office.store.put_file(self.user.name, upload.content)
        self.office.audit.record(self.user.name, what, sha256=sha256, size=len(upload.content))
        return Source(upload.name, sha256, len(upload.content), now())

    def forget(self, source: Source) -> None:
        """Let a file go that no project of the user holds; what is on this page and not saved yet counts, too."""
        held = self.clash is not None or source.sha256 in hashes_of(self.project)
        if not held and self.office.store.drop_unused(self.user.name, source.sha256):
            self.office.clear_copies([source.sha256])

    def path_of(self, source: Source) -> Path:
        """The file on disk, under its own name, for the readers that work on files."""
        # the name may come out of a project file that somebody else wrote
        path = self.office.copies(source.sha256) / clean_name(source.name)
        if not path.exists():
            write_bytes(path, self.office.store.file(self.user.name, source.sha256))
        return path

    def shelf_path(self, upload: Upload) -> Path:
        """Where an uploaded report is kept for the library: the same name by the same user is the same report."""
        path = self.office.folder / "reports" / self.user.name / upload.name
        write_bytes(path, upload.content)
        return path

    # notes

    def material(self) -> Material:
        """The project's notes with their ledger, made anew when a file or an amendment changed."""
        project = self.project
        state = (project.sources, project.amendments, project.year)
        with self.lock:
            if self._material is None or self._material[0] != state:
                self._material = (state, self._read_material())
            return self._material[1]

    def _read_material(self) -> Material:
        from assistant.projects.material import amended

        project = self.project
        paths = {str(self.path_of(source)): source.sha256 for source in project.sources}
        notes, problems = self.workspace.notes(list(paths))
        if not notes:
            return Material(hashes=paths, problems=tuple(problems))
        mended = amended(notes, paths, project.amendments)
        return Material(tuple(mended), self.workspace.ledger_of(mended, project.year), paths, tuple(problems))

    def previous_path(self) -> str | None:
        """The previous report as a file on disk: an own file, or one of the library."""
        project = self.project
        if project.previous_file is not None:
            return str(self.path_of(project.previous_file))
        if not project.previous:
            return None
        with contextlib.suppress(InputError):
            report = self.workspace.library.report(project.previous)
            if os.path.isfile(report.key):
                return report.key
            document = self.workspace.library.document(project.previous)
            path = self.office.folder / "previous" / f"{report.id}.txt"
            write_bytes(path, document.original.encode("utf-8"))
            return str(path)
        return None

    def previous_document(self) -> Document | None:
        """The previous report as read."""
        path = self.previous_path()
        return self.workspace.read(path) if path else None

    # the page

    def effect(self, do: str, **more: Any) -> None:
        """Ask the page to do something besides showing."""
        self.effects.append({"do": do, **more})

    def toast(self, text: str, kind: str = "ok", action: dict[str, Any] | None = None) -> None:
        """A note at the page's edge; kind: ok, warn, err."""
        self.effect("toast", text=text, kind=kind, action=action)

    def claim(self, state: Drafting | Talking) -> bool:
        """Mark a tab as running; False where it is already, as after two quick clicks. No other project comes while it runs."""
        with self.lock:
            if state.running:
                return False
            state.running, state.stopping = True, False
            return True

    @contextlib.contextmanager
    def busy(self, state: Drafting | Talking) -> Iterator[bool]:
        """The same while the work lasts."""
        claimed = self.claim(state)
        try:
            yield claimed
        finally:
            if claimed:
                state.running, state.stopping = False, False


def now() -> str:
    """The time as the project keeps it."""
    return datetime.datetime.now().isoformat(timespec="seconds")
