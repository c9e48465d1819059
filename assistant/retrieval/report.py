"""What the library says about one report without its text, and a Document as JSON and back. No storage here."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from assistant.domain.document import Document, OffsetMap, Place, Section, Span


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
    """The inverse of `document_to_json`; unknown fields of a later minor version are dropped."""
    raw: dict[str, Any] = json.loads(content)
    known = {field.name for field in dataclasses.fields(Document)}
    values = {name: value for name, value in raw.items() if name in known}
    values["offsets"] = OffsetMap(tuple(raw["offsets"]["kept"]), tuple(raw["offsets"]["origin"]))
    values["title_span"] = Span(**raw["title_span"])
    values["lead"] = Span(**raw["lead"])
    values["sections"] = tuple(_section(item) for item in raw["sections"])
    values["masked"] = tuple(Span(**item) for item in raw["masked"])
    values["places"] = tuple(Place(**item) for item in raw["places"])
    return Document(original=original, text=text, **values)


def _section(raw: dict[str, Any]) -> Section:
    known = {field.name for field in dataclasses.fields(Section)}
    values = {name: value for name, value in raw.items() if name in known}
    values |= {"heading": Span(**raw["heading"]), "body": Span(**raw["body"]), "headings": tuple(raw["headings"])}
    values["children"] = tuple(_section(child) for child in raw["children"])
    return Section(**values)
