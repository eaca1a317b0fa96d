"""The last inspection of a service on a day: whether its report was public, and what it had found."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from powys_oversight.timeline import standing
from powys_oversight.timeline.asof import Bounds, Held, Spell, Stand, Standing
from powys_oversight.timeline.date_wording import day_in_words
from powys_oversight.timeline.entries import Entry
from powys_oversight.timeline.models import Service
from powys_oversight.timeline.standing import Said

from .models import Finding, Inspection, Verdict

INSPECTIONS = "inspections"


@dataclass(frozen=True)
class FindingSeen:
    """A judgement about a service, and the first day a source published tells of it; None where undated."""

    service: str
    verdict: str
    public: date | None


@dataclass(frozen=True)
class InspectionStood:
    """An inspection, when what it found was made public, and what it found."""

    entry: Entry
    inspection: Inspection
    report_on: date | None
    found_public: date | None
    findings: list[FindingSeen]

    def tally(self, service: str, until: date | None) -> str:
        """What it found of a service, verdict by verdict: counts only, and nothing is weighed.

        With `until`, only what a source published by that day tells of.
        """
        counted = Counter(
            finding.verdict
            for finding in self.findings
            if finding.service == service and (until is None or (finding.public and finding.public <= until))
        )
        return "; ".join(
            f"{verdict.label}: {counted[verdict.value]}" for verdict in Verdict if counted[verdict.value]
        )


def _load(floor: date) -> list[Held]:
    """Every inspection, from when it took place to when what it found was public. Costs six queries."""
    inspections = list(Inspection.objects.published().in_order().with_related())
    findings = _findings()
    held = []
    for inspection in inspections:
        found = findings.get(inspection.pk, [])
        found_public = inspection.report_published_on or _first_public(found)
        subject = InspectionStood(
            Entry(inspection),
            inspection,
            inspection.report_published_on,
            found_public,
            found,
        )
        spell = _until_public(standing.of_event(inspection, floor), found_public)
        held.append(Held(INSPECTIONS, standing.services_of(inspection), spell, subject))
    return held


def _until_public(took_place: Spell, found_public: date | None) -> Spell:
    """From the inspection to the eve of the day its findings were public: then the wait is over."""
    ends = Bounds(found_public, found_public).eve() if found_public else None
    return Spell(took_place.begins, ends, took_place.public, found_public)


def _first_public(findings: list[FindingSeen]) -> date | None:
    return min((finding.public for finding in findings if finding.public), default=None)


def _findings() -> dict[int, list[FindingSeen]]:
    """What was judged at each event, by the event's key."""
    rows = (
        Finding.objects.published()
        .judging()
        .order_by()
        .values_list("event", "pk", "services__slug", "verdict")
        .annotate(Min("citations__source__latest"))
    )
    found: dict[int, list[FindingSeen]] = {}
    for event, _pk, service, verdict, public in rows:
        found.setdefault(event, []).append(FindingSeen(service, verdict, public))
    return found


PHRASES = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("May have taken place by then: {when}."),
    Standing.ONGOING: gettext_lazy("Took place: {when}. What was found was not yet public."),
    Standing.NO_END_STATED: gettext_lazy(
        "Took place: {when}. No source read says when what was found was made public."
    ),
    Standing.OVER: gettext_lazy("Took place: {when}. What was found was public by {public}."),
}
"""How an inspection stood, beside its name."""

LAST_INSPECTED = gettext_lazy("Last inspected ({when}): {title}.")
LAST_REVIEWED = gettext_lazy("Last reviewed ({when}): {title}.")
FOUND = gettext_lazy("Findings recorded here, public by {public}: {tally}.")
NOT_YET_PUBLIC = gettext_lazy("What was found was not yet public.")

NOT_PUBLIC_THEN = gettext_lazy("Took place: {when}. Nothing of what was found had been published.")
REPORT_PUBLIC = gettext_lazy("Took place: {when}. Its report was published on {public}.")


TURNS = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have taken place."),
    Standing.ONGOING: gettext_lazy("{what}: had taken place; what it found was not public."),
    Standing.NO_END_STATED: gettext_lazy("{what}: had taken place."),
    Standing.MAY_HAVE_ENDED: gettext_lazy("{what}: what it found may have been public."),
    Standing.OVER: gettext_lazy("{what}: what it found was public."),
}


def phrase(stand: Stand) -> str:
    stood = stand.subject
    words = PHRASES[stand.standing]
    if standing.end_is_held_back(stand):
        words = NOT_PUBLIC_THEN
    elif stand.standing is Standing.OVER and stood.report_on:
        words = REPORT_PUBLIC
    public = day_in_words(stood.found_public) if stood.found_public else ""
    return str(words).format(when=stood.entry.when, public=public)


def _last(stands: list[Stand]) -> list[Stand]:
    """The last that certainly took place, an inspection if there was one; and any that may have."""
    took_place = [stand for stand in stands if stand.standing is not Standing.MAY_HAVE_BEGUN]
    inspected = [stand for stand in took_place if stand.subject.inspection.is_inspection]
    maybe = [stand for stand in stands if stand.standing is Standing.MAY_HAVE_BEGUN]
    return [*(inspected or took_place)[-1:], *maybe]


def _tell(service: Service, stands: list[Stand]) -> list[Said]:
    return [
        _said_of(service, stand) for stand in _last(stands) if stand.standing is not Standing.MAY_HAVE_BEGUN
    ]


def _said_of(service: Service, stand: Stand) -> Said:
    stood = stand.subject
    event = stood.entry.event
    words = LAST_INSPECTED if stood.inspection.is_inspection else LAST_REVIEWED
    sentence = format_html(str(words), when=stood.entry.when, title=standing.link_to(event))
    found = _found(service, stand)
    return Said(format_html("{} {}", sentence, found), standing.first_source(stand, event))


def _found(service: Service, stand: Stand) -> str:
    """What was found, verdict by verdict, once it was public; else that it was not."""
    stood = stand.subject
    if stand.standing is not Standing.OVER:
        return str(NOT_YET_PUBLIC)
    tally = stood.tally(service.slug, stand.told_until)
    if not tally:
        return ""
    link = format_html('<a href="{}#findings">{}</a>', stood.entry.event.get_absolute_url(), tally)
    public = day_in_words(stood.found_public)
    return format_html(str(FOUND), tally=link, public=public)


def _line(stand: Stand) -> standing.Line:
    citations = stand.subject.entry.event.citations.all()
    return standing.Line(stand.subject, phrase(stand), standing.told(stand, citations))


standing.register(
    standing.Group(
        INSPECTIONS,
        20,
        gettext_lazy("The last inspection"),
        "inspections/_inspection_stood.html",
        _load,
        _line,
        lambda stood: standing.link_to(stood.entry.event),
        TURNS,
        _tell,
        _last,
    )
)
