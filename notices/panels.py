"""What was required, and what is said to have become of it, on the pages of events and services."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from powys_oversight.timeline import panels
from powys_oversight.timeline.listing import CitedSource, Entry, by_source
from powys_oversight.timeline.models import Event, Service

from .models import ActionOutcome, RequiredAction, WarningNotice


@dataclass(frozen=True)
class OutcomeLine:
    outcome: ActionOutcome

    @property
    def stated_by(self) -> str:
        return self.outcome.stated_by.named_on(self.outcome.reported_at.sorts_on())

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.outcome.citations.all())


@dataclass(frozen=True)
class ActionLine:
    """A required action, and each report of what became of it."""

    action: RequiredAction

    @property
    def outcomes(self) -> list[OutcomeLine]:
        return [OutcomeLine(outcome) for outcome in self.action.outcomes.all()]

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.action.citations.all())


def _for_page(actions: "QuerySet[RequiredAction]") -> "QuerySet[RequiredAction]":
    outcomes = (
        ActionOutcome.objects.filter(reported_at__status=Event.Status.PUBLISHED)
        .select_related("reported_at", "stated_by")
        .prefetch_related("stated_by__names", "citations__source")
        .order_by("reported_at__sort_key")
    )
    return (
        actions.select_related("event", "event__issued_by", "addressed_to")
        .prefetch_related(
            "citations__source",
            "event__issued_by__names",
            Prefetch("outcomes", outcomes),
        )
        .order_by("event__sort_key", "number")
    )


@panels.on_event(order=20)
def requirements_of_event(event: Event) -> panels.Panel | None:
    lines = [ActionLine(action) for action in _for_page(RequiredAction.objects.filter(event=event))]
    heading = _("What it required")
    context = {"lines": lines}
    return (
        panels.Panel("requirements", heading, "notices/_event_requirements.html", context) if lines else None
    )


@panels.on_service(order=20)
def requirements_of_service(service: Service) -> panels.Panel | None:
    """Every warning notice to the service, and every other event that required something of it."""
    required: dict[Event, list[ActionLine]] = {}
    actions = RequiredAction.objects.filter(event__status=Event.Status.PUBLISHED, event__services=service)
    for action in _for_page(actions):
        required.setdefault(action.event, []).append(ActionLine(action))
    stated = {event.pk for event in required}
    notices = WarningNotice.objects.published().about([service.slug]).select_related("issued_by")
    required |= {notice: [] for notice in notices if notice.pk not in stated}
    events = [(Entry(event), required[event]) for event in sorted(required, key=lambda event: event.sort_key)]
    heading = _("What was required, and what became of it")
    context = {"events": events}
    return (
        panels.Panel("requirements", heading, "notices/_service_requirements.html", context)
        if events
        else None
    )
