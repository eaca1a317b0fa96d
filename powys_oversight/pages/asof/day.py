"""The pages of a day and of two days: status, changes, and the nearest changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from powys_oversight.timeline.dates.edtf import DateRefusedError, parse_edtf
from powys_oversight.timeline.dates.parsing import MAX_DATE_LENGTH, is_in_figures, parse_date
from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.models import Event, Service

from . import intervals
from .groups import (
    CitedSentence,
    GroupSection,
    Record,
    ServiceStatus,
    describe_change,
    load,
    sections_of_no_service,
    service_status,
)
from .intervals import StatusChange

_DAY = timedelta(days=1)

MOST_SENTENCES = 6  # the most sentences shown of a day's changes; the day's own page has the rest


@dataclass(frozen=True)
class DayChanges:
    day: date
    sentences: list[CitedSentence]

    @property
    def shown(self) -> list[CitedSentence]:
        return self.sentences[:MOST_SENTENCES]

    @property
    def more(self) -> int:
        return len(self.sentences) - len(self.shown)


@dataclass(frozen=True)
class DayPage:
    day: date
    record: Record
    services: list[ServiceStatus]
    parts: list[GroupSection]
    before: DayChanges | None
    after: DayChanges | None  # the next day of change; without sentences if only what was known then is shown
    today: DayChanges | None  # the changes of the day itself
    events: int  # the number of events that had happened, or may have, by the day
    later: int

    @property
    def is_before(self) -> bool:
        return self.day < self.record.first

    @property
    def is_after(self) -> bool:
        return self.day > self.record.last


@dataclass(frozen=True)
class ComparedItem:
    sentence: CitedSentence
    services: list[str]


@dataclass(frozen=True)
class Comparison:
    known_then: bool
    parts: dict[str, list[ComparedItem]]
    """What began, ended, did both, was first reported in between, or stood otherwise: see `_part`."""

    @property
    def total(self) -> int:
        return sum(map(len, self.parts.values()))


def build_day_page(day: date, *, known_then: bool) -> DayPage | None:
    """Return a day's page; None where nothing is published. Three queries, and those of the record."""
    record = load()
    if record is None:
        return None
    statuses = intervals.statuses_on(record.items, day, known_then=known_then)
    days = intervals.change_days(record.items, known_then=known_then)
    before, after = intervals.around(days, day)
    events = Event.objects.published().overlapping(None, day).count()
    return DayPage(
        day=day,
        record=record,
        events=events,
        later=Event.objects.published().count() - events,
        services=[service_status(service, statuses) for service in Service.objects.all()],
        parts=sections_of_no_service(statuses),
        before=_change(record, before, known_then=known_then),
        after=DayChanges(after, [])
        if after and known_then
        else _change(record, after, known_then=known_then),
        today=_change(record, day, known_then=known_then) if day in days else None,
    )


def build_comparison(first: date, last: date, *, known_then: bool) -> Comparison | None:
    """Return the changes between two days in either order; None where nothing is published."""
    record = load()
    if record is None:
        return None
    names = dict(Service.objects.values_list("slug", "name"))
    parts: dict[str, list[ComparedItem]] = {}
    for change in intervals.status_changes(record.items, first, last, known_then=known_then):
        parts.setdefault(_part(change), []).append(_compared(change, names))
    return Comparison(known_then, parts)


def _part(change: StatusChange) -> str:
    if change.first_reported:
        return "first_reported"
    if change.began_and_ended:
        return "began_and_ended"
    if change.ended:
        return "ended"
    return "began" if change.began else "otherwise"


def years_of_change(record: Record) -> list[tuple[int, list[DayChanges]]]:
    by_day = intervals.changes_by_day(record.items)
    changes = [
        DayChanges(day, [describe_change(change) for change in changes]) for day, changes in by_day.items()
    ]
    return [(year, list(same)) for year, same in groupby(changes, key=lambda each: each.day.year)]


def _compared(change: StatusChange, names: dict[str, str]) -> ComparedItem:
    services = [name for slug, name in names.items() if slug in change.item.services]
    return ComparedItem(describe_change(change), services)


def _change(record: Record, day: date | None, *, known_then: bool) -> DayChanges | None:
    if day is None:
        return None
    changes = intervals.status_changes(record.items, day - _DAY, day, known_then=known_then)
    return DayChanges(day, [describe_change(change) for change in changes])


# The day asked for.


def read_day(typed: str) -> tuple[date | None, list[Problem]]:
    """Return the exact day that was typed, or why there is none. Never raises."""
    shown = typed.replace("\x00", "").strip()[:MAX_DATE_LENGTH]
    message = _("“%(value)s” is not one day. Write a day, such as 2018-02-01 or 1 February 2018.")
    try:
        when = parse_edtf(parse_date(shown))
    except DateRefusedError as refusal:
        words = str(refusal) if is_in_figures(shown) else message % {"value": shown}
        return None, [Problem("date", words)]
    if not when.is_exact:
        return None, [Problem("date", message % {"value": shown})]
    return when.earliest, []
