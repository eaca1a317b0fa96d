"""The layout of a small chart.

Plain Python, without Django or a language. Numbers are returned as text with a full stop, ready for SVG.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 400, 245
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 40, 34  # margins in picture units: scale, last label, highest label, dates

SHORTEST_SPAN = timedelta(days=180)
LONGEST_IN_QUARTERS, LONGEST_IN_HALVES = timedelta(days=450), timedelta(days=1100)
"""Days of the longest charts marked by quarters and by half-years; a longer one is marked by years."""

ARROW = 18

MOST_YEARS = 8

ABOVE, BELOW = 10, 20

NEAR = timedelta(days=31)  # labels of values whose periods are no further apart than this may overlap

CLEAR = 28

LETTER = 8


@dataclass(frozen=True)
class ChartPoint:
    """A value for a period. `comparator` is blank where it is exact; `target` is None where not stated."""

    first: date
    last: date
    value: float
    label: str
    comparator: str = ""
    target: float | None = None
    disputed: bool = False


@dataclass(frozen=True)
class ChartTick:
    at: str
    label: str


@dataclass(frozen=True)
class ChartMark:
    """A placed point: its period from `x1` to `x2`, its value at `x` and `y`, its label above or below."""

    x: str
    y: str
    x1: str
    x2: str
    label: str
    label_x: str
    label_y: str
    comparator: str
    arrow: str
    disputed: bool


@dataclass(frozen=True)
class ChartTarget:
    x1: str
    x2: str
    y: str
    label_y: str
    label: str


@dataclass(frozen=True)
class ChartText:
    """How the reader's language writes a month and a number."""

    month: Callable[[date], str]
    number: Callable[[float], str]


@dataclass(frozen=True)
class Chart:
    marks: list[ChartMark]
    targets: list[ChartTarget]
    x_ticks: list[ChartTick]
    y_ticks: list[ChartTick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    base: int = HEIGHT - BOTTOM
    right: int = WIDTH - RIGHT


def draw(points: Sequence[ChartPoint], *, top: float, words: ChartText) -> Chart:
    """Place the points. Raises ValueError where there are none.

    The scale reaches at least `top`: 100 for a percentage, 0 for an open scale.
    """
    if not points:
        raise ValueError("There is nothing to draw.")
    first, last = _span(points)
    values = [value for point in points for value in (point.value, point.target) if value is not None]
    highest = top if top and max(values) <= top else _round_up(max(values))
    lowest = -_round_up(-min(values)) if min(values) < 0 else 0.0

    def x(day: date) -> float:
        return LEFT + (day - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (highest - value) / (highest - lowest) * (HEIGHT - TOP - BOTTOM)

    return Chart(
        marks=[_mark(point, points, x, y) for point in points],
        targets=[
            ChartTarget(
                x1=_n(x(point.first) - 16),
                x2=_n(x(point.last) + 16),
                y=_n(y(point.target)),
                label_y=_n(y(point.target) - 6),
                label=words.number(point.target),
            )
            for point in points
            if point.target is not None
        ],
        x_ticks=[ChartTick(_n(x(day)), label) for day, label in _dates(first, last, words.month)],
        y_ticks=[
            ChartTick(_n(y(value)), words.number(value))
            for value in sorted({lowest, 0.0, (highest + lowest) / 2 if lowest == 0 else 0.0, highest})
        ],
    )


def _mark(
    point: ChartPoint, points: Sequence[ChartPoint], x: Callable[[date], float], y: Callable[[float], float]
) -> ChartMark:
    left, right = x(point.first), x(point.last)
    middle, height = (left + right) / 2, y(point.value)
    return ChartMark(
        x=_n(middle),
        y=_n(height),
        x1=_n(left),
        x2=_n(right),
        label=point.label,
        label_x=_n(_label_x(middle, point.label)),
        label_y=_n(_label_y(point, points, y)),
        comparator=point.comparator,
        arrow=_arrow(middle, height, point.comparator),
        disputed=point.disputed,
    )


def _label_x(middle: float, label: str) -> float:
    half = len(label) * LETTER / 2
    return min(max(middle, LEFT + half), WIDTH - half)


def _label_y(point: ChartPoint, points: Sequence[ChartPoint], y: Callable[[float], float]) -> float:
    here = y(point.value)
    near = [
        other for other in points if other.first - NEAR <= point.last and other.last + NEAR >= point.first
    ]
    above = [y(other.value) for other in near if other.value > point.value]
    above += [y(other.target) for other in near if other.target is not None and other.target > point.value]
    crowded = any(here - height < CLEAR for height in above)
    arrow = ARROW if _direction(point.comparator) < 0 else 0
    if crowded and here + BELOW < HEIGHT - BOTTOM:
        return here + BELOW
    return here - ABOVE - arrow


def _direction(comparator: str) -> int:
    """Return the direction of a bound on the picture: -1 up, 1 down, 0 for an exact value."""
    return {"over": -1, "at-least": -1, "under": 1, "at-most": 1}.get(comparator, 0)


def _arrow(x: float, y: float, comparator: str) -> str:
    way = _direction(comparator)
    if not way:
        return ""
    tip, barb = y + way * ARROW, y + way * (ARROW - 5)
    head = f"M{_n(x - 4)} {_n(barb)}L{_n(x)} {_n(tip)}L{_n(x + 4)} {_n(barb)}"
    return f"M{_n(x)} {_n(y)}V{_n(tip)}{head}"


def _span(points: Sequence[ChartPoint]) -> tuple[date, date]:
    first, last = min(point.first for point in points), max(point.last for point in points)
    missing = max(SHORTEST_SPAN - (last - first), timedelta())
    margin = (last - first) * 0.06 + missing / 2 + timedelta(days=1)
    return first - margin, last + margin


def _dates(first: date, last: date, month: Callable[[date], str]) -> list[tuple[date, str]]:
    if last - first > LONGEST_IN_HALVES:
        step = 1 + (last.year - first.year) // MOST_YEARS
        januaries = [date(year, 1, 1) for year in range(first.year, last.year + 1, step)]
        return [(day, str(day.year)) for day in januaries if first <= day <= last]
    begins = (1, 4, 7, 10) if last - first <= LONGEST_IN_QUARTERS else (1, 7)
    days = [date(year, number, 1) for year in range(first.year, last.year + 1) for number in begins]
    return [(day, month(day)) for day in days if first <= day <= last]


def _round_up(value: float) -> float:
    if value <= 0:
        return 1
    size = 10 ** math.floor(math.log10(value))
    return next(step * size for step in (1, 2, 2.5, 5, 10) if step * size >= value * 1.05 or step == 10)


def _n(number: float) -> str:
    return f"{number:.1f}"
