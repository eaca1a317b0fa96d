from collections import Counter

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.pages import panels
from powys_oversight.timeline.models import Event, Service

from ..display import lines_of
from ..models import ActionOutcome, RequiredAction, WarningNotice
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


@panels.on_front(order=10)
def warning_notices() -> panels.Count:
    total = WarningNotice.objects.published().count()
    words = ngettext("warning notice, or addition to one", "warning notices, or additions to one", total)
    return panels.Count(str(total), words, f"{reverse('timeline')}?kind={WarningNotice.KIND.slug}")


@panels.on_front(order=20)
def requirements_met() -> panels.Count:
    reports = ActionOutcome.objects.published().filter(action=OuterRef("pk"))
    last = Subquery(reports.order_by("-reported_at__sort_key").values("state")[:1])
    states = Counter(RequiredAction.objects.published().annotate(last=last).values_list("last", flat=True))
    met, total = states[ActionOutcome.Result.MET], sum(states.values())
    words = _("required actions last reported met; %(in_part)d in part; no report found of %(none)d") % {
        "in_part": states[ActionOutcome.Result.IN_PART],
        "none": states[None],
    }
    return panels.Count(
        _("%(met)d of %(total)d") % {"met": met, "total": total}, words, reverse("requirements")
    )
