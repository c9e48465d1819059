"""A project as one file, to carry to another machine, and back: a zip of the project and its files, read with limits."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

from assistant.errors import InputError
from assistant.projects.codec import from_json, to_json
from assistant.projects.project import Project
from assistant.projects.store import hashes_of

SUFFIX = ".biganzi"
_MOST_BYTES = 200_000_000
_MOST_FILES = 400


def pack(project: Project, content: Callable[[str], bytes]) -> bytes:
    """The project with its files; `content` gives a file by its hash."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.json", to_json(project))
        for sha256 in sorted(hashes_of(project)):
            archive.writestr(f"files/{sha256}", content(sha256))
    return packed.getvalue()


def unpack(data: bytes) -> tuple[Project, list[bytes]]:
    """The project and its files. Raises InputError for what is no such file, is damaged, or is larger than it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
            if len(inside) > _MOST_FILES or sum(one.file_size for one in inside) > _MOST_BYTES:
                raise InputError("项目文件太大，没有读入")
            project = from_json(archive.read("project.json").decode("utf-8"))
            files = [archive.read(one) for one in inside if one.filename.startswith("files/")]
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, RuntimeError, EOFError):
        raise InputError("不是笔杆子的项目文件，或者坏了") from None
    held = {hashlib.sha256(content).hexdigest() for content in files}
    if hashes_of(project) - held:
        raise InputError("项目文件不全：缺少里面的素材")
    return project, files
