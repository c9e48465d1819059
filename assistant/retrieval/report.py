"""What the library says about one report without its text, and a Document as JSON and back. No storage here."""

from __future__ import annotations

import dataclasses
import json
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.domain.document import Document


@dataclass(frozen=True, slots=True)
class Report:
    """One past document in the library. `first` and `last` are the running numbers of its chunks (last < first: none).

    key: what makes it the same report when it comes again (the absolute path of the file, or a name given instead).
    source: the file as it was ingested. parser: version of the reading code, so that better reading re-reads old files.
    """

    number: int
    id: str
    key: str
    source: str
    sha256: str
    parser: str
    title: str
    year: int | None
    plan_year: int | None
    unit: str
    kind: str
    chars: int
    first: int
    last: int
    ingested: str

    @property
    def chunks(self) -> int:
        """How many chunks it was split into."""
        return self.last - self.first + 1


def document_to_json(document: Document) -> str:
    """Everything of a document but its two texts."""
    fields = dataclasses.asdict(document)
    del fields["original"], fields["text"]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def document_from_json(content: str, original: str, text: str) -> Document:
    """The inverse of `document_to_json`; a field that this version doesn't know is dropped, one that is new takes its default."""
    document: Document = _decoded(Document, {**json.loads(content), "original": original, "text": text})
    return document


def _decoded(kind: Any, value: Any) -> Any:
    """JSON as the frozen data that its type says: data classes and tuples of them, everything else as it is."""
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        make: Any = kind
        hints = _hints(make)
        return make(**{name: _decoded(hints[name], item) for name, item in value.items() if name in hints})
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_decoded(typing.get_args(kind)[0], item) for item in value)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
