from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from powys_oversight.pages import panels
from powys_oversight.timeline.models import Event, Service

from ..display import lines_of
from ..models import ActionOutcome, RequiredAction, WarningNotice
from ..querysets import RequiredActionQuerySet
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


@panels.on_service("requirements", gettext_lazy("What was required"), order=40)
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


def _bar(actions: RequiredActionQuerySet) -> panels.Panel | None:
    states = actions.count_by_last_report()
    total, start, parts = sum(states.values()), 0.0, []
    for state in (*ActionOutcome.Result, None):
        if states[state]:
            width = states[state] / total * 100
            label = state.label if state else _("No report found")
            parts.append((state or "none", label, states[state], f"{start:.2f}", f"{width:.2f}"))
            start += width
    return panels.panel(
        "required", _("What was required"), "notices/_bar.html", parts=parts, total=total or None
    )


@panels.on_answer(order=10)
def requirements_counted(event: Event) -> panels.Panel | None:
    return _bar(RequiredAction.objects.filter(event=event.pk))


@panels.on_glance(order=10)
def requirements_at_a_glance(service: Service) -> panels.Panel | None:
    return _bar(RequiredAction.objects.about(service.slug))


@panels.on_front(order=20)
def requirements_met() -> panels.Count:
    states = RequiredAction.objects.count_by_last_report()
    met, total = states[ActionOutcome.Result.MET], sum(states.values())
    words = _("required actions last reported met; %(in_part)d in part; no report found of %(none)d") % {
        "in_part": states[ActionOutcome.Result.IN_PART],
        "none": states[None],
    }
    return panels.Count(
        _("%(met)d of %(total)d") % {"met": met, "total": total}, words, reverse("requirements")
    )
