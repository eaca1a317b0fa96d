"""The last inspection of a service on a day: whether its report was public, and what it had found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

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
    """A judgement about a service, and the first day a source published tells of it; None where undated."""

    service: str
    verdict: str
    public: date | None


@dataclass(frozen=True)
class InspectionOutcome:
    """An inspection, and what it found."""

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
        """When its report came out, or the first source that tells of anything it found."""
        told = (finding.public for finding in self.findings if finding.public)
        return self.report_on or min(told, default=None)

    def tally(self, service: str, until: date | None) -> str:
        """What it found of a service, verdict by verdict: counts only, and nothing is weighed.

        With `until`, only what a source published by that day tells of.
        """
        counted = Counter(
            finding.verdict
            for finding in self.findings
            if finding.service == service and (until is None or (finding.public and finding.public <= until))
        )
        return "; ".join(f"{verdict.label}: {counted[verdict]}" for verdict in Verdict if counted[verdict])


def _load(floor: date) -> list[TrackedItem]:
    """Every inspection, from when it took place to when what it found was public. Costs five queries."""
    findings = _findings()
    subjects = [
        InspectionOutcome(inspection, findings.get(inspection.pk, []))
        for inspection in Inspection.objects.published().in_order().with_related()
    ]
    return [
        TrackedItem(INSPECTIONS, groups.services_of(stood.inspection), _until_public(stood, floor), stood)
        for stood in subjects
    ]


def _until_public(stood: InspectionOutcome, floor: date) -> UncertainInterval:
    """From the inspection to the eve of the day its findings were public: then the wait is over.

    Fieldwork of several days had taken place on the last of them.
    """
    spell, public = groups.interval_of_event(stood.inspection, floor), stood.found_public
    begins = Bounds.between(spell.begins.first, stood.inspection.ended_latest or spell.begins.last)
    return UncertainInterval(begins, Bounds(public, public).eve() if public else None, spell.public, public)


def _findings() -> dict[int, list[PublishedJudgement]]:
    """What was judged at each event, by the event's key."""
    rows = (
        Finding.objects.published()
        .judging()
        .order_by()
        .values_list("event", "pk", "services__slug", "verdict")
        .annotate(Min("citations__source__latest"))
    )
    found: dict[int, list[PublishedJudgement]] = {}
    for event, _pk, service, verdict, public in rows:
        found.setdefault(event, []).append(PublishedJudgement(service, verdict, public))
    return found


PHRASES = Wording(
    {
        IntervalStatus.MAY_HAVE_BEGUN: gettext_lazy(
            "May have taken place, or been under way, by then: {when}."
        ),
        IntervalStatus.ONGOING: gettext_lazy("Took place: {when}. What was found was not yet public."),
        IntervalStatus.NO_END_STATED: gettext_lazy(
            "Took place: {when}. No source read says when what was found was made public."
        ),
        IntervalStatus.OVER: gettext_lazy(
            "Took place: {when}. What was found was first told of by {public}."
        ),
    },
    held_back=gettext_lazy("Took place: {when}. Nothing of what was found had been published."),
)
"""How an inspection stood, beside its name."""

REPORT_PUBLIC = gettext_lazy("Took place: {when}. Its report was published on {public}.")

CHANGES = Wording(
    {
        IntervalStatus.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have taken place, or been under way."),
        IntervalStatus.ONGOING: gettext_lazy("{what}: had taken place; what was found was not public."),
        IntervalStatus.NO_END_STATED: gettext_lazy("{what}: had taken place."),
        IntervalStatus.OVER: gettext_lazy("{what}: what was found was public, or some of it."),
    },
    held_back=gettext_lazy("{what}: had taken place; nothing of what was found had been published."),
)

LAST_INSPECTED = gettext_lazy("Last inspected ({when}): {title}.")
LAST_REVIEWED = gettext_lazy("Last reviewed ({when}): {title}.")
NOT_PUBLIC = Wording(
    {
        IntervalStatus.ONGOING: gettext_lazy("What was found was not yet public."),
        IntervalStatus.NO_END_STATED: gettext_lazy(
            "No source read says when what was found was made public."
        ),
    },
    held_back=gettext_lazy("Nothing of what was found had been published."),
)
FOUND = gettext_lazy("First told of publicly by {public}. Findings recorded here: {tally}.")
REPORTED = gettext_lazy("Report published on {public}. Findings recorded here: {tally}.")
FOUND_THEN = gettext_lazy("Findings recorded here from what had been published: {tally}.")


def phrase(stand: StatusOnDay) -> str:
    stood = stand.subject
    is_reported = stand.standing is IntervalStatus.OVER and stood.report_on
    words = str(REPORT_PUBLIC) if is_reported else PHRASES.of(stand)
    return words.format(when=stood.entry.when, public=_public(stood))


def _public(stood: InspectionOutcome) -> str:
    return format_day(stood.found_public) if stood.found_public else ""


def _last(stands: list[StatusOnDay]) -> list[StatusOnDay]:
    """The last that certainly took place, an inspection if there was one; and any that may have."""
    took_place = [stand for stand in stands if stand.standing is not IntervalStatus.MAY_HAVE_BEGUN]
    inspected = [stand for stand in took_place if stand.subject.inspection.is_inspection]
    maybe = [stand for stand in stands if stand.standing is IntervalStatus.MAY_HAVE_BEGUN]
    return [*(inspected or took_place)[-1:], *maybe]


def _summarise(service: Service, stands: list[StatusOnDay]) -> list[CitedSentence]:
    return [
        _sentence(service, stand)
        for stand in _last(stands)
        if stand.standing is not IntervalStatus.MAY_HAVE_BEGUN
    ]


def _sentence(service: Service, stand: StatusOnDay) -> CitedSentence:
    stood = stand.subject
    event = stood.inspection
    words = LAST_INSPECTED if stood.inspection.is_inspection else LAST_REVIEWED
    sentence = format_html(str(words), when=stood.entry.when, title=link_to(event))
    found = _findings_sentence(service, stand)
    return CitedSentence(format_html("{} {}", sentence, found), by_source(groups.first_cited(stand, event)))


def _findings_sentence(service: Service, stand: StatusOnDay) -> str:
    """What was found, verdict by verdict, once it was public; else that it was not."""
    if stand.standing is not IntervalStatus.OVER:
        return NOT_PUBLIC.of(stand)
    stood = stand.subject
    tally = stood.tally(service.slug, stand.told_until)
    if not tally:
        return ""
    reported = REPORTED if stood.report_on else FOUND
    words = FOUND_THEN if stand.known_then else reported
    link = format_html('<a href="{}#findings">{}</a>', stood.inspection.get_absolute_url(), tally)
    return format_html(str(words), tally=link, public=_public(stood))


def _cited(stand: StatusOnDay) -> Iterable[Citation]:
    return stand.subject.inspection.citations.all()


groups.register(
    Group(
        name=INSPECTIONS,
        order=20,
        heading=gettext_lazy("The last inspection"),
        template="inspections/_inspection_stood.html",
        load=_load,
        line=lambda stand: StatusLine(
            stand.subject, phrase(stand), groups.citations_known_by(stand, _cited(stand))
        ),
        link=lambda stood: link_to(stood.inspection),
        cited=_cited,
        turns=CHANGES,
        tell=_summarise,
        choose=_last,
    )
)
