"""Dates as precise as the sources allow, and no more.

A date is stored as a string in a small subset of EDTF (ISO 8601-2:2019):

    2017                     a year
    2017-07                  a month
    2017-10-17               a day
    2018-22                  a season: 21 spring, 22 summer, 23 autumn
    2018-04-30/2018-05-06    some time between two dates
    ../2018-10-18            by a date
    2018-04-16/..            on or after a date
    2017-07~  2017-07?       about a date; a date the source is unsure of (% is both)

Everything else is refused with a sentence that says what to write instead.
This module knows no model and no English: `parsing` reads "July 2017", and `formatting` writes it.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1700, 2299
"""The years accepted: those the stored sort key has room for (see `SortKey`)."""

SPRING, SUMMER, AUTUMN, WINTER = 21, 22, 23, 24
SEASON_MONTHS = {SPRING: (3, 5), SUMMER: (6, 8), AUTUMN: (9, 11)}

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%])?", re.ASCII)


class DateRefusedError(ValueError):
    """A date that cannot be stored. The message tells the editor what to write instead."""


class Precision(StrEnum):
    """How exactly a date is known. The values are those of the CSV's `precision` column."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Point:
    """One year, month, season or day, with its qualifier."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None
    qualifier: str = ""

    @property
    def precision(self) -> Precision:
        if self.day:
            return Precision.DAY
        if self.month:
            return Precision.MONTH
        return Precision.SEASON if self.season else Precision.YEAR

    @property
    def earliest(self) -> date:
        return date(self.year, self._months[0], self.day or 1)

    @property
    def latest(self) -> date:
        month = self._months[1]
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def _months(self) -> tuple[int, int]:
        if self.season:
            return SEASON_MONTHS[self.season]
        return (self.month, self.month) if self.month else (1, 12)


@dataclass(frozen=True, slots=True)
class EDTF:
    """A parsed date: its text, its two ends, and the days it may fall on.

    `start` and `end` are the same point unless the date is an interval; an open end is None. `earliest` and
    `latest` are the first and last day it may be, None where open.
    """

    text: str
    start: Point | None
    end: Point | None

    @property
    def earliest(self) -> date | None:
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> date | None:
        return self.end.latest if self.end else None

    @property
    def precision(self) -> Precision:
        if self.start is None or self.end is None:
            return Precision.OPEN
        return self.start.precision if self.start is self.end else Precision.RANGE

    @property
    def qualifier(self) -> str:
        """`~`, `?` or `%` where the source qualifies the date; never on an interval."""
        return self.start.qualifier if self.start else ""

    @property
    def is_exact(self) -> bool:
        """True for one unqualified day."""
        return self.precision is Precision.DAY and not self.qualifier

    @property
    def is_iso_8601(self) -> bool:
        """True for one unqualified year, month or day, which ISO 8601 and HTML can write."""
        return self.precision in (Precision.YEAR, Precision.MONTH, Precision.DAY) and not self.qualifier


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> EDTF:
    start_text, slash, end_text = text.partition("/")
    if not slash:
        point = _point(text)
        return EDTF(text, point, point)
    start, end = _end_of_interval(start_text), _end_of_interval(end_text)
    if start is None and end is None:
        raise DateRefusedError(_("An interval needs at least one end, such as ../2018-10-18."))
    if start and end and end.earliest <= start.latest:
        raise DateRefusedError(
            _("“%(text)s” ends before it starts, or its ends overlap: write the earlier date first.")
            % {"text": text}
        )
    return EDTF(text, start, end)


def _end_of_interval(text: str) -> Point | None:
    if text == "..":
        return None
    point = _point(text)
    if point.qualifier:
        raise DateRefusedError(
            _("“%(text)s”: an interval is already inexact, so its ends take no ~, ? or %%.") % {"text": text}
        )
    return point


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise DateRefusedError(
            _(
                "“%(text)s” is not a date this record can hold. "
                "Write 2017, 2017-07, 2017-10-17, 2018-22 (summer) or 2018-04-30/2018-05-06."
            )
            % {"text": text[:60]}
        )
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateRefusedError(
            _("“%(text)s” is outside the years %(first)s to %(last)s.")
            % {"text": text, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        )
    qualifier = match[4] or ""
    if month in SEASON_MONTHS or month == WINTER:
        return Point(year, season=_season(month, day, text), qualifier=qualifier)
    if month is not None and not 1 <= month <= 12:
        raise DateRefusedError(_("“%(text)s”: there is no such month.") % {"text": text})
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise DateRefusedError(_("“%(text)s”: that month has no such day.") % {"text": text})
    return Point(year, month, day, qualifier=qualifier)


def _season(number: int, day: int | None, text: str) -> int:
    if day is not None:
        raise DateRefusedError(_("“%(text)s”: a season has no day.") % {"text": text})
    if number == WINTER:
        raise DateRefusedError(
            _("Winter belongs to two years. Write its months instead, such as 2018-12/2019-02.")
        )
    return number
