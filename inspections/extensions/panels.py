"""Panels about findings and figures, on the pages of events and services."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from powys_oversight.pages import panels
from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.models import Event, Service

from ..display import FindingLine
from ..measures.display import figures_of
from ..models import Finding, Inspection, Observation, Theme, Verdict

FIGURES = gettext_lazy("Figures reported")


@dataclass(frozen=True)
class ThemeGroup:
    """The findings on one theme, by verdict."""

    theme: Theme
    verdicts: list[tuple[Verdict, list[FindingLine]]]


@dataclass(frozen=True)
class EventFindings:
    """An event and its findings, by theme and verdict."""

    entry: Entry
    activity: str
    themes: list[ThemeGroup]
    count: int


@panels.on_event(order=10)
def findings_of_event(event: Event) -> panels.Panel | None:
    findings = Finding.objects.filter(event=event).for_page().with_links()
    lines = [FindingLine(finding) for finding in findings]
    heading = ngettext("%(n)d finding", "%(n)d findings", len(lines)) % {"n": len(lines)}
    return (
        panels.Panel("findings", heading, "inspections/_event_findings.html", {"lines": lines})
        if lines
        else None
    )


@panels.on_event(order=30)
def figures_of_event(event: Event) -> panels.Panel | None:
    figures = figures_of(Observation.objects.filter(event=event).for_page())
    context = {"figures": figures}
    return panels.Panel("figures", FIGURES, "inspections/_panel_figures.html", context) if figures else None


@panels.on_service(order=10)
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
    context = {"events": shown}
    return panels.Panel("findings", heading, "inspections/_service_findings.html", context) if shown else None


@panels.on_service(order=30)
def measures_of_service(service: Service) -> panels.Panel | None:
    values = Observation.objects.published().filter(measure__services=service).for_page()
    figures = figures_of(values)
    context = {"figures": figures}
    return panels.Panel("figures", FIGURES, "inspections/_panel_figures.html", context) if figures else None


@panels.on_briefing(order=20)
def findings_without_an_answer(service: Service) -> panels.Panel | None:
    waiting = Finding.objects.published().about(service.slug).asking().unanswered().for_page()
    lines = [FindingLine(finding) for finding in waiting]
    heading = ngettext(
        "%(n)d finding that no later one here takes up",
        "%(n)d findings that no later one here takes up",
        len(lines),
    ) % {"n": len(lines)}
    context = {"groups": [(said, list(same)) for said, same in groupby(lines, key=_said)]}
    template = "inspections/_briefing_findings.html"
    return panels.Panel("unanswered", heading, template, context) if lines else None


def _said(line: FindingLine) -> tuple[str, str, str]:
    return line.when, line.stated_by_in_short, line.finding.get_verdict_display()


@panels.on_briefing(order=30)
def last_judgements(service: Service) -> panels.Panel | None:
    """Return, for each theme, the latest event's judgements on it."""
    judged = Finding.objects.published().judging().about(service.slug).for_page()
    last: dict[Theme, list[FindingLine]] = {}
    for finding in judged:
        for theme in finding.themes:
            same = [line for line in last.get(theme, []) if line.finding.event_id == finding.event_id]
            last[theme] = [*same, FindingLine(finding)]
    themes = [(theme, last[theme]) for theme in Theme if theme in last]
    context = {"themes": themes}
    heading = _("The last judgement of each theme")
    return panels.Panel("judged", heading, "inspections/_briefing_judged.html", context) if themes else None


def _by_theme(findings: list[Finding]) -> list[ThemeGroup]:
    gathered: dict[Theme, dict[Verdict, list[FindingLine]]] = {theme: {} for theme in Theme}
    for finding in findings:
        for theme in finding.themes:
            gathered[theme].setdefault(Verdict(finding.verdict), []).append(FindingLine(finding))
    return [ThemeGroup(theme, list(verdicts.items())) for theme, verdicts in gathered.items() if verdicts]
