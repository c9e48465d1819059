"""The library as a LangChain retriever, for people who build their own chains. Nothing of the program itself uses it."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.retrieval.library import Library


class LibraryRetriever(BaseRetriever):
    """`LibraryRetriever(library=Library.open(folder), k=4).invoke("盘活闲置厂房")` gives LangChain documents, best first.

    The filters are those of `Library.search`. A document's metadata holds what names the place: source, start, end
    (code points of the extracted text), headings, report, year, unit, part, topic, and score and why.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 10
    year: int | None = None
    topic: str = ""
    part: str = ""
    unit: str = ""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.library.search(query, self.k, year=self.year, topic=self.topic, part=self.part, unit=self.unit)
        documents = []
        for hit in hits:
            chunk = hit.chunk
            metadata: dict[str, Any] = {
                "source": chunk.source, "start": chunk.start, "end": chunk.end, "headings": list(chunk.headings), "report": chunk.report,
                "title": chunk.title, "year": chunk.year, "unit": chunk.unit, "kind": chunk.kind, "part": chunk.part, "topic": chunk.topic,
                "rank": hit.rank, "score": hit.score, "why": list(hit.why)}
            documents.append(Document(page_content=chunk.text, metadata=metadata, id=chunk.id))
        return documents
