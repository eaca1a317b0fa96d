"""Where the points of a small chart stand. Plain Python: it knows neither Django nor a language.

Every number it gives is text with a full stop, fit to stand in SVG as it is.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 400, 230
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 22, 34
"""What is kept free around the plot: for the scale, the last label, the highest label, the dates."""

SHORTEST_SPAN = timedelta(days=180)
LONGEST_IN_MONTHS = timedelta(days=450)
"""A longer chart is marked by years, a shorter one by quarters."""

ARROW = 18
"""How far an arrow reaches from a value that is only a bound."""

LABEL_GAP = 10
NEAR_X, NEAR_Y = 60, 16
"""Two labels nearer than this would run into each other."""


@dataclass(frozen=True)
class Point:
    """A value for a period. `comparator` is blank where it is exact; `target` is None where not stated."""

    first: date
    last: date
    value: float
    label: str
    comparator: str = ""
    target: float | None = None
    disputed: bool = False


@dataclass(frozen=True)
class Tick:
    at: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A point drawn: its period as a line from `x1` to `x2`, its value at `x`, its label beside it."""

    x: str
    y: str
    x1: str
    x2: str
    label: str
    label_x: str
    label_y: str
    anchor: str
    comparator: str
    arrow: str
    disputed: bool


@dataclass(frozen=True)
class Target:
    x1: str
    x2: str
    y: str
    label: str


@dataclass(frozen=True)
class Chart:
    marks: list[Mark]
    targets: list[Target]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def draw(points: Sequence[Point], *, top: float | None, month_label: Callable[[date], str]) -> Chart:
    """Place the points. `top` is the end of the scale where the unit has one: 100 for a percentage.

    Raises ValueError where there is no point.
    """
    if not points:
        raise ValueError("There is nothing to draw.")
    first, last = _span(points)
    highest = top or _round_up(max(max(point.value, point.target or 0) for point in points))

    def x(day: date) -> float:
        return LEFT + (day - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (1 - value / highest) * (HEIGHT - TOP - BOTTOM)

    return Chart(
        marks=_marks(points, x, y),
        targets=[
            Target(_n(x(point.first) - 16), _n(x(point.last) + 16), _n(y(point.target)), f"{point.target:g}")
            for point in points
            if point.target is not None
        ],
        x_ticks=[Tick(_n(x(day)), label) for day, label in _dates(first, last, month_label)],
        y_ticks=[Tick(_n(y(value)), f"{value:g}") for value in (0, highest / 2, highest)],
    )


def _marks(points: Sequence[Point], x: Callable[[date], float], y: Callable[[float], float]) -> list[Mark]:
    marks: list[Mark] = []
    taken: list[tuple[float, float, str]] = []
    for point in points:
        middle = (x(point.first) + x(point.last)) / 2
        near = any(
            abs(middle - other) < NEAR_X and abs(y(point.value) - height) < NEAR_Y and anchor == "start"
            for other, height, anchor in taken
        )
        crowded = near or middle > WIDTH - RIGHT - NEAR_X
        anchor = "end" if crowded else "start"
        taken.append((middle, y(point.value), anchor))
        marks.append(
            Mark(
                x=_n(middle),
                y=_n(y(point.value)),
                x1=_n(x(point.first)),
                x2=_n(x(point.last)),
                label=point.label,
                label_x=_n(middle - LABEL_GAP if crowded else middle + LABEL_GAP),
                label_y=_n(y(point.value) - LABEL_GAP / 2),
                anchor=anchor,
                comparator=point.comparator,
                arrow=_arrow(middle, y(point.value), point.comparator),
                disputed=point.disputed,
            )
        )
    return marks


def _arrow(x: float, y: float, comparator: str) -> str:
    """Which way a value that is only a bound may go: up from “over 80”, down from “under 95”."""
    way = {"over": -1, "at-least": -1, "under": 1, "at-most": 1}.get(comparator)
    if way is None:
        return ""
    tip, barb = y + way * ARROW, y + way * (ARROW - 5)
    head = f"M{_n(x - 4)} {_n(barb)}L{_n(x)} {_n(tip)}L{_n(x + 4)} {_n(barb)}"
    return f"M{_n(x)} {_n(y)}V{_n(tip)}{head}"


def _span(points: Sequence[Point]) -> tuple[date, date]:
    """First and last day of the chart, with a margin either side, so that no point stands on an edge."""
    first, last = min(point.first for point in points), max(point.last for point in points)
    missing = max(SHORTEST_SPAN - (last - first), timedelta())
    margin = (last - first) * 0.06 + missing / 2 + timedelta(days=1)
    return first - margin, last + margin


def _dates(first: date, last: date, month_label: Callable[[date], str]) -> list[tuple[date, str]]:
    if last - first > LONGEST_IN_MONTHS:
        januaries = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
        return [(day, str(day.year)) for day in januaries if first <= day <= last]
    quarters = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)]
    return [(day, month_label(day)) for day in quarters if first <= day <= last]


def _round_up(value: float) -> float:
    """The next round number above: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1
    size = 10 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= value * 1.05 or step == 10)


def _n(number: float) -> str:
    return f"{number:.1f}"
