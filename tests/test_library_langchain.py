"""The LangChain retriever: a plain part of other people's chains."""

from __future__ import annotations

from pathlib import Path

from assistant.retrieval.library import Library
from tests.library_texts import fill


def test_the_retriever_in_a_chain(tmp_path: Path) -> None:
    from langchain_core.runnables import RunnableLambda

    from assistant.retrieval.langchain_retriever import LibraryRetriever

    library = Library.open(tmp_path)
    fill(library)
    retriever = LibraryRetriever(library=library, k=3, year=2023)
    documents = retriever.invoke("空置厂房")
    assert len(documents) == 3
    assert {document.metadata["year"] for document in documents} == {2023}
    hits = library.search("空置厂房", 3, year=2023)
    assert [document.page_content for document in documents] == [hit.chunk.text for hit in hits]
    assert [(d.metadata["source"], d.metadata["start"], d.metadata["end"]) for d in documents] == [
        (hit.chunk.source, hit.chunk.start, hit.chunk.end) for hit in hits]
    chain = retriever | RunnableLambda(lambda found: "\n".join(document.page_content for document in found))
    assert "使用率" in chain.invoke("空置厂房")
