"""What was required, and what is said to have become of it, on the pages of events and services."""

from django.utils.translation import gettext as _

from powys_oversight.timeline import panels
from powys_oversight.timeline.listing import Entry
from powys_oversight.timeline.models import Event, Service

from .lines import ActionLine, lines_of
from .models import RequiredAction, WarningNotice


@panels.on_event(order=20)
def requirements_of_event(event: Event) -> panels.Panel | None:
    lines = lines_of(RequiredAction.objects.filter(event=event))
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
    for line in lines_of(actions):
        required.setdefault(line.action.event, []).append(line)
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
