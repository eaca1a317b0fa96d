from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from powys_oversight.pages.asof import groups
from powys_oversight.pages.asof.groups import CitedSentence, Group, StatusLine, Wording
from powys_oversight.pages.asof.intervals import (
    Bounds,
    IntervalStatus,
    StatusOnDay,
    TrackedItem,
    UncertainInterval,
)
from powys_oversight.pages.display.cited_sources import by_source
from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.dates.formatting import format_day
from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Citation, Service

from ..models import Finding, Inspection, Verdict

INSPECTIONS = "inspections"


@dataclass(frozen=True)
class PublishedJudgement:
    """A judgement about a service. By `public` its first source was certainly published; None if undated."""

    service: str
    verdict: str
    public: date | None


@dataclass(frozen=True)
class InspectionOutcome:
    inspection: Inspection
    findings: list[PublishedJudgement]

    @property
    def entry(self) -> Entry:
        return Entry(self.inspection)

    @property
    def report_on(self) -> date | None:
        return self.inspection.report_published_on

    @property
    def found_public(self) -> date | None:
        days = [finding.public for finding in self.findings if finding.public]
        for citation in self.inspection.citations.all():
            if citation.tells_of == groups.TellsOf.FOUND and citation.source.latest:
                days.append(citation.source.latest)
        if self.report_on:
            days.append(self.report_on)
        return min(days, default=None)

    @property
    def is_first_told_by_its_report(self) -> bool:
        return bool(self.report_on) and self.report_on == self.found_public

    def tally(self, service: str, until: date | None) -> str:
        """Return the number of findings about a service by verdict, in words.

        With `until`, count only findings that a source published by that day reports.
        """
        counted = Counter(
            finding.verdict
            for finding in self.findings
            if finding.service == service and (until is None or (finding.public and finding.public <= until))
        )
        return "; ".join(f"{verdict.label}: {counted[verdict]}" for verdict in Verdict if counted[verdict])


def _load(floor: date) -> list[TrackedItem]:
    """Return every inspection as a tracked item that lasts until its findings are public.

    Costs five queries.
    """
    findings = _findings()
    subjects = [
        InspectionOutcome(inspection, findings.get(inspection.pk, []))
        for inspection in Inspection.objects.published().in_order().with_related()
    ]
    return [
        TrackedItem(
            INSPECTIONS, groups.services_of(outcome.inspection), _until_public(outcome, floor), outcome
        )
        for outcome in subjects
    ]


def _until_public(outcome: InspectionOutcome, floor: date) -> UncertainInterval:
    """Return the interval from fieldwork to the day before its findings were public.

    Fieldwork of several days may have begun on its first day, and certainly has by its last.
    """
    interval, public = groups.interval_of_event(outcome.inspection, floor), outcome.found_public
    begins = Bounds.between(interval.begins.first, outcome.inspection.ended_latest or interval.begins.last)
    ends = Bounds(public, public).eve() if public else None
    told = min(filter(None, [interval.public, public]), default=None)
    return UncertainInterval(begins, ends, told, public, interval.announced)


def _findings() -> dict[int, list[PublishedJudgement]]:
    rows = (
        Finding.objects.published()
        .judging()
        .order_by()
        .values_list("event", "pk", "services__slug", "verdict")
        .annotate(Min("citations__source__latest"))
    )
    by_event: dict[int, list[PublishedJudgement]] = {}
    for event, _pk, service, verdict, public in rows:
        by_event.setdefault(event, []).append(PublishedJudgement(service, verdict, public))
    return by_event


PHRASES = Wording(
    may_have_begun=_("May have taken place, or been under way, by then: {when}."),
    announced=_("Announced for {when}. No report that it took place had been published."),
    ongoing=_("Took place: {when}. What was found was not yet public."),
    no_end_stated=_("Took place: {when}. No source read says when what was found was made public."),
    over=_("Took place: {when}. What was found was first told of by {public}."),
    end_unpublished=_("Took place: {when}. Nothing of what was found had been published."),
)

REPORT_PUBLIC = _("Took place: {when}. Its report was published on {public}.")

CHANGES = Wording(
    may_have_begun=_("{what}: may have taken place, or been under way."),
    announced=_("{what}: announced."),
    ongoing=_("{what}: had taken place; what was found was not public."),
    no_end_stated=_("{what}: had taken place."),
    over=_("{what}: what was found was public, or some of it."),
    end_unpublished=_("{what}: had taken place; nothing of what was found had been published."),
)

ANNOUNCED = _("Announced for {when}: {title}. No report that it took place had been published.")
LAST_INSPECTED = _("Last inspected ({when}): {title}.")
LAST_REVIEWED = _("Last reviewed ({when}): {title}.")
NOT_PUBLIC = Wording(
    ongoing=_("What was found was not yet public."),
    no_end_stated=_("No source read says when what was found was made public."),
    end_unpublished=_("Nothing of what was found had been published."),
)
FOUND = _("First told of publicly by {public}. Findings recorded here: {tally}.")
REPORTED = _("Report published on {public}. Findings recorded here: {tally}.")
FOUND_THEN = _("Findings recorded here from what had been published: {tally}.")


def phrase(status: StatusOnDay) -> str:
    outcome = status.subject
    is_reported = status.interval_status is IntervalStatus.OVER and outcome.is_first_told_by_its_report
    words = str(REPORT_PUBLIC) if is_reported else PHRASES.of(status)
    return words.format(when=outcome.entry.when, public=_public(outcome))


def _public(outcome: InspectionOutcome) -> str:
    return format_day(outcome.found_public) if outcome.found_public else ""


def _last(statuses: list[StatusOnDay]) -> list[StatusOnDay]:
    took_place = [
        status for status in statuses if status.interval_status is not IntervalStatus.MAY_HAVE_BEGUN
    ]
    inspected = [status for status in took_place if status.subject.inspection.is_inspection]
    maybe = [status for status in statuses if status.interval_status is IntervalStatus.MAY_HAVE_BEGUN]
    return [*(inspected or took_place)[-1:], *maybe]


def _summarise(service: Service, statuses: list[StatusOnDay]) -> list[CitedSentence]:
    return [
        _sentence(service, status)
        for status in _last(statuses)
        if status.interval_status is not IntervalStatus.MAY_HAVE_BEGUN or status.is_only_announced
    ]


def _sentence(service: Service, status: StatusOnDay) -> CitedSentence:
    outcome = status.subject
    event = outcome.inspection
    if status.is_only_announced:
        announced = format_html(str(ANNOUNCED), when=outcome.entry.when, title=link_to(event))
        return CitedSentence(announced, by_source(groups.first_cited(status, event)))
    words = LAST_INSPECTED if outcome.inspection.is_inspection else LAST_REVIEWED
    sentence = format_html(str(words), when=outcome.entry.when, title=link_to(event))
    findings = _findings_sentence(service, status)
    return CitedSentence(
        format_html("{} {}", sentence, findings), by_source(groups.first_cited(status, event))
    )


def _findings_sentence(service: Service, status: StatusOnDay) -> str:
    if status.interval_status is not IntervalStatus.OVER:
        return NOT_PUBLIC.of(status)
    outcome = status.subject
    tally = outcome.tally(service.slug, status.known_until)
    if not tally:
        return ""
    reported = REPORTED if outcome.is_first_told_by_its_report else FOUND
    words = FOUND_THEN if status.known_then else reported
    link = format_html('<a href="{}#findings">{}</a>', outcome.inspection.get_absolute_url(), tally)
    return format_html(str(words), tally=link, public=_public(outcome))


def _cited(status: StatusOnDay) -> Iterable[Citation]:
    return status.subject.inspection.citations.all()


groups.register(
    Group(
        name=INSPECTIONS,
        order=20,
        heading=_("The last inspection"),
        template="inspections/_last_inspection.html",
        load=_load,
        line=lambda status: StatusLine(
            status.subject, phrase(status), groups.citations_known_by(status, _cited(status))
        ),
        link=lambda outcome: link_to(outcome.inspection),
        cited=_cited,
        changes=CHANGES,
        summarise=_summarise,
        choose=_last,
    )
)
