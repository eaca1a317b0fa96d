"""What was required, and what is said to have become of it, on the pages of events and services."""

from django.utils.translation import gettext as _

from powys_oversight.timeline import panels
from powys_oversight.timeline.models import Event, Service

from .lines import lines_of
from .models import RequiredAction, WarningNotice
from .requirements import demands


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
    found = demands(
        RequiredAction.objects.filter(event__services=service),
        WarningNotice.objects.about([service.slug]),
    )
    heading = _("What was required, and what became of it")
    context = {"demands": found}
    return (
        panels.Panel("requirements", heading, "notices/_service_requirements.html", context)
        if found
        else None
    )
