"""Who knew what, when: the day each thing happened beside the day it was made public."""

from dataclasses import dataclass
from datetime import date

from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import Event, Relation

from ..asof import groups
from ..display.cited_sources import CitedSource
from ..display.entries import Entry
from .layout import Scale


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
    record = groups.load(())
    if record is None:
        return []
    lasting = kinds.lasting()
    events = [e for e in Event.objects.published().in_order().with_related() if e.kind not in lasting]
    linked, scale = _linked(), Scale(record.first, record.last)
    found = [row for event in events if (row := _row(event, linked.get(event.pk, []), scale))]
    return sorted(found, key=lambda row: -row.most) if by_gap else found


def _row(event: Event, linked: list[Event], scale: Scale) -> Known | None:
    entry = Entry(event)
    public = event.published_on
    if not public and event.kind in kinds.followed():
        public = groups.interval_of_event(event, scale.first).public
    days = entry.days_until(public)
    if not (public and days):
        return None
    between = [Entry(other) for other in linked if entry.may_end <= other.sorts_on() < public]
    start, end = scale.at(entry.sorts_on), scale.at(public)
    return Known(entry, public, event.published_on is not None, *days, between, start, end)


def _linked() -> dict[int, list[Event]]:
    """Return the events that are tied to each as prompted, following up or answering, in order. One query."""
    found: dict[int, list[Event]] = {}
    relations = Relation.objects.published().select_related("from_event", "to_event")
    for relation in relations.filter(kind__in=("prompted", "follows-up", "responds-to")):
        ends = relation.from_event, relation.to_event
        for event, other in (ends, ends[::-1]):
            found.setdefault(event.pk, []).append(other)
    return {key: sorted(events, key=lambda event: event.sort_key) for key, events in found.items()}
