"""The pages of a day and of two days: what stood, what changed, and where the nearest change is."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import asof, date_reading, dates
from .asof import Standing, Turn
from .entries import Entry
from .models import Event, Service
from .query_reading import Problem
from .standing import Part, Record, Stood, load, of_service, parts_of_no_service, turned

_DAY = timedelta(days=1)
A_YEAR = timedelta(days=365)

MOST_SENTENCES = 6
"""Told of one change where it is only pointed to: its own page has them all."""


@dataclass(frozen=True)
class Change:
    """A day on which something changed, and what."""

    day: date
    sentences: list[SafeString]

    @property
    def shown(self) -> list[SafeString]:
        return self.sentences[:MOST_SENTENCES]

    @property
    def more(self) -> int:
        return len(self.sentences) - len(self.shown)


@dataclass(frozen=True)
class DayPage:
    """Everything told of one day. `known_then`: only what had been published by the end of it."""

    day: date
    known_then: bool
    record: Record
    services: list[Stood]
    parts: list[Part]
    before: Change | None
    after: Change | None
    today: Change | None
    """What changed on the day itself."""
    events: int
    """How many had happened by the day, or may have."""
    later: int

    @property
    def is_before(self) -> bool:
        return self.day < self.record.first

    @property
    def is_after(self) -> bool:
        return self.day > self.record.last


@dataclass(frozen=True)
class Compared:
    """How one thing stood on two days. The words are those of its group."""

    sentence: SafeString
    services: list[str]
    before: Standing
    after: Standing


@dataclass(frozen=True)
class Comparison:
    """What stood otherwise on the later of two days."""

    first: date
    last: date
    began: list[Compared]
    ended: list[Compared]
    otherwise: list[Compared]

    @property
    def total(self) -> int:
        return len(self.began) + len(self.ended) + len(self.otherwise)


def of_day(day: date, *, known_then: bool) -> DayPage | None:
    """The page of a day; None where nothing has been published at all. Costs a query, and the record's."""
    record = load()
    if record is None:
        return None
    stands = asof.picture(record.held, day, known_then=known_then)
    days = asof.turning_days(record.held, known_then=known_then)
    before, after = asof.around(days, day)
    events = Event.objects.published().overlapping(None, day).count()
    return DayPage(
        day=day,
        known_then=known_then,
        record=record,
        events=events,
        later=Event.objects.published().count() - events,
        services=[of_service(service, stands) for service in Service.objects.all()],
        parts=parts_of_no_service(stands),
        before=before and _changed_on(record, before, known_then=known_then),
        after=after and _changed_on(record, after, known_then=known_then),
        today=_changed_on(record, day, known_then=known_then) if day in days else None,
    )


def compare(first: date, last: date) -> Comparison | None:
    """What changed between two days, whichever is given first; None where nothing has been published."""
    record = load()
    if record is None:
        return None
    first, last = sorted((first, last))
    turns = asof.compare(record.held, first, last)
    names = dict(Service.objects.values_list("slug", "name"))
    began = [turn for turn in turns if turn.began]
    ended = [turn for turn in turns if turn.ended]
    otherwise = [turn for turn in turns if turn not in began and turn not in ended]
    return Comparison(
        first, last, *([_compared(turn, names) for turn in some] for some in (began, ended, otherwise))
    )


@dataclass(frozen=True)
class TurningYear:
    """A year, and every day of it on which something changed."""

    number: int
    changes: list[Change]


def turning_years(record: Record) -> list[TurningYear]:
    changes = [_changed_on(record, day, known_then=False) for day in record.turning_days]
    return [TurningYear(year, list(same)) for year, same in groupby(changes, key=lambda each: each.day.year)]


@dataclass(frozen=True)
class Briefing:
    """What has come since a day, for a meeting about one service."""

    since: date
    until: date
    stood: Stood
    changes: list[SafeString]
    entries: list[Entry]


def briefing(service: Service, since: date | None) -> Briefing | None:
    """What changed since a day, else in the last year of the record; None where nothing is published."""
    record = load()
    if record is None:
        return None
    since = since or record.last - A_YEAR
    turns = [
        turn for turn in asof.compare(record.held, since, record.last) if service.slug in turn.held.services
    ]
    events = Event.objects.published().about([service.slug]).overlapping(since, None).in_order()
    entries = [Entry(event) for event in events.with_related()]
    return Briefing(
        since=since,
        until=record.last,
        stood=of_service(service, asof.picture(record.held, record.last)),
        changes=[turned(turn) for turn in turns],
        entries=[entry for entry in entries if entry.picture_day > since],
    )


def _compared(turn: Turn, names: dict[str, str]) -> Compared:
    services = [name for slug, name in names.items() if slug in turn.held.services]
    return Compared(turned(turn), services, turn.before, turn.after)


def _changed_on(record: Record, day: date, *, known_then: bool) -> Change:
    turns = asof.compare(record.held, day - _DAY, day, known_then=known_then)
    return Change(day, [turned(turn) for turn in turns])


# The day asked for.


def read_day(typed: str) -> tuple[date | None, list[Problem]]:
    """The one day that was typed, as an editor may type a date, or why there is none. Never raises."""
    shown = typed.replace("\x00", "").strip()[: date_reading.LONGEST]
    try:
        when = dates.parse(date_reading.read(shown))
    except dates.DateRefusedError as refusal:
        return None, [Problem("date", str(refusal))]
    if when.precision is not dates.Precision.DAY or when.earliest is None:
        message = _("“%(value)s” is not one day. Write a day, such as 2018-02-01 or 1 February 2018.")
        return None, [Problem("date", message % {"value": shown})]
    return when.earliest, []
