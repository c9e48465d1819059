"""An indicator over the years, from the figures of past reports and this year's ledger. Pure; the chart is drawn elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Point:
    """The value of a year as written. rate: the growth the report itself states, in percent. report: where it stands."""

    year: int
    value: Decimal
    unit: str
    rate: Decimal | None = None
    report: str = ""
    start: int = 0
    end: int = 0
    forecast: bool = False


def points(indicator: str, by_report: Mapping[str, tuple[int, Sequence[Quantity]]]) -> list[Point]:
    """The years' values of an indicator; by_report: report → (its year, its figures). Only whole years in the commonest unit count."""
    found: list[Point] = []
    for report, (year, quantities) in by_report.items():
        fitting = [quantity for quantity in quantities if fits(quantity, indicator, year) and quantity.value is not None]
        # 首次突破400亿元，达到402.5亿元: the bar passed is named first, the value itself has no bound and mostly a growth
        fitting.sort(
            key=lambda one: (bool(one.bound) or one.verb.endswith(("突破", "超", "跨越")), _rate_of(one, quantities) is None, one.start)
        )
        for quantity in fitting[:1]:
            if quantity.value is not None:
                found.append(
                    Point(
                        year,
                        quantity.value * quantity.sign,
                        quantity.unit,
                        _rate_of(quantity, quantities),
                        report,
                        quantity.start,
                        quantity.end,
                    )
                )
    units = [point.unit for point in found]
    unit = max(set(units), key=units.count) if units else ""
    return sorted((point for point in found if point.unit == unit), key=lambda point: point.year)


def fits(quantity: Quantity, indicator: str, year: int) -> bool:
    """Whether this is the whole unit's value of the whole year."""
    period = quantity.period
    return (
        quantity.indicator == indicator
        and quantity.change in ("level", "rate")
        and not quantity.scope
        and quantity.role in ("actual", "forecast")
        and not quantity.masked
        and not quantity.threshold
        and quantity.parent < 0
        and period.kind in ("year", "at", "unknown")
        and period.year in (None, year)
    )


def _rate_of(level: Quantity, quantities: Iterable[Quantity]) -> Decimal | None:
    for one in quantities:
        if one.about == level.start and one.change == "growth" and one.value is not None:
            return one.value * one.sign
    return None


def known_indicators(by_report: Mapping[str, tuple[int, Sequence[Quantity]]], least: int = 2) -> list[str]:
    """Indicators of the reference table that have a value in at least so many years, the commonest first."""
    counts: dict[str, set[int]] = {}
    for year, quantities in by_report.values():
        for quantity in quantities:
            if quantity.indicator_id and fits(quantity, quantity.indicator, year):
                counts.setdefault(quantity.indicator, set()).add(year)
    return sorted((name for name, years in counts.items() if len(years) >= least), key=lambda name: -len(counts[name]))


def recomputed(before: Point, after: Point) -> Decimal | None:
    """The growth in percent that two values give."""
    if not before.value:
        return None
    return (after.value / before.value - 1) * 100
