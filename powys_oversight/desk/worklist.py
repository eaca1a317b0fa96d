"""The worklist: what is missing in the record, each row linked to where it is mended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from inspections.models import Finding
from notices.models import RequiredAction
from powys_oversight.timeline.links import form_of
from powys_oversight.timeline.models import Citation, Disagreement, Event, Source
from powys_oversight.timeline.publishing import checks

from .models import LinkCheck

ROWS_SHOWN = 5  # rows shown of each section; further rows are folded
MOST_COMPARED = 20  # drafts compared with the record, the newest first. Each costs a query.
OLD = timedelta(days=365)  # a source is checked again after a year


@dataclass(frozen=True)
class WorklistRow:
    words: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class WorklistSection:
    """One kind of missing thing. `find` returns every row, the most urgent first."""

    slug: str
    heading: str | Promise
    find: Callable[[], Iterable[WorklistRow]]
    permission: str


@dataclass(frozen=True)
class SectionRows:
    gap: WorklistSection
    rows: list[WorklistRow]

    @property
    def first(self) -> list[WorklistRow]:
        return self.rows[:ROWS_SHOWN]

    @property
    def others(self) -> list[WorklistRow]:
        return self.rows[ROWS_SHOWN:]

    @property
    def more(self) -> int:
        return len(self.others)


def sections_for(user: User | AnonymousUser, only: str = "") -> list[SectionRows]:
    gaps = [gap for gap in SECTIONS if user.has_perm(gap.permission) and only in ("", gap.slug)]
    return [SectionRows(gap, list(gap.find())) for gap in gaps]


def _to_publication(event: Event) -> str:
    return f"{reverse('admin:publication')}?event={event.slug}"


def _drafts(*statuses: str) -> Callable[[], Iterable[WorklistRow]]:
    def find() -> Iterable[WorklistRow]:
        for event in Event.objects.at_stages(statuses).select_related("drafted_by").in_order():
            by = _("drafted by %(who)s") % {"who": event.drafted_by} if event.drafted_by else ""
            yield WorklistRow(event.title, _to_publication(event), by)

    return find


def _scheduled() -> Iterable[WorklistRow]:
    for event in Event.objects.scheduled().order_by("publish_at", "pk"):
        when = timezone.localtime(event.publish_at).strftime("%Y-%m-%d %H:%M")
        yield WorklistRow(event.title, _to_publication(event), when)


def _sources_without_address() -> Iterable[WorklistRow]:
    for source in Source.objects.without_address().with_claim_counts().order_by("-claims", "slug"):
        note = ngettext("%(n)d statement rests on it", "%(n)d statements rest on it", source.claims)
        note %= {"n": source.claims}
        yield WorklistRow(source.shown_in_lists(), form_of(source, "id_url"), note)


def _without_a_place() -> Iterable[WorklistRow]:
    for model in Citation.concrete():
        citations = model.objects.published().without_place().select_related("source", "claim")
        for citation in citations.order_by("pk"):
            yield WorklistRow(str(citation.claim), form_of(citation.claim), citation.source.shown_in_lists())


def _not_in_welsh() -> Iterable[WorklistRow]:
    for event in Event.objects.published().not_in_welsh().in_order():
        yield WorklistRow(event.title, form_of(event, "id_title_cy"))


def _without_an_end() -> Iterable[WorklistRow]:
    for event in Event.objects.published().without_stated_end().in_order():
        looked = event.end_looked_on
        note = _("looked for on %(day)s") % {"day": date_format(looked)} if looked else ""
        yield WorklistRow(event.title, form_of(event, "id_ended"), note)


def _unchecked() -> Iterable[WorklistRow]:
    sources = Source.objects.unchecked_since(timezone.localdate() - OLD)
    for source in sources.order_by("checked_on", "slug"):
        note = (
            _("last checked %(day)s") % {"day": date_format(source.checked_on)}
            if source.checked_on
            else str(_("never checked"))
        )
        yield WorklistRow(source.shown_in_lists(), form_of(source, "id_checked_on"), note)


def _to_compare_again() -> Iterable[WorklistRow]:
    for source in Source.objects.to_compare_again().order_by("comparison_asked_on", "slug"):
        note = _("asked for on %(day)s") % {"day": date_format(source.comparison_asked_on)}
        yield WorklistRow(source.shown_in_lists(), form_of(source, "id_checked_on"), note)


def _addresses_lost() -> Iterable[WorklistRow]:
    for check in LinkCheck.objects.to_mend().select_related("source"):
        words = {"outcome": check.get_outcome_display(), "detail": check.detail}
        note = _("%(outcome)s: %(detail)s") % words if check.detail else str(words["outcome"])
        fields = ("url", "url_cy", "archived_url")
        field = next(name for name in fields if getattr(check.source, name) == check.address)
        yield WorklistRow(check.address, form_of(check.source, f"id_{field}"), note)


def _not_taken_up() -> Iterable[WorklistRow]:
    findings = Finding.objects.published().asking().unanswered().select_related("event")
    for finding in findings.order_by("event__sort_key", "number"):
        yield WorklistRow(finding.summary, form_of(finding, "id_takes_up"), finding.event.title)


def _without_outcome() -> Iterable[WorklistRow]:
    actions = RequiredAction.objects.published().without_outcome()
    for action in actions.select_related("event").order_by("event__sort_key", "number"):
        yield WorklistRow(action.summary, form_of(action, "outcomes-group"), action.event.title)


def _unresolved() -> Iterable[WorklistRow]:
    for disagreement in Disagreement.objects.unresolved():
        yield WorklistRow(disagreement.question, form_of(disagreement, "id_reading"))


def _perhaps_twice() -> Iterable[WorklistRow]:
    newest = Event.objects.unpublished().prefetch_related("services").order_by("-recorded_at", "-pk")
    for event in newest[:MOST_COMPARED]:
        for other in checks.duplicates_of(event):
            yield WorklistRow(
                event.title, _to_publication(event), _("perhaps “%(title)s”") % {"title": other.title}
            )


SEES, CORRECTS = "timeline.view_event", "timeline.correct_event"

SECTIONS = (
    WorklistSection("review", _("Drafts awaiting review"), _drafts(Event.Status.REVIEW), SEES),
    WorklistSection("ready", _("Reviewed, to be published"), _drafts(Event.Status.READY), SEES),
    WorklistSection("scheduled", _("To be published at an hour given"), _scheduled, SEES),
    WorklistSection("drafts", _("Drafts"), _drafts(Event.Status.DRAFT), SEES),
    WorklistSection("duplicates", _("Drafts that may be here already"), _perhaps_twice, SEES),
    WorklistSection("places", _("Citations without a paragraph or page"), _without_a_place, CORRECTS),
    WorklistSection("addresses", _("Sources without an address"), _sources_without_address, CORRECTS),
    WorklistSection("links", _("Addresses that moved or do not answer"), _addresses_lost, CORRECTS),
    WorklistSection("compare", _("Sources to be compared again"), _to_compare_again, CORRECTS),
    WorklistSection("checks", _("Sources not checked for a year"), _unchecked, CORRECTS),
    WorklistSection("outcomes", _("Requirements without a reported outcome"), _without_outcome, CORRECTS),
    WorklistSection("mentions", _("Concerns that no later finding takes up"), _not_taken_up, CORRECTS),
    WorklistSection("ends", _("What lasts, without a stated end"), _without_an_end, CORRECTS),
    WorklistSection("disagreements", _("Disagreements without a reading"), _unresolved, CORRECTS),
    WorklistSection("welsh", _("Published without a title in Welsh"), _not_in_welsh, CORRECTS),
)
"""The sections, those that wait for a person first."""
