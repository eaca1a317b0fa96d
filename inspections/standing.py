"""The last inspection of a service on a day: whether its report was public, and what it had found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from powys_oversight.timeline import standing
from powys_oversight.timeline.asof import Bounds, Held, Spell, Stand, Standing
from powys_oversight.timeline.date_wording import day_in_words
from powys_oversight.timeline.entries import Entry
from powys_oversight.timeline.models import Citation, Service
from powys_oversight.timeline.standing import Group, Line, Said, Wording

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
        return "; ".join(f"{verdict.label}: {counted[verdict]}" for verdict in Verdict if counted[verdict])


def _load(floor: date) -> list[Held]:
    """Every inspection, from when it took place to when what it found was public. Costs five queries."""
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
        spell = _until_public(inspection, floor, found_public)
        held.append(Held(INSPECTIONS, standing.services_of(inspection), spell, subject))
    return held


def _until_public(inspection: Inspection, floor: date, found_public: date | None) -> Spell:
    """From the inspection to the eve of the day its findings were public: then the wait is over.

    Fieldwork of several days had taken place on the last of them.
    """
    spell = standing.of_event(inspection, floor)
    begins = Bounds.between(spell.begins.first, inspection.ended_latest or spell.begins.last)
    ends = Bounds(found_public, found_public).eve() if found_public else None
    return Spell(begins, ends, spell.public, found_public)


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


PHRASES = Wording(
    {
        Standing.MAY_HAVE_BEGUN: gettext_lazy("May have taken place, or been under way, by then: {when}."),
        Standing.ONGOING: gettext_lazy("Took place: {when}. What was found was not yet public."),
        Standing.NO_END_STATED: gettext_lazy(
            "Took place: {when}. No source read says when what was found was made public."
        ),
        Standing.OVER: gettext_lazy("Took place: {when}. What was found was first told of by {public}."),
    },
    held_back=gettext_lazy("Took place: {when}. Nothing of what was found had been published."),
)
"""How an inspection stood, beside its name."""

REPORT_PUBLIC = gettext_lazy("Took place: {when}. Its report was published on {public}.")

TURNS = Wording(
    {
        Standing.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have taken place, or been under way."),
        Standing.ONGOING: gettext_lazy("{what}: had taken place; what was found was not public."),
        Standing.NO_END_STATED: gettext_lazy("{what}: had taken place."),
        Standing.OVER: gettext_lazy("{what}: what was found was public, or some of it."),
    },
    held_back=gettext_lazy("{what}: had taken place; nothing of what was found had been published."),
)

LAST_INSPECTED = gettext_lazy("Last inspected ({when}): {title}.")
LAST_REVIEWED = gettext_lazy("Last reviewed ({when}): {title}.")
FOUND = Wording(
    {
        Standing.ONGOING: gettext_lazy("What was found was not yet public."),
        Standing.NO_END_STATED: gettext_lazy("No source read says when what was found was made public."),
        Standing.OVER: gettext_lazy("First told of publicly by {public}. Findings recorded here: {tally}."),
    },
    held_back=gettext_lazy("Nothing of what was found had been published."),
)
REPORTED = gettext_lazy("Report published on {public}. Findings recorded here: {tally}.")
FOUND_THEN = gettext_lazy("Findings recorded here from what had been published: {tally}.")


def phrase(stand: Stand) -> str:
    stood = stand.subject
    is_reported = stand.standing is Standing.OVER and stood.report_on
    words = str(REPORT_PUBLIC) if is_reported else PHRASES.of(stand)
    return words.format(when=stood.entry.when, public=_public(stood))


def _public(stood: InspectionStood) -> str:
    return day_in_words(stood.found_public) if stood.found_public else ""


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


def _found(service: Service, stand: Stand) -> SafeString:
    """What was found, verdict by verdict, once it was public; else that it was not."""
    stood = stand.subject
    tally = stood.tally(service.slug, stand.told_until)
    if stand.standing is Standing.OVER and not tally:
        return SafeString("")
    words = FOUND.of(stand)
    if stand.standing is Standing.OVER and stand.known_then:
        words = str(FOUND_THEN)
    elif stand.standing is Standing.OVER and stood.report_on:
        words = str(REPORTED)
    link = format_html('<a href="{}#findings">{}</a>', stood.entry.event.get_absolute_url(), tally)
    return format_html(words, tally=link, public=_public(stood))


def _cited(stand: Stand) -> Iterable[Citation]:
    return stand.subject.entry.event.citations.all()


standing.register(
    Group(
        name=INSPECTIONS,
        order=20,
        heading=gettext_lazy("The last inspection"),
        template="inspections/_inspection_stood.html",
        load=_load,
        line=lambda stand: Line(stand.subject, phrase(stand), standing.told_by(stand, _cited(stand))),
        link=lambda stood: standing.link_to(stood.entry.event),
        cited=_cited,
        turns=TURNS,
        tell=_tell,
        choose=_last,
    )
)
