"""How clauses and sentences follow one another: one verb for several objects, no two sentences in a row that open alike. Text only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.engines.offline.phrasing import starts_with_action

#: an opening verb that may be varied; 完成 stands well only before these labels
_OPENING = re.compile(
    r"(?P<time>\d{1,2}—\d{1,2}月|上半年|前三季度|截至[^，]{2,8}，|预计全年)?"
    r"(?P<verb>共有(?=[\u4e00-\u9fff“”]{2,16}(?:企业|平台|公司|机构|基地|中心)\d)|实现(?=税收收入|一般公共预算收入|财政总收入|外贸进出口总额|进出口总额))"
)
#: 1—10月完成固定资产投资116.7亿元: when, verb, what, how much
_TIMED = re.compile(
    r"(?P<time>\d{1,2}—\d{1,2}月|上半年|前三季度|[一二三四]季度|预计全年)(?P<verb>完成|实现|到位|争取|兑现)"
    r"(?P<what>[\u4e00-\u9fff“”A-Za-z&]{2,16})(?=\d|【待)"
)
_TIME = re.compile(r"\d{1,2}—\d{1,2}月|上半年|前三季度|[一二三四]季度|预计全年")
_UNIT = (
    r"(?:[万亿]?(?:元|美元|平方米|平方公里|亩|公里|米|吨|千瓦时|千瓦|人次|人|家次|家|个|项|户次|户|名|批次|批|场次|场|次|期|件|套|座|处|条|栋"
    r"|标箱|支|辆|台|所|宗|份|门)|兆瓦)"
)
#: one object of a verb with its count: 建设雨污管网21.4公里, 建设道路9条12.7公里
_SIMPLE = re.compile(
    rf"(?P<front>(?:力争|计划|确保)?)(?P<verb>建设|新建|建成|实现|实施|组织|举办|召开|开展|完成|兑现|争取|打造|组建|制定|合作|拥有|共有|参加|选派|引进"
    rf"|培育|推广|新增|新认定|发放|投入|排查)(?P<what>(?:[\u4e00-\u9fff]|“[^”]{{1,10}}”){{2,16}})(?P<count>(?:\d+(?:\.\d+)?{_UNIT}){{1,2}}(?:以上|左右|以内)?)"
)
#: a clause that is too short to stand alone well
_SHORT = 26
#: the object begins with a verb of its own, or says how it compares
_NO_OBJECT = re.compile(r"投资$|^(?:总|累计|其中|同比|目标|比)|产值|增长")


def varied(written: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Two sentences in a row don't open with the same time, nor with the same 共有 or 实现; no figure and no word is lost."""
    found: list[tuple[str, tuple[str, ...]]] = []
    last_verb, last_time = "", ""
    for text, ids in written:
        timed = _TIMED.match(text)
        if timed and timed["time"] == last_time:
            # the time goes behind its subject: 固定资产投资1—10月完成116.7亿元
            text = f"{timed['what']}{timed['time']}{timed['verb']}{text[timed.end() :]}"
        match = _OPENING.match(text)
        verb = match["verb"] if match else ""
        if match and verb == last_verb and "完成" not in text[match.end() :]:
            verb = {"共有": "拥有", "实现": "完成"}[verb]
            text = f"{match['time'] or ''}{verb}{text[match.end() :]}"
        last_verb = verb
        opened = _TIME.match(text)
        last_time = opened[0] if opened else ""
        found.append((text, ids))
    return found


def paired(written: Sequence[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Neighbours that are one short clause each, verb and count, share a sentence: 打造场景16个，实施项目11项."""
    found: list[tuple[str, tuple[str, ...]]] = []
    open_ = False
    for text, ids in written:
        single = len(text) <= _SHORT and bool(_SIMPLE.fullmatch(text))
        if single and open_:
            before, known = found[-1]
            found[-1] = (folded(f"{before}，{text}"), tuple(dict.fromkeys((*known, *ids))))
            open_ = False
            continue
        open_ = single
        found.append((text, ids))
    return found


def folded(text: str) -> str:
    """建设道路4公里；建设管网6公里 with the verb once: 建设道路4公里、管网6公里. What hangs on a count keeps its clause."""
    pieces = re.split(r"([，；。])(?![^（【“]*[）】”])", text)
    clauses, signs = pieces[::2], pieces[1::2]
    made = [clauses[0]]
    before = _SIMPLE.fullmatch(clauses[0])
    for at, clause in enumerate(clauses[1:], 1):
        here = _SIMPLE.fullmatch(clause)
        then = clauses[at + 1] if at + 1 < len(clauses) else ""
        free = at + 1 == len(clauses) or signs[at] in "；。" or bool(_SIMPLE.fullmatch(then)) or starts_with_action(then)
        fits = before is not None and here is not None and not here["front"] and here["verb"] == before["verb"] and free
        if fits and here is not None and before is not None and signs[at - 1] != "。" and not _barred(before["what"], here["what"]):
            made[-1] += f"、{here['what']}{here['count']}"
            continue
        made += [signs[at - 1], clause]
        before = here
    return "".join(made)


def _barred(*objects: str) -> bool:
    return any(_NO_OBJECT.search(one) or starts_with_action(one) for one in objects)
