"""The layout of the ribbon: a lane for each service, time from left to right.

Plain Python, without Django or a language. Horizontal places are percentages of the picture's width, so that
it stretches with the page; heights are in em, so that they grow with the text. Numbers are returned as text
with a full stop, ready for SVG. Marks and labels are kept apart at the narrowest width of a drawing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..asof.intervals import IntervalStatus, Stretch

NARROW, WIDE = 46.0, 72.0
"""The least width, in em, of the two drawings. Below the first only the list is shown: `ribbon.css`."""

GUTTER = 15.0  # percent of the width kept for the names of rows
TARGET = 1.9  # least distance of marks, in em: 24 px, as a finger needs
LETTER = 0.5  # width of an average letter of a label, in em

HEADING, ROW, PHASE, AXIS, GAP = 2.1, 1.95, 2.6, 1.7, 0.9
"""Heights in em: a lane's name, a row of marks, a phase with its label, the scale, a gap between lanes."""

TAIL = ((0.0, 1.6), (2.0, 1.1), (3.5, 0.8), (4.7, 0.5), (5.7, 0.3), (6.5, 0.15))
"""Start and length, in em, of the dashes at the end of a phase without a stated end."""

TAIL_NOTE = 7.1  # the place of a note after the last dash, in em from the start of the dashes
MOST_YEARS = 10  # years named along the top
DAY, MONTH, LESS = "day", "month", "less"  # marks by precision: solid, open, dashed


@dataclass(frozen=True)
class Moment:
    """An event of the lane. `letter` shows its kind, `shape` its precision."""

    day: date
    row: str
    shape: str
    letter: str
    name: str
    href: str
    listed: str  # the place in a list, for the link of a mark of several moments


@dataclass(frozen=True)
class Phase:
    label: str
    name: str
    href: str
    stretches: Sequence[Stretch]
    note: str = ""  # text at the open end, to say why


@dataclass(frozen=True)
class Lane:
    """A service: its phases, and its events in rows by voice."""

    name: str
    href: str
    rows: Sequence[tuple[str, str]]  # key and name of each row of marks, in order
    moments: Sequence[Moment]
    phases: Sequence[Phase]


GroupLabel = Callable[[Sequence[Moment]], str]  # returns a label for moments too close to be told apart


@dataclass(frozen=True)
class RibbonMark:
    x: str
    y: str
    row: str
    shape: str
    letter: str
    name: str
    href: str
    count: int


@dataclass(frozen=True)
class Bar:
    """A stretch of a phase: solid where certain, hollow where possible."""

    x: str
    width: str
    hollow: bool


@dataclass(frozen=True)
class Dash:
    x: str
    width: str


@dataclass(frozen=True)
class DrawnPhase:
    label: str
    name: str
    href: str
    label_x: str
    label_end: bool  # True where the label ends at `label_x`; else it begins there
    label_y: str
    bar_y: str
    bars: list[Bar]
    tail_x: str
    tail: list[Dash]  # dashes of an open end. Its places are in em from `tail_x`.
    note: str
    note_x: str  # from `tail_x`, in em; blank where the note has no room there and follows the label
    goes_on: bool  # True where it lasted longer than the picture


@dataclass(frozen=True)
class RowName:
    text: str
    y: str


@dataclass(frozen=True)
class DrawnLane:
    name: str
    href: str
    top: str
    name_y: str
    bottom: str
    rows: list[RowName]
    marks: list[RibbonMark]
    phases: list[DrawnPhase]


@dataclass(frozen=True)
class RibbonTick:
    x: str
    label: str


@dataclass(frozen=True)
class Ribbon:
    height: str
    left: str
    ticks: list[RibbonTick]
    lanes: list[DrawnLane]
    day_x: str  # the place of the day asked about; blank for none, or outside the picture


@dataclass(frozen=True)
class Scale:
    """The days of the picture, and the place of each, in percent."""

    first: date
    last: date
    width: float  # the least width, in em

    def percent(self, em: float) -> float:
        return em / self.width * 100

    def at(self, day: date, *, end: bool = False) -> float:
        days = (self.last - self.first).days + 1
        passed = min(max((day - self.first).days + end, 0), days)
        return GUTTER + passed / days * (100 - GUTTER)


def draw_ribbon(
    lanes: Sequence[Lane],
    first: date,
    last: date,
    several: GroupLabel,
    *,
    width: float = NARROW,
    day: date | None = None,
) -> Ribbon:
    scale = Scale(first, last, width)
    drawn, top = [], AXIS
    for lane in lanes:
        drawn.append(_lane(lane, top, scale, several))
        top = float(drawn[-1].bottom) + GAP
    shown = day is not None and first <= day <= last
    return Ribbon(
        height=_n(top - GAP if lanes else top),
        left=_n(GUTTER),
        ticks=_ticks(scale),
        lanes=drawn,
        day_x=_n(scale.at(day)) if day and shown else "",
    )


def _lane(lane: Lane, top: float, scale: Scale, several: GroupLabel) -> DrawnLane:
    rows_top = top + HEADING
    used = [(key, name) for key, name in lane.rows if any(moment.row == key for moment in lane.moments)]
    rows = [RowName(name, _n(rows_top + (number + 0.62) * ROW)) for number, (_key, name) in enumerate(used)]
    marks = [
        mark
        for number, (key, _name) in enumerate(used)
        for mark in _marks(
            [moment for moment in lane.moments if moment.row == key],
            rows_top + (number + 0.5) * ROW,
            scale,
            several,
        )
    ]
    phases_top = rows_top + len(used) * ROW
    phases = [_phase(phase, phases_top + number * PHASE, scale) for number, phase in enumerate(lane.phases)]
    return DrawnLane(
        name=lane.name,
        href=lane.href,
        top=_n(top),
        name_y=_n(top + HEADING * 0.62),
        bottom=_n(phases_top + len(phases) * PHASE),
        rows=rows,
        marks=marks,
        phases=phases,
    )


def _marks(moments: Sequence[Moment], y: float, scale: Scale, several: GroupLabel) -> list[RibbonMark]:
    return [_mark(group, middle, y, several) for middle, group in _groups(moments, scale)]


def _mark(moments: Sequence[Moment], x: float, y: float, several: GroupLabel) -> RibbonMark:
    one = moments[0]
    alone = len(moments) == 1
    return RibbonMark(
        x=_n(x),
        y=_n(y),
        row=one.row,
        shape=one.shape if alone else "several",
        letter=one.letter if alone else str(len(moments)),
        name=one.name if alone else several(moments),
        href=one.href if alone else one.listed,
        count=len(moments),
    )


def _groups(moments: Sequence[Moment], scale: Scale) -> list[tuple[float, list[Moment]]]:
    """Join the nearest moments until none are too close."""
    half = scale.percent(TARGET) / 2
    groups = [
        (min(scale.at(moment.day), 100 - half), [moment]) for moment in sorted(moments, key=lambda m: m.day)
    ]
    apart = 2 * half
    while len(groups) > 1:
        gaps = [right[0] - left[0] for left, right in zip(groups, groups[1:], strict=False)]
        nearest = min(range(len(gaps)), key=gaps.__getitem__)
        if gaps[nearest] >= apart:
            break
        groups[nearest : nearest + 2] = [_joined(*groups[nearest : nearest + 2])]
    return groups


def _joined(
    left: tuple[float, list[Moment]], right: tuple[float, list[Moment]]
) -> tuple[float, list[Moment]]:
    many = [*left[1], *right[1]]
    return (left[0] * len(left[1]) + right[0] * len(right[1])) / len(many), many


def _phase(phase: Phase, top: float, scale: Scale) -> DrawnPhase:
    running_out = [
        stretch for stretch in phase.stretches if stretch.interval_status is IntervalStatus.NO_END_STATED
    ]
    bars = [_bar(stretch, scale) for stretch in phase.stretches if stretch not in running_out]
    begins = scale.at(phase.stretches[0].first) if phase.stretches else GUTTER
    tail_at = scale.at(running_out[0].first) if running_out else 0.0
    noted = bool(running_out) and tail_at + scale.percent(TAIL_NOTE + len(phase.note) * LETTER) <= 100
    label = phase.label if noted or not phase.note else f"{phase.label} ({phase.note})"
    label_x, label_end = _label(label, begins, scale)
    last = phase.stretches[-1] if phase.stretches else None
    return DrawnPhase(
        label=label,
        name=phase.name,
        href=phase.href,
        label_x=_n(label_x),
        label_end=label_end,
        label_y=_n(top + 1.2),
        bar_y=_n(top + 1.5),
        bars=bars,
        tail_x=_n(tail_at) if running_out else "",
        tail=_tail(tail_at, scale) if running_out else [],
        note=phase.note if noted else "",
        note_x=_n(TAIL_NOTE) if noted else "",
        goes_on=bool(last and last.interval_status is IntervalStatus.ONGOING and last.last >= scale.last),
    )


def _bar(stretch: Stretch, scale: Scale) -> Bar:
    begins, ends = scale.at(stretch.first), scale.at(stretch.last, end=True)
    return Bar(_n(begins), _n(ends - begins), hollow=stretch.interval_status is not IntervalStatus.ONGOING)


def _label(text: str, begins: float, scale: Scale) -> tuple[float, bool]:
    if begins + scale.percent(len(text) * LETTER) <= 100:
        return begins, False
    return 100.0, True


def _tail(begins: float, scale: Scale) -> list[Dash]:
    """Return the dashes that fit: at least the first, cut at the edge."""
    room = (100 - begins) / 100 * scale.width
    return [Dash(_n(start), _n(min(length, room - start))) for start, length in TAIL if start < room]


def _ticks(scale: Scale) -> list[RibbonTick]:
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = 1 + len(years) // MOST_YEARS
    ticks = [RibbonTick(_n(scale.at(date(year, 1, 1))), str(year)) for year in years[::step]]
    room = scale.percent(5 * LETTER)
    if not ticks or float(ticks[0].x) - GUTTER >= room:
        ticks.insert(0, RibbonTick(_n(GUTTER), str(scale.first.year)))
    return ticks


def _n(number: float) -> str:
    return f"{number:.2f}"
