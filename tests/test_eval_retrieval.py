"""Retrieval suites: chunk sizes and vectors compared over the same queries; chunks cut anew keep the text and their section."""

from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.evaluation.shelving import fill, resized
from assistant.ingest.chunks import split
from assistant.ingest.reading import parse_document
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.eval_desk import make_desk

REPORT = """\
澄屿产业园2025年工作总结
一、2025年工作总结
（一）招商引资
全年新签约亿元以上项目39个，协议总投资168.2亿元。到位市外资金72.5亿元，同比增长6.1%。开展以商招商活动12场。组建驻外招商小分队5支。
（二）项目建设
新开工项目24个，竣工投产项目16个。完成投资86.7亿元，为年度计划的103.2%。澄屿大道改造工程建成通车。标准厂房交付5.6万平方米。
（三）安全生产
检查企业420家次，整改隐患709项。组织应急演练45场。全年未发生较大及以上事故。化工企业自动化改造完成8家。
"""
SUITE = """\
name: find
kind: retrieval
cases: ../cases/queries.jsonl
library: [../../past]
variants:
  - {id: now}
  - {id: small, chunking: {size: 60}}
  - {id: wide, embedding: hash-1024}
gates:
  - {scorer: hit1, at_least: 0.9}
"""
QUERIES = (
    '{"query": "驻外招商小分队有几支", "source": "2025.txt", "quote": "驻外招商小分队5支"}\n'
    '{"query": "标准厂房交付多少", "source": "2025.txt", "quote": "标准厂房交付5.6万平方米"}\n'
    '{"query": "应急演练组织了多少场", "source": "2025.txt", "quote": "应急演练45场"}\n'
)


def test_variants_of_chunking_and_vectors_are_compared(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, cases=0, suite=SUITE)
    (tmp_path / "past").mkdir()
    (tmp_path / "past/2025.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "eval/cases/queries.jsonl").write_text(QUERIES, encoding="utf-8")
    told = desk.json("run", "small")
    assert told["counts"]["done"] == 9
    assert {column["variant"]: column["means"]["hit1"] for column in told["columns"]} == {"now": 1.0, "small": 1.0, "wide": 1.0}
    assert {row["scorer"] for row in told["comparisons"][0]["scorers"]} == {"hit1", "hit5", "hit10", "mrr", "ndcg", "total"}


@pytest.mark.parametrize("size", [60, 120, 5000])
def test_chunks_cut_anew_lose_nothing_and_stay_in_their_section(size: int) -> None:
    chunks = split(parse_document(REPORT, "2025.txt"))
    anew = list(resized(chunks, size))
    assert "".join(chunk.text for chunk in anew) == "".join(chunk.text for chunk in chunks)
    assert [chunk.position for chunk in anew] == list(range(len(anew)))
    for heading in {chunk.headings for chunk in chunks}:
        before = "".join(chunk.text for chunk in chunks if chunk.headings == heading)
        assert before == "".join(chunk.text for chunk in anew if chunk.headings == heading)
    if size == 60:
        assert len(anew) > len(chunks)
        assert all(len(chunk.text) <= 60 for chunk in anew)


def test_an_unknown_way_of_cutting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="overlap"):
        fill(Workspace(Settings(library=str(tmp_path / "library"))), [tmp_path], {"chunking": '{"overlap": 5}'})
