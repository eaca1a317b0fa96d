from dataclasses import dataclass
from datetime import date, timedelta

from powys_oversight.timeline.models import Event, Service

from ..display.entries import Entry
from . import intervals
from .groups import CitedSentence, ServiceStatus, describe_change, load, service_status

A_YEAR = timedelta(days=365)
MOST_SHOWN = 10  # events shown: a briefing has two sides of paper


@dataclass(frozen=True)
class Briefing:
    since: date
    until: date
    record_ends: date
    service_status: ServiceStatus
    changes: list[CitedSentence]
    entries: list[Entry]

    @property
    def latest(self) -> list[Entry]:
        return self.entries[-MOST_SHOWN:]


def build_briefing(service: Service, since: date | None) -> Briefing | None:
    """Return the changes since a day, or in the record's last year; None where nothing is published."""
    record = load()
    if record is None:
        return None
    since = since or record.last - A_YEAR
    until = max(since, record.last)
    changes = [
        change
        for change in intervals.status_changes(record.items, since, until)
        if service.slug in change.item.services
    ]
    events = Event.objects.published().about([service.slug]).overlapping(since, None).in_order()
    entries = [Entry(event) for event in events.with_related()]
    return Briefing(
        since=since,
        until=until,
        record_ends=record.last,
        service_status=service_status(service, intervals.statuses_on(record.items, until)),
        changes=[describe_change(change) for change in changes],
        entries=[entry for entry in entries if entry.picture_day > since],
    )
