"""What became of an event, in three steps: it happened, it was made public, it was answered."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from powys_oversight.timeline.dates.formatting import format_day, format_edtf
from powys_oversight.timeline.models import Event, Relation, RelationKind

from .entries import Entry


@dataclass(frozen=True)
class EventStep:
    """A step, when it was, the event that is it if another, and the days since the first: our count."""

    label: str
    when: str
    event: Event | None = None
    least: int = 0
    most: int = 0


def of_event(event: Event) -> list[EventStep]:
    """Return the steps that the record knows of; none where it knows one alone. Costs a query."""
    entry = Entry(event)
    steps = [EventStep(str(entry.date_label), entry.when)]
    if event.published_on:
        steps.append(
            _since(entry, EventStep(_("Made public"), format_day(event.published_on)), event.published_on)
        )
    answered = (
        Relation.objects.published()
        .filter(to_event=event.pk, kind=RelationKind.RESPONDS_TO)
        .select_related("from_event")
        .order_by("from_event__sort_key")
        .first()
    )
    if answered:
        other = answered.from_event
        step = EventStep(_("First answered"), format_edtf(other.occurred), other)
        steps.append(_since(entry, step, other.latest if other.earliest == other.latest else None))
    return steps if len(steps) > 1 else []


def _since(entry: Entry, step: EventStep, day: date | None) -> EventStep:
    least, most = entry.days_until(day) or (0, 0)
    return replace(step, least=least, most=most)
