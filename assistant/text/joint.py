"""Joint lists: names in one row, figures in another (A、B产值分别达到1、2). Single figures are not touched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reference.tables import indicator
from assistant.text.figures import Figure
from assistant.text.indicators import read_name, resolve

_BETWEEN = re.compile(r"(?:以上|左右|以内|以下)? ?(?:、|和|及|与|以及|，)? ?(?:超|约|近)?$")
_SPLIT = re.compile(r"、|以及|和(?!谐|平)|及(?!其|时|格)|与(?!会)|，")
_SHARED = re.compile(
    r"^(?P<own>.+?)(?:等)?(?P<count>[两三四五六七八九十\d]+(?:大|个|类|项|种)?)(?P<class>[\u4e00-\u9fff]{0,8}?(?:产业|行业|板块|领域"
    r"|园区|企业|指标|集群|片区|单位|区域|方面))(?P<tail>.*)$"
)
#: what a row of names shares with its last member: 化肥、农药使用量
_MEASURE = re.compile(
    r"(?:产业)?(?:产值|增加值|总产值|使用量|收入|投资|税收|产量|总额|销售额|销售收入|面积|占比|比重|覆盖率|人数|数量|企业数|浓度|排放量"
    r"|能耗|利润|进出口|吞吐量|完成率|入驻率|增速|比例|存量|余额|数|额|率)$"
)
_LIST = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9“”]{2,12}(?:、[\u4e00-\u9fffA-Za-z0-9“”]{2,12}){1,7}(?:[和及与][\u4e00-\u9fffA-Za-z“”]{2,12})?)"
)
#: 三大主导产业 in front of what is measured
_CLASS_NAME = re.compile(
    r"(?:[两三四五六七八九十\d]+(?:大|个|类|项|种)?[\u4e00-\u9fff]{0,8}?(?:产业|行业|板块|领域|园区|企业|集群))?(.*)$"
)
#: between a row of amounts and the row of their growths, which names nothing new
_ONCE_MORE = re.compile(
    r"(?:以上|左右)?[，,、]?(?:同比|比上年|较上年)?(?:分别|依次)(?:同比|比上年|较上年)?(?:增长|下降|提高|增加|回落|上升|降低)了?$"
)
_SIGNS = "-+−↑↓"
_LEADING = re.compile(
    r"^.*(?:聚焦|围绕|聚力|做强|做大|形成|打造|构建|培育|壮大|推动|实现|完成|加快|发展|使|其中|全年|全区|预计|以)(?=.{2})"
)


def share_out(figures: Sequence[Figure], text: str, notes: bool) -> None:
    """Find the rows of figures of one sentence and give each figure the name in its place."""
    at = 0
    while at < len(figures):
        run = _run(figures, at, text)
        before = figures[at - len(run) : at] if at >= len(run) else ()
        if len(run) > 1 and _joint(run, text):
            again = before and run[0].change == "growth" and _ONCE_MORE.match(text, before[-1].end, run[0].start)
            if not (again and _grown(run, before)):
                _name(run, figures, text, notes)
        elif len(run) > 1 and run[0].change == "growth":
            _grown(run, before)
        at += max(len(run), 1)


def _run(figures: Sequence[Figure], at: int, text: str) -> list[Figure]:
    """The figures from `at` on that follow each other with nothing but a list mark between, all of one dimension."""
    run = [figures[at]]
    if run[0].threshold or run[0].drop:
        return run
    for figure in figures[at + 1 :]:
        last = run[-1]
        if figure.clause != last.clause or figure.unit.kind != last.unit.kind or figure.threshold:
            break
        between = text[last.end : figure.start]
        mark = text[run[0].start - 1 : run[0].start]
        if mark and mark in _SIGNS and between.endswith(mark):
            # 会议、文件分别-12.5%、-9.1%
            between = between[:-1]
        if len(between) > 5 or not between.strip() or not _BETWEEN.match(between):
            break
        if figure.unit.dimension != last.unit.dimension:
            break
        run.append(figure)
    return run


def _joint(run: Sequence[Figure], text: str) -> bool:
    first = run[0]
    words = text[first.clause_start : first.start]
    return "分别" in words or "依次" in words or words.count("、") >= len(run) - 1


def _name(run: Sequence[Figure], figures: Sequence[Figure], text: str, notes: bool) -> None:
    count = len(run)
    first = run[0]
    _bind(run)
    end = first.left.end
    pieces = [text[left:right] for left, right, _ in _kept(first, first.clause_start, end)]
    items = [one for one in _SPLIT.split("".join(pieces)) if one.strip()]
    if len(items) < count:
        earlier = [one for one in figures if one.start < first.start and one.named and not one.threshold and one.joint < 0]
        last = [one for one in earlier if one.clause == earlier[-1].clause] if earlier else []
        if len(last) == count and len(items) <= 1 and (not items or len(items[0]) <= 4):
            for figure, source in zip(run, last, strict=True):
                _follow(figure, source, notes)
            return
        row = _row_before(text, first, count)
        if row is None:
            _unnamed(run)
            return
        tail = read_name(items[-1], notes).text if items else ""
        shared = _CLASS_NAME.match(tail)
        names = [one + (shared[1] if shared else tail) for one in row]
    else:
        names = _with_tail(items[-count:])
    for figure, name in zip(run, names, strict=True):
        read = read_name(name, notes)
        if figure is first or read.text:
            figure.name, figure.id, figure.family = read.label, read.id, read.family
            figure.scope = read.scope or first.scope
            figure.noun, figure.named = read.text, True
            place = text.find(name[:4], first.clause_start, end)
            if place >= 0:
                figure.name_start, figure.name_end = place, min(place + len(name), end)


def _grown(run: Sequence[Figure], before: Sequence[Figure]) -> bool:
    """A、B产值分别达到1、2，比上年增长3%、4%: as many growths as the row before has amounts are theirs, each in its place."""
    if not before or any(one.joint < 0 or one.joint != before[0].joint or (one.change != "level" and one.about < 0) for one in before):
        return False
    _bind(run)
    for figure, source in zip(run, before, strict=True):
        _take_name(figure, source)
        figure.about = source.start if source.change == "level" else source.about
    return True


def _bind(run: Sequence[Figure]) -> None:
    """Tie a row together: what the first figure is, all are."""
    first = run[0]
    for figure in run:
        figure.joint = first.start
        figure.change, figure.sign, figure.verb, figure.compare = first.change, first.sign, first.verb, first.compare
        figure.role, figure.period, figure.period_from = first.role, first.period, first.period_from


def _take_name(figure: Figure, source: Figure) -> None:
    figure.name, figure.noun, figure.id, figure.family, figure.scope = source.name, source.noun, source.id, source.family, source.scope
    figure.name_start, figure.name_end, figure.named = source.name_start, source.name_end, False


def _follow(figure: Figure, source: Figure, notes: bool) -> None:
    """The figure of a second row takes the name of the first: 新增A11家、B2家，累计分别达到38家、7家."""
    _take_name(figure, source)
    if source.change == "increase" and figure.change == "level":
        row, family = resolve(source.noun, notes)
        known = indicator(row) if row else None
        figure.id, figure.family, figure.name = row, family, known.name if known else source.noun
    if figure.change not in ("level", "rate", "from"):
        figure.about = source.start


def _kept(figure: Figure, start: int, end: int) -> list[tuple[int, int, str]]:
    pieces, at = [], start
    for left, right, _ in figure.cuts:
        if left >= at and right <= end:
            pieces.append((at, left, ""))
            at = right
    pieces.append((at, end, ""))
    return pieces


def _with_tail(items: Sequence[str]) -> list[str]:
    """Names of a row with what only its last member says: 高端装备、新型材料两大主导产业产值 → 高端装备产值, 新型材料产值."""
    last = items[-1]
    shared = _SHARED.match(last)
    if shared:
        own = [*items[:-1], shared["own"]]
        return [_LEADING.sub("", one) + shared["tail"] if index == 0 else one + shared["tail"] for index, one in enumerate(own)]
    measure = _MEASURE.search(last)
    if measure and measure.start() >= 2 and not any(_MEASURE.search(one) for one in items[:-1]):
        return [one + measure.group() for one in items[:-1]] + [last]
    return list(items)


def _row_before(text: str, first: Figure, count: int) -> list[str] | None:
    """A row of `count` names earlier in the sentence."""
    rows = list(_LIST.finditer(text, first.sentence, first.clause_start))
    for match in reversed(rows):
        names = _SPLIT.split(match.group())
        if len(names) == count:
            names[0] = _LEADING.sub("", names[0])
            shared = _SHARED.match(names[-1])
            if shared:
                names[-1] = shared["own"]
            return names
    return None


def _unnamed(run: Sequence[Figure]) -> None:
    """No row of names fits: better no name than a wrong one."""
    for figure in run[1:]:
        if not figure.named:
            figure.name = figure.id = figure.family = ""
            figure.about = -1
