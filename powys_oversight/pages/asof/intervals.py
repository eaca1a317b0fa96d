"""Uncertain intervals, and their status on a day. Plain Python, without Django.

A notice, a board, an office held, the wait from an inspection to its report and an open requirement each last
for an `UncertainInterval`. Its beginning and end are known only within bounds, so that on some days it may or
may not have been in place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

_DAY = timedelta(days=1)


class IntervalStatus(StrEnum):
    NOT_YET = "not-yet"
    MAY_HAVE_BEGUN = "may-have-begun"
    ONGOING = "ongoing"
    NO_END_STATED = "no-end-stated"
    """It had begun, and no source gives an end: it may have been in place on every later day."""
    MAY_HAVE_ENDED = "may-have-ended"
    OVER = "over"

    @property
    def is_present(self) -> bool:
        return self not in (IntervalStatus.NOT_YET, IntervalStatus.OVER)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day on which something may have happened; `last` is None where unknown."""

    first: date
    last: date | None

    def __post_init__(self) -> None:
        if self.last and self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @classmethod
    def between(cls, first: date, last: date | None) -> "Bounds":
        return cls(first, last if last is None else max(first, last))

    def eve(self) -> "Bounds":
        return Bounds(self.first - _DAY, self.last and self.last - _DAY)


@dataclass(frozen=True, slots=True)
class UncertainInterval:
    """A stretch of time with uncertain ends. `ends` is None where no end is stated.

    `announced` is when a source first said that it was to come, `public` when one first reported it,
    `end_public` when one first reported its end; None where no dated source did.
    """

    begins: Bounds
    ends: Bounds | None = None
    public: date | None = None
    end_public: date | None = None
    announced: date | None = None

    def on(self, day: date) -> IntervalStatus:
        if day < self.begins.first:
            return IntervalStatus.NOT_YET
        if self.ends and self.ends.last and day > self.ends.last:
            return IntervalStatus.OVER
        if self.begins.last is None or day < self.begins.last:
            return IntervalStatus.MAY_HAVE_BEGUN
        if self.ends is None:
            return IntervalStatus.NO_END_STATED
        return IntervalStatus.ONGOING if day <= self.ends.first else IntervalStatus.MAY_HAVE_ENDED

    def known_by(self, day: date) -> "UncertainInterval | None":
        """Return what had been published by that day.

        That is all of it, the interval without its end, one that was only announced, or None. What was only
        announced stands from the day of the announcement, and is never certain to have begun.
        """
        if self.public is None or self.public > day:
            if self.announced is None or self.announced > day:
                return None
            return replace(self, begins=Bounds(min(self.announced, self.begins.first), None), ends=None)
        end_is_known = self.end_public is not None and self.end_public <= day
        return self if end_is_known else replace(self, ends=None)

    def status_on(self, day: date, *, known_then: bool = False) -> IntervalStatus:
        interval = self.known_by(day) if known_then else self
        return interval.on(day) if interval else IntervalStatus.NOT_YET

    def change_days(self, *, known_then: bool = False) -> set[date]:
        ends = self.ends
        days = [self.begins.first, self.begins.last, self.announced, self.public, self.end_public]
        days += [end + _DAY for end in (ends.first, ends.last) if end] if ends else []
        return {
            day
            for day in days
            if day
            and self.status_on(day, known_then=known_then)
            != self.status_on(day - _DAY, known_then=known_then)
        }


@dataclass(frozen=True)
class TrackedItem:
    group: str
    services: frozenset[str]
    interval: UncertainInterval
    subject: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class StatusOnDay:
    item: TrackedItem
    interval_status: IntervalStatus
    interval: UncertainInterval  # the interval as shown: without its end, where that had not been published
    day: date
    known_then: bool

    @property
    def subject(self) -> Any:
        return self.item.subject

    @property
    def known_until(self) -> date | None:
        return self.day if self.known_then else None

    @property
    def is_only_announced(self) -> bool:
        """True where sources had said by then that it was to come, and none yet that it came."""
        public = self.item.interval.public
        return self.known_then and (public is None or public > self.day)


@dataclass(frozen=True)
class StatusChange:
    """An item whose status differs between two days."""

    before: IntervalStatus
    after: StatusOnDay
    first_reported: bool
    """True, only with `known_then`, where it may have begun before and was not yet reported."""

    @property
    def item(self) -> TrackedItem:
        return self.after.item

    @property
    def ended(self) -> bool:
        return self.after.interval_status is IntervalStatus.OVER

    @property
    def began(self) -> bool:
        return not self.before.is_present and not self.ended

    @property
    def began_and_ended(self) -> bool:
        return not self.before.is_present and self.ended


def status_of(item: TrackedItem, day: date, *, known_then: bool = False) -> StatusOnDay | None:
    interval = item.interval.known_by(day) if known_then else item.interval
    interval_status = interval.on(day) if interval else IntervalStatus.NOT_YET
    if interval is None or interval_status is IntervalStatus.NOT_YET:
        return None
    return StatusOnDay(item, interval_status, interval, day, known_then)


def statuses_on(record: Iterable[TrackedItem], day: date, *, known_then: bool = False) -> list[StatusOnDay]:
    """Return every item that had begun, or may have, in the record's order.

    With `known_then`, only what had been published by that day.
    """
    statuses = (status_of(item, day, known_then=known_then) for item in record)
    return [status for status in statuses if status]


def status_changes(
    record: Iterable[TrackedItem], first: date, last: date, *, known_then: bool = False
) -> list[StatusChange]:
    """Return the items whose status differs between two days in either order.

    With `known_then`, each day by what had been published then.
    """
    first, last = sorted((first, last))
    changes = []
    for item in record:
        after = status_of(item, last, known_then=known_then)
        before = item.interval.status_on(first, known_then=known_then)
        if after and after.interval_status is not before:
            untold = (
                before is IntervalStatus.NOT_YET and item.interval.on(first) is not IntervalStatus.NOT_YET
            )
            changes.append(StatusChange(before, after, first_reported=known_then and untold))
    return changes


def changes_by_day(record: Iterable[TrackedItem]) -> dict[date, list[StatusChange]]:
    by_day: dict[date, list[StatusChange]] = {}
    for item in record:
        for day in item.interval.change_days():
            by_day.setdefault(day, []).extend(status_changes([item], day - _DAY, day))
    return dict(sorted(by_day.items()))


def change_days(record: Iterable[TrackedItem], *, known_then: bool = False) -> list[date]:
    return sorted(set().union(*(item.interval.change_days(known_then=known_then) for item in record)))


def around(days: list[date], day: date) -> tuple[date | None, date | None]:
    before = max((known for known in days if known < day), default=None)
    return before, min((known for known in days if known > day), default=None)
