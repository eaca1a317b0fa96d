"""Who knew what, when: the day each thing happened beside the day it was made public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import DatedCitation, Event, Relation

from .cited_sources import CitedSource
from .entries import Entry

TellsOf = DatedCitation.TellsOf


@dataclass(frozen=True)
class Known:
    """A thing that was not public at once. The days between are our calculation."""

    entry: Entry
    public: date
    is_stated: bool  # whether a source states the day it was made public; else it is the first source's
    least: int
    most: int
    between: list[Entry]  # what was told to somebody in between, by the record's links
    start: float  # where it happened, and where it was public, in percent of the whole period
    end: float

    @property
    def sources(self) -> list[CitedSource]:
        return self.entry.sources


def rows(*, by_gap: bool = False) -> list[Known]:
    """Return what was made public later than it happened, in order of time or the longest gap first.

    Costs seven queries.
    """
    span = Event.objects.published().span()
    lasting = kinds.lasting()
    events = [e for e in Event.objects.published().in_order().with_related() if e.kind not in lasting]
    linked = _linked(event.pk for event in events)
    found = [row for event in events if (row := _row(event, linked.get(event.pk, []), span))]
    return sorted(found, key=lambda row: -row.most) if by_gap else found


def _row(event: Event, linked: list[Event], span: dict[str, date]) -> Known | None:
    entry = Entry(event)
    first, last = event.earliest or event.latest, entry.may_end
    public = event.published_on or (_first_told(event, last) if event.kind in kinds.followed() else None)
    if not (public and first and public > last):
        return None
    between = [Entry(other) for other in linked if last <= other.sorts_on() < public]
    days = (span["last"] - span["first"]).days
    return Known(
        entry,
        public,
        event.published_on is not None,
        (public - last).days,
        (public - first).days,
        between,
        max((first - span["first"]).days, 0) / days * 100,
        min((public - span["first"]).days, days) / days * 100,
    )


def _first_told(event: Event, happened: date) -> date | None:
    told = [
        citation.source.latest
        for citation in event.citations.all()
        if citation.source.latest
        and citation.source.latest > happened
        and citation.tells_of != TellsOf.ANNOUNCED
    ]
    return min(told, default=None)


def _linked(keys: Iterable[int]) -> dict[int, list[Event]]:
    """Return the events that follow from each, or that it prompted."""
    found: dict[int, list[Event]] = {}
    relations = Relation.objects.published().select_related("from_event", "to_event")
    for relation in relations.filter(kind__in=("prompted", "follows-up", "responds-to")):
        ends = relation.from_event, relation.to_event
        for event, other in (ends, ends[::-1]):
            found.setdefault(event.pk, []).append(other)
    return {key: sorted(found.get(key, []), key=lambda event: event.sort_key) for key in keys}
