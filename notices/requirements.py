"""Every required action of the record, under the event that required it, and what became of it."""

from collections import Counter
from dataclasses import dataclass

from powys_oversight.timeline.listing import Entry
from powys_oversight.timeline.models import Event

from .lines import ActionLine, lines_of
from .models import ActionOutcome, RequiredAction, WarningNotice


@dataclass(frozen=True)
class Demand:
    """An event that required something, and each action. `unread`: a notice whose text has not been seen."""

    entry: Entry
    lines: list[ActionLine]
    unread: bool


@dataclass(frozen=True)
class Tally:
    """How many actions have, as their last report, each state; and of how many none was found."""

    states: list[tuple[ActionOutcome.State, int]]
    without_report: int


def shown() -> list[Demand]:
    """In order of the events. A notice of which no action is known stands too. Costs nine queries."""
    lines: dict[int, list[ActionLine]] = {}
    events: dict[int, Event] = {}
    for line in lines_of(RequiredAction.objects.filter(event__status=Event.Status.PUBLISHED)):
        lines.setdefault(line.action.event_id, []).append(line)
        events[line.action.event_id] = line.action.event
    notices = {notice.pk: notice for notice in WarningNotice.objects.published().select_related("issued_by")}
    events |= {key: notice for key, notice in notices.items() if key not in events}
    return [
        Demand(
            Entry(event),
            lines.get(event.pk, []),
            unread=event.pk in notices and not notices[event.pk].text_seen,
        )
        for event in sorted(events.values(), key=lambda event: event.sort_key)
    ]


def tally(demands: list[Demand]) -> Tally:
    last = Counter(
        line.outcomes[-1].outcome.state if line.outcomes else ""
        for demand in demands
        for line in demand.lines
    )
    return Tally([(state, last[state]) for state in ActionOutcome.State if last[state]], last[""])
