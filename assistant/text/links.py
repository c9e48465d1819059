"""What a figure has to do with the figures before it in its sentence: growth of a level, part of a total, end of a from-to pair."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.text.figures import Figure


def take_name(figure: Figure, source: Figure) -> None:
    """Let a figure carry the name of an earlier one, its place included."""
    figure.name, figure.noun, figure.id, figure.family = source.name, source.noun, source.id, source.family
    figure.name_start, figure.name_end = source.name_start, source.name_end


def link(figure: Figure, adjacent: Figure | None, gap: str | None, seen: Sequence[Figure]) -> None:
    """Set what the figure speaks of, the total it is part of, and the start of a from-to pair."""
    if figure.threshold:
        return
    ratio = figure.unit.kind in ("percent", "points", "times")
    if gap == "的" and adjacent is not None and figure.change in ("share", "completion", "multiple"):
        figure.parent = adjacent.start
        figure.of = figure.of or adjacent.of or adjacent.name
        if figure.change == "completion" and not adjacent.previous:
            adjacent.role = "target"
        source = next((one for one in reversed(seen) if one is not adjacent and one.is_level and one.sub == figure.sub), None)
        if source is not None:
            figure.about = source.start
            take_name(figure, source)
            figure.scope = source.scope
        return
    reached = figure.left.change == "level" and figure.left.verb.endswith(("到", "至", "为", "达"))
    if figure.left.change == "result" or reached:
        start = next((one for one in reversed(seen) if one.change == "from" and one.sub == figure.sub), None)
        if reached and start is not None and start.clause != figure.clause:
            start = None
        if start is not None and start.about < 0:
            start.about = figure.start
            if not start.unit.dimension and start.form == "number" and figure.unit.dimension:
                start.unit, start.unit_inferred = figure.unit, True
    if figure.change in ("growth", "share", "completion", "points", "increase", "multiple", "times-more"):
        named = [one for one in seen if one.is_level and one.name == figure.name and one.id == figure.id]
        if figure.change == "points" and not named:
            # 比重达到52.6%，比上年的49.1%提高3.5个百分点: a share has a difference, too
            named = [one for one in seen if one.change == "share" and one.name == figure.name and one.id == figure.id]
        pool = [one for one in named if ratio or one.unit.dimension == figure.unit.dimension]
        target = next((one for one in reversed(pool) if one.scope == figure.scope), pool[-1] if pool else None)
        if target is not None:
            figure.about = target.start
            if figure.change == "share" and figure.parent < 0:
                figure.parent = target.parent
            if figure.change == "completion" and figure.parent < 0:
                goal = next((one for one in reversed(seen) if one.goal and one.unit.dimension == target.unit.dimension), None)
                figure.parent = goal.start if goal is not None else -1
    elif figure.is_level:
        for one in reversed(seen):
            follows = one.name == figure.name and one.sub == figure.sub and not figure.named
            if follows and one.about < 0 and one.change in ("growth", "points", "increase"):
                one.about = figure.start
    if figure.change in ("level", "increase", "rate") and (figure.named or figure.scope):
        total: Figure | None = None
        if figure.bracket >= 0:
            total = next((one for one in seen if one.start == figure.bracket), None)
            if total is not None and (figure.period.year or 0) < (total.period.year or 0):
                total = None
        elif figure.part or (figure.colon and seen):
            alike = [one for one in seen if one.unit.dimension == figure.unit.dimension]
            # 比上年增加1500亿元 says how the total moved, it is no total
            moved = [one for one in alike if one.change == "increase" and (one.compare or not one.verb.startswith("新")) and one.verb]
            whole = [one for one in alike if one.is_level and not one.part and one.parent < 0 and one not in moved]
            actual = [one for one in whole if not one.goal and one.role != "target"]
            total = actual[-1] if actual else whole[-1] if whole else None
            last = seen[-1] if seen else None
            # 净增32家，其中工业12家: of what was gained, where that is enough to be the whole
            if last is not None and last in moved and not last.compare and _worth(last) >= _worth(figure):
                total = last
        if total is not None and total.unit.dimension == figure.unit.dimension:
            figure.parent = total.start
            figure.of = figure.of or total.name
    elif figure.part and figure.change == "level" and seen and seen[-1].parent >= 0 and seen[-1].end == figure.start:
        # 道路7条17.6公里，其中新建3条10.1公里: the second measure of a part belongs to the second measure of the total
        whole = [one for one in seen if one.start >= seen[-1].parent and one.parent < 0 and one.unit.dimension == figure.unit.dimension]
        if whole:
            figure.parent, figure.of = whole[0].start, whole[0].name



def _worth(figure: Figure) -> Decimal:
    return (figure.value or Decimal(0)) * figure.unit.factor
