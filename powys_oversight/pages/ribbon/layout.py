"""The layout of the ribbon: time from left to right, moments with their words above, bars below.

Plain Python, without Django or a language. Horizontal places are percentages of the picture's width, so that
it stretches with the page; heights are in em, so that they grow with the text. Numbers are returned as text
with a full stop, ready for SVG. Words are kept apart at the least width of the drawing, `WIDTH`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..asof.intervals import UncertainInterval

WIDTH = 72.0  # the least width of the drawing, in em: below it only the lists are shown, see `ribbon.css`
LETTER = 0.52  # width of an average letter, in em
DOT = 0.55  # radius of a moment's dot, in em
SCALE, LEVEL, AXIS, ROW = 1.6, 2.6, 1.5, 1.75
"""Heights in em: the years, two lines of words, the axis with its dots, and a row of bars."""

LEAD_IN, FADE_OUT = timedelta(days=60), timedelta(days=180)
"""How long a bar fades in before the day by which it had begun, and fades away where no end is stated."""

MOST_YEARS = 10  # years named along the top
GAP = 0.8  # least space between two texts, in em


@dataclass(frozen=True)
class Moment:
    """A key event: its date and its few words, the voice for its colour and the shape for its precision."""

    day: date
    when: str
    label: str
    voice: str
    shape: str
    href: str


@dataclass(frozen=True)
class Band:
    """Something that lasted."""

    label: str
    voice: str
    href: str
    interval: UncertainInterval


@dataclass(frozen=True)
class DrawnMoment:
    moment: Moment
    x: str
    stem: str  # the height at which its stem begins
    ends: bool  # True where its words end at `x`; else they begin there
    when_y: str
    label_y: str


@dataclass(frozen=True)
class BarPart:
    """A part of a bar; `fade` is "in" or "out", or blank where it is solid."""

    x: str
    width: str
    fade: str


@dataclass(frozen=True)
class DrawnBand:
    band: Band
    pieces: list[BarPart]
    may_be_from: str  # where a thin line begins, if a source says that it began on or after a day; else blank
    y: str
    line_y: str
    label_x: str
    label_y: str
    ends: bool  # as of a moment


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Ribbon:
    height: str
    axis: str
    ticks: list[Tick]
    moments: list[DrawnMoment]
    bands: list[DrawnBand]
    day_x: str  # the place of the day asked about; blank for none, or outside the picture


@dataclass(frozen=True)
class Span:
    """A stretch of the width, in percent."""

    first: float
    last: float

    def meets(self, other: "Span", gap: float) -> bool:
        return self.first < other.last + gap and other.first < self.last + gap

    def holds(self, x: float, gap: float) -> bool:
        return self.first - gap < x < self.last + gap


@dataclass(frozen=True)
class Scale:
    first: date
    last: date

    def at(self, day: date, *, end: bool = False) -> float:
        """Return the place where a day begins, or ends. A day outside the picture is at its edge."""
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days + end, 0), days) / days * 100

    def within(self, first: date, last: date) -> Span:
        """Return the stretch of some days, the last of them included."""
        return Span(self.at(first), self.at(last, end=True))

    def after(self, day: date, time: timedelta) -> date:
        """Return a day some time later, or the last of the picture."""
        return day + min(time, self.last - day)


def draw_ribbon(
    moments: Sequence[Moment], bands: Sequence[Band], first: date, last: date, day: date | None = None
) -> Ribbon:
    scale = Scale(first, last)
    levels = _levels(moments, scale)
    axis = SCALE + (max(levels, default=-1) + 1) * LEVEL + AXIS / 2
    top = axis + AXIS / 2
    drawn = list(_bands(bands, scale, top))
    rows = max((row for _band, row in drawn), default=-1) + 1
    shown = day is not None and first <= day <= last
    return Ribbon(
        height=_n(top + rows * ROW + 0.3),
        axis=_n(axis),
        ticks=_ticks(scale),
        moments=[_moment(moment, level, axis, scale) for moment, level in zip(moments, levels, strict=True)],
        bands=[band for band, _row in drawn],
        day_x=_n(scale.at(day)) if day and shown else "",
    )


# Moments: each has its words on a level of its own where they would meet others, or the stems of others.


def _levels(moments: Sequence[Moment], scale: Scale) -> list[int]:
    """Return the level of each moment's words, the lowest free of other words and, if one is, of stems."""
    words = [_words(moment, scale) for moment in moments]
    stems = [scale.at(moment.day) for moment in moments]
    inward = [n for n, moment in enumerate(moments) if _ends(moment, scale)]
    outward = [n for n in range(len(moments)) if n not in inward]
    placed: dict[int, int] = {}

    def meets_words(n: int, level: int) -> bool:
        return any(at == level and words[n].meets(words[m], _percent(GAP)) for m, at in placed.items())

    def meets_stems(n: int, level: int) -> bool:
        crossed = ((words[m], stems[n]) if level > at else (words[n], stems[m]) for m, at in placed.items())
        return any(span.holds(stem, _percent(GAP) / 2) for span, stem in crossed)

    for n in [*reversed(outward), *inward]:
        free = [level for level in range(len(moments)) if not meets_words(n, level)]
        placed[n] = next((level for level in free if not meets_stems(n, level)), free[0])
    return [placed[n] for n in range(len(moments))]


def _ends(moment: Moment, scale: Scale) -> bool:
    return scale.at(moment.day) + _width(moment) > 100


def _width(moment: Moment) -> float:
    return _percent(max(len(moment.when), len(moment.label)) * LETTER)


def _words(moment: Moment, scale: Scale) -> Span:
    x, width = scale.at(moment.day), _width(moment)
    return Span(x - width, x) if _ends(moment, scale) else Span(x, x + width)


def _moment(moment: Moment, level: int, axis: float, scale: Scale) -> DrawnMoment:
    top = axis - AXIS / 2 - (level + 1) * LEVEL
    return DrawnMoment(
        moment,
        x=_n(min(max(scale.at(moment.day), _percent(DOT)), 100 - _percent(DOT))),
        stem=_n(top + 0.2),
        ends=_ends(moment, scale),
        when_y=_n(top + 1.0),
        label_y=_n(top + 2.1),
    )


# Bars: packed into rows, with the words inside them or beside.


def _bands(bands: Sequence[Band], scale: Scale, top: float) -> Iterator[tuple[DrawnBand, int]]:
    rows: list[list[Span]] = []
    for band in bands:
        parts = _parts(band.interval, scale)
        bar = Span(parts[0][0].first, parts[-1][0].last)
        line = _may_be_from(band.interval, scale, bar)
        label_x, ends, taken = _beside(band.label, bar) if line is None else _over(band.label, line, bar)
        row = next((n for n, row in enumerate(rows) if not _is_taken(row, taken)), len(rows))
        rows.extend([[]] if row == len(rows) else [])
        rows[row].append(taken)
        y = top + row * ROW
        drawn = DrawnBand(
            band,
            pieces=[BarPart(_n(span.first), _n(span.last - span.first), fade) for span, fade in parts],
            may_be_from="" if line is None else _n(line),
            y=_n(y),
            line_y=_n(y + 1.3),
            label_x=_n(label_x),
            label_y=_n(y + 1.0),
            ends=ends,
        )
        yield drawn, row


def _is_taken(row: list[Span], span: Span) -> bool:
    return any(span.meets(other, _percent(GAP)) for other in row)


def _beside(label: str, bar: Span) -> tuple[float, bool, Span]:
    """Return where a label stands, whether it ends there, and the width that bar and label take."""
    pad, width = _percent(0.4), _percent(len(label) * LETTER)
    if bar.last - bar.first >= width + 2 * pad:
        return bar.first + pad, False, bar
    if bar.last + pad + width <= 100:
        return bar.last + pad, False, Span(bar.first, bar.last + pad + width)
    return bar.first - pad, True, Span(bar.first - pad - width, bar.last)


def _over(label: str, line: float, bar: Span) -> tuple[float, bool, Span]:
    """Return the same for a label that stands over the thin line before a bar."""
    return line, False, Span(line, max(bar.last, line + _percent(len(label) * LETTER)))


def _parts(interval: UncertainInterval, scale: Scale) -> list[tuple[Span, str]]:
    """Return the stretches of a bar, at least one, and how each fades."""
    begins, ends = interval.begins, interval.ends
    sure = begins.last or begins.first
    lead_in = scale.within(sure - min(LEAD_IN, sure - begins.first), sure)
    parts = [(lead_in, "in")] if begins.first < sure else []
    if ends is None:
        return [*parts, (scale.within(sure, scale.after(sure, FADE_OUT)), "out")]
    over = max(sure, ends.first)
    parts.append((scale.within(sure, over), ""))
    if ends.last != ends.first:
        parts.append((scale.within(over, ends.last or scale.after(ends.first, FADE_OUT)), "out"))
    return [part for part in parts if part[0].last > part[0].first] or parts[:1]


def _may_be_from(interval: UncertainInterval, scale: Scale, bar: Span) -> float | None:
    """Return the place of the earliest day of something that is known to have begun only by its end."""
    begins, ends = interval.begins, interval.ends
    by_its_end = begins.last is None or (ends and ends.last and begins.last >= ends.last)
    place = scale.at(begins.first)
    return place if by_its_end and scale.first < begins.first and place < bar.first else None


def _ticks(scale: Scale) -> list[Tick]:
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = 1 + len(years) // MOST_YEARS
    ticks = [Tick(_n(scale.at(date(year, 1, 1))), str(year)) for year in years[::step]]
    return [Tick("0", str(scale.first.year)), *ticks]


def _percent(em: float) -> float:
    return em / WIDTH * 100


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
