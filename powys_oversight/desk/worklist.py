"""What the record still wants: the front page of the desk. Each row leads to the box that mends it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import Finding
from notices.models import ActionOutcome, RequiredAction
from powys_oversight.timeline import kinds
from powys_oversight.timeline.links import form_of
from powys_oversight.timeline.models import Citation, Disagreement, Event, Source
from powys_oversight.timeline.publishing import checks

SHOWN = 5
"""Rows of each list that stand open on the front page. The others are folded away."""

MOST_COMPARED = 20
"""Drafts that are compared with the record, the newest first: each costs a query."""

OLD = timedelta(days=365)
"""A source is compared with the record once a year."""


@dataclass(frozen=True)
class Row:
    """One thing to mend: what it is, where, and a word on it."""

    words: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class Gap:
    """One kind of thing that is missing. `find` gives every row, the most pressing first."""

    slug: str
    heading: str | Promise
    find: Callable[[], Iterable[Row]]
    permission: str


@dataclass(frozen=True)
class Found:
    gap: Gap
    rows: list[Row]

    @property
    def first(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def others(self) -> list[Row]:
        return self.rows[SHOWN:]

    @property
    def more(self) -> int:
        return len(self.others)


def found(user: Any, only: str = "") -> list[Found]:
    """What is missing of each kind that this user could mend; the empty ones too, as that is news."""
    gaps = [gap for gap in GAPS if user.has_perm(gap.permission) and only in ("", gap.slug)]
    return [Found(gap, list(gap.find())) for gap in gaps]


def _to_publication(event: Event) -> str:
    return f"{reverse('admin:publication')}?event={event.slug}"


def _drafts(*statuses: str) -> Callable[[], Iterable[Row]]:
    def find() -> Iterable[Row]:
        for event in Event.objects.filter(status__in=statuses).select_related("drafted_by").in_order():
            by = _("drafted by %(who)s") % {"who": event.drafted_by} if event.drafted_by else ""
            yield Row(event.title, _to_publication(event), by)

    return find


def _scheduled() -> Iterable[Row]:
    for event in Event.objects.unpublished().exclude(publish_at=None).order_by("publish_at", "pk"):
        when = timezone.localtime(event.publish_at).strftime("%Y-%m-%d %H:%M")
        yield Row(event.title, _to_publication(event), when)


def _sources_without_address() -> Iterable[Row]:
    for source in Source.objects.filter(url="").with_claim_counts().order_by("-claims", "slug"):
        note = _("%(n)d statements rest on it") % {"n": source.claims}
        yield Row(source.shown_in_lists(), form_of(source, "id_url"), note)


def _without_a_place() -> Iterable[Row]:
    """Citations that say nothing of where in the document."""
    for model in Citation.concrete():
        found = model.objects.visible().filter(locator="").select_related("source", "claim")
        for citation in found.order_by("pk"):
            yield Row(str(citation.claim), form_of(citation.claim), citation.source.shown_in_lists())


def _not_in_welsh() -> Iterable[Row]:
    for event in Event.objects.published().filter(title_cy="").in_order():
        yield Row(event.title, form_of(event, "id_title_cy"))


def _without_an_end() -> Iterable[Row]:
    for event in Event.objects.published().of_kinds(kinds.lasting()).filter(ended="").in_order():
        yield Row(event.title, form_of(event, "id_ended"), str(event.kind_words.label))


def _unchecked() -> Iterable[Row]:
    since = timezone.localdate() - OLD
    found = Source.objects.filter(Q(checked_on=None) | Q(checked_on__lt=since))
    for source in found.order_by("checked_on", "slug"):
        note = (
            _("last checked %(day)s") % {"day": source.checked_on}
            if source.checked_on
            else _("never checked")
        )
        yield Row(source.shown_in_lists(), form_of(source, "id_checked_on"), note)


def _not_taken_up() -> Iterable[Row]:
    findings = Finding.objects.published().asking().unanswered().select_related("event")
    for finding in findings.order_by("event__sort_key", "number"):
        yield Row(finding.summary, form_of(finding, "id_takes_up"), finding.event.title)


def _without_outcome() -> Iterable[Row]:
    reported = ActionOutcome.objects.filter(action=OuterRef("pk"), reported_at__status=Event.Status.PUBLISHED)
    actions = RequiredAction.objects.filter(~Exists(reported), event__status=Event.Status.PUBLISHED)
    for action in actions.select_related("event").order_by("event__sort_key", "number"):
        yield Row(action.summary, form_of(action, "outcomes-group"), action.event.title)


def _unresolved() -> Iterable[Row]:
    """Questions of which no version sorts an event, and of which nothing is said of why."""
    for disagreement in Disagreement.objects.exclude(versions__sorts_the_event=True).filter(reading=""):
        yield Row(disagreement.question, form_of(disagreement, "id_reading"))


def _perhaps_twice() -> Iterable[Row]:
    newest = Event.objects.unpublished().prefetch_related("services").order_by("-recorded_at", "-pk")
    for event in newest[:MOST_COMPARED]:
        for other in checks.duplicates_of(event):
            yield Row(event.title, _to_publication(event), _("perhaps “%(title)s”") % {"title": other.title})


CORRECTS = "timeline.correct_event"

GAPS = (
    Gap(
        "review", gettext_lazy("Drafts awaiting review"), _drafts(Event.Status.REVIEW), "timeline.view_event"
    ),
    Gap(
        "ready", gettext_lazy("Reviewed, to be published"), _drafts(Event.Status.READY), "timeline.view_event"
    ),
    Gap("scheduled", gettext_lazy("To be published at an hour given"), _scheduled, "timeline.view_event"),
    Gap("drafts", gettext_lazy("Drafts"), _drafts(Event.Status.DRAFT), "timeline.view_event"),
    Gap("duplicates", gettext_lazy("Drafts that may be here already"), _perhaps_twice, "timeline.view_event"),
    Gap("places", gettext_lazy("Citations without a paragraph or page"), _without_a_place, CORRECTS),
    Gap("addresses", gettext_lazy("Sources without an address"), _sources_without_address, CORRECTS),
    Gap("checks", gettext_lazy("Sources not checked for a year"), _unchecked, CORRECTS),
    Gap("outcomes", gettext_lazy("Requirements without a reported outcome"), _without_outcome, CORRECTS),
    Gap("mentions", gettext_lazy("Concerns that no later finding takes up"), _not_taken_up, CORRECTS),
    Gap("ends", gettext_lazy("What lasts, without a stated end"), _without_an_end, CORRECTS),
    Gap("disagreements", gettext_lazy("Disagreements without a reading"), _unresolved, CORRECTS),
    Gap("welsh", gettext_lazy("Published without a title in Welsh"), _not_in_welsh, CORRECTS),
)
"""In this order: what waits for a person first, what waits for a source last."""
