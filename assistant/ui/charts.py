"""Small charts as inline SVG in the page's own colours: text is ink, colour only for what is off. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from assistant.ui.language import say
from assistant.ui.markup import Html, join, tag
from assistant.ui.series import Point, recomputed

_WIDTH, _HEIGHT, _LEFT, _BASE, _TOP = 740, 236, 56, 190, 34
_DOTS_WIDTH, _AXIS, _AXIS_WIDTH = 330, 122, 136


def number(value: Decimal) -> str:
    """A value without needless zeros."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text


def signed(value: Decimal) -> str:
    """A rate with its sign, one decimal."""
    return f"{'+' if value >= 0 else '−'}{abs(value):.1f}%"


def bars(points: Sequence[Point], name: str) -> Html:
    """The years' values as bars that start at zero, growth between them; a forecast is dashed."""
    if not points:
        return Html("")
    top = _nice(max(float(point.value) for point in points))
    step = (_WIDTH - _LEFT - 24) / max(len(points), 1)
    wide = min(44.0, step * 0.5)
    pieces: list[Html] = []
    for line in range(4):
        y = _BASE - (_BASE - _TOP) * line / 3
        pieces.append(tag("line", cls="grid", x1=_LEFT, x2=_WIDTH - 16, y1=f"{y:.1f}", y2=f"{y:.1f}"))
        pieces.append(_text(_LEFT - 8, y + 4, number(Decimal(str(round(top * line / 3, 2)))), anchor="end"))
    pieces.append(_text(16, 16, points[0].unit))
    for position, point in enumerate(points):
        middle = _LEFT + step * (position + 0.5)
        y = _BASE - (_BASE - _TOP) * float(point.value) / top
        look = (
            {"fill": "var(--bz-paper)", "stroke": "var(--bz-ink)", "stroke_width": "1.5", "stroke_dasharray": "4 3"}
            if point.forecast
            else {"fill": "var(--bz-ink-3)"}
        )
        bar = tag("rect", x=f"{middle - wide / 2:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=f"{_BASE - y:.1f}", **look)
        if point.report:
            bar = tag(
                "g",
                bar,
                cls="bz-press",
                data_on="read",
                data_id=point.report,
                data_start=point.start,
                data_end=point.end,
                data_clean=1,
                tabindex="0",
                role="button",
                aria_label=f"{point.year} {number(point.value)}{point.unit}",
            )
        pieces.append(bar)
        pieces.append(_text(middle, y - 8, number(point.value), cls="k b", anchor="middle"))
        pieces.append(_text(middle, _BASE + 20, f"{point.year}{'预计' if point.forecast else ''}", cls="k", anchor="middle"))
        if position:
            rate = recomputed(points[position - 1], point)
            if rate is not None and points[position - 1].year == point.year - 1:
                pieces.append(_text(middle - step / 2, _BASE - 12, signed(rate), cls="r", anchor="middle"))
    told = "、".join(f"{point.year}年{number(point.value)}{point.unit}" for point in points)
    return tag("svg", *pieces, cls="bz-chart", viewBox=f"0 0 {_WIDTH} {_HEIGHT}", width="100%", role="img", aria_label=f"{name}：{told}")


def dots(rows: Sequence[tuple[str, Decimal, Decimal, bool]]) -> Html:
    """Written and recomputed rates beside each other: name, written, recomputed, whether they disagree."""
    if not rows:
        return Html("")
    values = [float(value) for _, written, computed, _ in rows for value in (written, computed)]
    step = _step(max(0.0, max(values)) - min(0.0, min(values)))
    low, high = step * math.floor(min(0.0, min(values)) / step), step * math.ceil(max(0.0, max(values)) / step)
    parts = max(1, round((high - low) / step))
    height = 32 * len(rows) + 34

    def x(value: float | Decimal) -> float:
        return _AXIS + (float(value) - low) / (step * parts) * _AXIS_WIDTH

    pieces: list[Html] = []
    for part in range(parts + 1):
        at = x(low + step * part)
        pieces.append(tag("line", cls="grid", x1=f"{at:.1f}", x2=f"{at:.1f}", y1="6", y2=height - 26))
        pieces.append(_text(at, height - 10, f"{low + step * part:g}%", anchor="middle"))
    for row, (name, written, computed, off) in enumerate(rows):
        y = 22 + 32 * row
        if off:
            pieces.append(tag("rect", x="0", y=y - 15, width=_DOTS_WIDTH, height="30", fill="var(--bz-cinnabar-bg)"))
        pieces.append(_text(4, y + 4, name if len(name) <= 9 else f"{name[:8]}…", cls="k"))
        colour = "var(--bz-cinnabar)" if off else "var(--bz-ink)"
        if off:
            pieces.append(tag("line", x1=f"{x(written):.1f}", x2=f"{x(computed):.1f}", y1=y, y2=y, stroke=colour, stroke_width="1.5"))
        pieces.append(tag("circle", cx=f"{x(written):.1f}", cy=y, r="5", fill="none", stroke=colour, stroke_width="1.5"))
        pieces.append(tag("circle", cx=f"{x(computed):.1f}", cy=y, r="2.8", fill=colour))
        said = f"写{written:.1f}% 算{computed:.1f}%" if off else f"{written:.1f}%"
        right = max(x(written), x(computed))
        # what would run out of the picture stands on the other side
        beside, anchor = (right + 10, "") if right + 10 + 6.5 * len(said) < _DOTS_WIDTH else (min(x(written), x(computed)) - 10, "end")
        pieces.append(_text(beside, y + 4, said, cls="x" if off else "r", anchor=anchor))
    told = "；".join(f"{name}写{written}%算{computed:.1f}%" for name, written, computed, _ in rows)
    return tag("svg", *pieces, cls="bz-chart", viewBox=f"0 0 {_DOTS_WIDTH} {height}", width="100%", role="img", aria_label=told)


def _text(x: float, y: float, text: str, cls: str = "", anchor: str = "") -> Html:
    return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", cls=cls or None, text_anchor=anchor or None)


def _nice(value: float) -> float:
    if value <= 0:
        return 1.0
    size = 10 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next((step * size for step in (1.2, 1.5, 1.8, 2.4, 3, 4.5, 6, 7.5, 9, 12) if step * size >= value), value)


def _step(span: float) -> float:
    """Between two lines of a scale: a round number, so that three to five lines carry the span."""
    rough = max(span, 0.1) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * step for step in (1, 2, 2.5, 5, 10) if size * step >= rough * 0.999)


def legend() -> Html:
    """What ring and dot mean."""
    ring = tag(
        "svg", tag("circle", cx="6", cy="6", r="4", fill="none", stroke="var(--bz-ink)", stroke_width="1.5"), width="12", height="12"
    )
    dot = tag("svg", tag("circle", cx="6", cy="6", r="3", fill="var(--bz-ink)"), width="12", height="12")
    return join([tag("span", ring, " ", say("正文写的"), cls="bz-key"), tag("span", dot, " ", say("重算的"), cls="bz-key")])


def forest(rows: Sequence[tuple[str, float, float, float, str]]) -> Html:
    """Differences with their intervals: name, difference, low, high, verdict. Filled triangle: better or worse; hollow ring: can't tell."""
    if not rows:
        return Html("")
    reach = max(max(abs(low), abs(high), abs(difference)) for _, difference, low, high, _ in rows) or 1.0
    height = 34 * len(rows) + 44
    left, right = 150, 590

    def x(value: float) -> float:
        return left + (max(-reach, min(reach, value)) + reach) / (2 * reach) * (right - left)

    pieces: list[Html] = []
    for part in range(5):
        value = -reach + reach * part / 2
        line = tag("line", cls="ax" if part == 2 else "grid", x1=f"{x(value):.1f}", x2=f"{x(value):.1f}", y1="8", y2=height - 30)
        pieces += [line, _text(x(value), height - 12, f"{value:+.2g}".replace("-", "−") if part != 2 else "0", anchor="middle")]
    colours = {"better": "var(--bz-malachite)", "worse": "var(--bz-cinnabar)"}
    words = {"better": say("更好"), "worse": say("更差")}
    for row, (name, difference, low, high, verdict) in enumerate(rows):
        y = 26 + 34 * row
        colour = colours.get(verdict, "var(--bz-ink-2)")
        pieces.append(_text(0, y + 4, name, cls="k"))
        pieces.append(tag("line", x1=f"{x(low):.1f}", x2=f"{x(high):.1f}", y1=y, y2=y, stroke=colour, stroke_width="1.5"))
        pieces += [
            tag("line", x1=f"{x(end):.1f}", x2=f"{x(end):.1f}", y1=y - 5, y2=y + 5, stroke=colour, stroke_width="1.5")
            for end in (low, high)
        ]
        at = x(difference)
        if verdict in colours:
            sign = -1 if difference > 0 else 1
            corners = f"{at:.1f},{y + 6 * sign} {at - 6:.1f},{y - 5 * sign} {at + 6:.1f},{y - 5 * sign}"
            pieces.append(tag("polygon", points=corners, fill=colour))
        else:
            pieces.append(tag("circle", cx=f"{at:.1f}", cy=y, r="4.5", fill="var(--bz-paper)", stroke=colour, stroke_width="1.5"))
        pieces.append(_text(right + 16, y + 4, f"{difference:+.3f}　[{low:+.3f}, {high:+.3f}]".replace("-", "−"), cls="r"))
        pieces.append(_text(right + 190, y + 4, words.get(verdict, say("无法判定")), cls="k b" if verdict in colours else "r"))
    told = "；".join(f"{name} {difference:+.3f}" for name, difference, *_ in rows)
    return tag("svg", *pieces, cls="bz-chart", viewBox=f"0 0 860 {height}", width="100%", role="img", aria_label=told)
