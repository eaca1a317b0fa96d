from collections import Counter
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.models import Event, Organisation
from powys_oversight.timeline.models.event_queries import EventQuerySet

from .display import ActionLine, lines_of
from .models import ActionOutcome, RequiredAction, WarningNotice
from .querysets import RequiredActionQuerySet


@dataclass(frozen=True)
class Demand:
    """An event and its required actions. `unread`: the text of the notice has not been seen."""

    entry: Entry
    lines: list[ActionLine]
    unread: bool


@dataclass(frozen=True)
class Tally:
    """The number of an organisation's required actions by the status last reported, and without a report."""

    organisation: Organisation
    states: list[tuple[ActionOutcome.Result, int]]
    without_report: int


def all_demands() -> list[Demand]:
    """Return each event with required actions, and each warning notice. Costs ten queries."""
    return demands(RequiredAction.objects.all(), WarningNotice.objects.all())


def demands(actions: RequiredActionQuerySet, notices: EventQuerySet) -> list[Demand]:
    lines: dict[int, list[ActionLine]] = {}
    events: dict[int, Event] = {}
    for line in lines_of(actions):
        lines.setdefault(line.action.event_id, []).append(line)
        events[line.action.event_id] = line.action.event
    by_key = {notice.pk: notice for notice in notices.published().select_related("issued_by")}
    events |= {key: notice for key, notice in by_key.items() if key not in events}
    prefetch_related_objects(list(events.values()), "disagreements")
    return [
        Demand(Entry(event), lines.get(event.pk, []), event.pk in by_key and not by_key[event.pk].text_seen)
        for event in sorted(events.values(), key=lambda event: event.sort_key)
    ]


def tallies(demands: list[Demand]) -> list[Tally]:
    last: dict[Organisation, Counter[str]] = {}
    for demand in demands:
        for line in demand.lines:
            state = line.outcomes[-1].state if line.outcomes else ""
            last.setdefault(line.action.addressed_to, Counter())[state] += 1
    return [
        Tally(
            organisation,
            [(state, counted[state]) for state in ActionOutcome.Result if counted[state]],
            counted[""],
        )
        for organisation, counted in last.items()
    ]
