from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from powys_oversight.pages import panels
from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.models import Event, Service

from ..measures.display import figures_of
from ..models import Finding, Inspection, Observation, Publication, Theme, Verdict
from ..querysets import ObservationQuerySet

FindingsByTheme = list[tuple[Theme, list[tuple[Verdict, list[Finding]]]]]


@dataclass(frozen=True)
class EventFindings:
    entry: Entry
    activity: str
    themes: FindingsByTheme
    count: int


@panels.on_event(order=10)
def findings_of_event(event: Event) -> panels.Panel | None:
    findings = list(event.findings.for_page().with_links())
    heading = ngettext("%(n)d finding", "%(n)d findings", len(findings)) % {"n": len(findings)}
    return panels.panel("findings", heading, "inspections/_event_findings.html", findings=findings)


@panels.on_event(order=15)
def findings_reported(event: Event) -> panels.Panel | None:
    """Return what a report found: the findings of the inspection that it is of."""
    report = Publication.objects.filter(pk=event.pk).exclude(report_of=None).first()
    found = Finding.objects.published().filter(event=report.report_of_id).for_page() if report else ()
    heading = ngettext("It reported %(n)d finding", "It reported %(n)d findings", len(found)) % {
        "n": len(found)
    }
    return panels.panel("found", heading, "inspections/_reported.html", findings=list(found))


@panels.on_answer(order=20)
def findings_counted(event: Event) -> panels.Panel | None:
    """Return how many findings of each verdict an inspection has, and how many a later one takes up."""
    if not Inspection.objects.filter(pk=event.pk).exists():
        return None
    findings = Finding.objects.published().filter(event=event.pk)
    verdicts = Counter(findings.values_list("verdict", flat=True))
    asked = findings.asking().count()
    taken_up = asked - findings.asking().unanswered().count()
    return panels.panel(
        "counted",
        _("What was found"),
        "inspections/_counted.html",
        verdicts=[(verdict.label, verdicts[verdict]) for verdict in Verdict if verdicts[verdict]],
        asked=asked,
        taken_up=taken_up,
    )


@panels.on_event(order=30)
def figures_of_event(event: Event) -> panels.Panel | None:
    return _figures(event.observations.all())


@panels.on_service("findings", gettext_lazy("What was found and claimed"), order=30)
def findings_of_service(service: Service) -> panels.Panel | None:
    findings: dict[int, list[Finding]] = {}
    events: dict[int, Event] = {}
    for finding in Finding.objects.published().about(service.slug).for_page():
        findings.setdefault(finding.event_id, []).append(finding)
        events[finding.event_id] = finding.event
    inspections = Inspection.objects.published().about([service.slug]).select_related("issued_by")
    activities = {inspection.pk: inspection.get_activity_type_display() for inspection in inspections}
    events |= {inspection.pk: inspection for inspection in inspections if inspection.pk not in events}
    shown = [
        EventFindings(
            Entry(event),
            activities.get(event.pk, ""),
            _by_theme(findings.get(event.pk, [])),
            len(findings.get(event.pk, [])),
        )
        for event in sorted(events.values(), key=lambda event: event.sort_key)
    ]
    heading = _("What was found and what was claimed")
    return panels.panel("findings", heading, "inspections/_service_findings.html", events=shown)


@panels.on_service("figures", gettext_lazy("Figures"), order=50)
def figures_of_service(service: Service) -> panels.Panel | None:
    return _figures(Observation.objects.published().about(service.slug))


def _figures(values: ObservationQuerySet) -> panels.Panel | None:
    figures = figures_of(values.for_page())
    return panels.panel("figures", _("Figures reported"), "inspections/_panel_figures.html", figures=figures)


MOST_BRIEFED = 10  # findings of a section of a briefing, which has two sides of paper


@panels.on_briefing(order=20)
def findings_without_an_answer(service: Service) -> panels.Panel | None:
    """Return the concerns and priorities of those who judge, such as the inspectorate, not yet taken up."""
    judged = Finding.objects.published().judging().about(service.slug)
    waiting = list(judged.asking().unanswered().for_page())
    heading = ngettext(
        "%(n)d judgement that asked for action, with no later finding on it",
        "%(n)d judgements that asked for action, with no later finding on them",
        len(waiting),
    ) % {"n": len(waiting)}
    shown = waiting[-MOST_BRIEFED:]
    groups = [(said, list(same)) for said, same in groupby(shown, key=_said)]
    return panels.panel(
        "unanswered",
        heading,
        "inspections/_briefing_findings.html",
        groups=groups,
        more=len(waiting) > len(shown),
    )


def _said(finding: Finding) -> tuple[str, str, str]:
    return Entry(finding.event).when, finding.stated_by_short_name, finding.get_verdict_display()


@panels.on_briefing(order=30)
def last_judgements_in_short(service: Service) -> panels.Panel | None:
    """Return the last judgement of each theme, of the themes judged last."""
    themes = sorted(_last_judged(service), key=lambda theme: theme[2][-1].event.sort_key)[-MOST_BRIEFED:]
    shown = [(theme, when, findings[:1]) for theme, when, findings in themes]
    heading = _("What was judged last")
    return panels.panel("judged", heading, "inspections/_briefing_judged.html", themes=shown)


@panels.on_glance(order=20)
def last_judgements(service: Service) -> panels.Panel | None:
    """Return, for each theme, the latest event's judgements on it."""
    themes = _last_judged(service)
    heading = _("The last judgement of each theme")
    return panels.panel("judged", heading, "inspections/_briefing_judged.html", themes=themes)


def _last_judged(service: Service) -> list[tuple[Theme, str, list[Finding]]]:
    judged = Finding.objects.published().judging().about(service.slug).for_page()
    last: dict[Theme, list[Finding]] = {}
    for finding in judged:
        for theme in finding.themes:
            same = [other for other in last.get(theme, []) if other.event_id == finding.event_id]
            last[theme] = [*same, finding]
    return [(theme, Entry(last[theme][0].event).when, last[theme]) for theme in Theme if theme in last]


def _by_theme(findings: list[Finding]) -> FindingsByTheme:
    gathered: dict[Theme, dict[Verdict, list[Finding]]] = {theme: {} for theme in Theme}
    for finding in findings:
        for theme in finding.themes:
            gathered[theme].setdefault(Verdict(finding.verdict), []).append(finding)
    return [(theme, list(verdicts.items())) for theme, verdicts in gathered.items() if verdicts]


@panels.on_front(order=30)
def statements() -> panels.Count:
    findings = Finding.objects.published()
    total, judged = findings.count(), findings.judging().count()
    words = _("things said of the services: %(judged)d judged at inspections, %(claimed)d said by others") % {
        "judged": judged,
        "claimed": total - judged,
    }
    return panels.Count(str(total), words, reverse("findings"))
