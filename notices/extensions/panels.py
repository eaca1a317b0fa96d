from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.pages import panels
from powys_oversight.timeline.models import Event, Service

from ..display import lines_of
from ..models import RequiredAction, WarningNotice
from ..requirements import demands


@panels.on_event(order=20)
def requirements_of_event(event: Event) -> panels.Panel | None:
    lines = lines_of(event.requiredactions.all())
    heading = _("What it required")
    return panels.panel("requirements", heading, "notices/_event_requirements.html", lines=lines)


@panels.on_briefing(order=10)
def requirements_for_a_meeting(service: Service) -> panels.Panel | None:
    lines = lines_of(RequiredAction.objects.about(service.slug))
    waiting = [line for line in lines if not line.met]
    heading = ngettext(
        "%(n)d requirement not reported met", "%(n)d requirements not reported met", len(waiting)
    ) % {"n": len(waiting)}
    return panels.panel("requirements", heading, "notices/_briefing.html", lines=waiting)


@panels.on_service(order=20)
def requirements_of_service(service: Service) -> panels.Panel | None:
    requirements = demands(
        RequiredAction.objects.about(service.slug), WarningNotice.objects.about([service.slug])
    )
    heading = _("What was required, and what became of it")
    return panels.panel("requirements", heading, "notices/_service_requirements.html", demands=requirements)
