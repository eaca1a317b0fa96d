"""The tables of the ground floor as readers take them away: the columns of each, and what each means.

Columns stand in this order for good: they are only ever added, at the end.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from powys_oversight.opendata.expressions import Listed, PagePath, TwoDecimals, constant, joined, places
from powys_oversight.opendata.schema import Column, DataTable, Parameter, Type, register

from . import kinds
from .dates.edtf import Precision
from .db.queries import sorts_on
from .filters.timeline_filter import SourceFilter, TimelineFilter
from .models import (
    Citation,
    DisagreementVersion,
    DisagreementVersionCitation,
    Event,
    EventCitation,
    OfficeHolding,
    OfficeHoldingCitation,
    OrganisationName,
    Source,
)
from .models.event_queries import EventQuerySet
from .models.people import OfficeQuerySet
from .models.sources import SourceQuerySet

SERVICE = Parameter("service", _("Events about any of these services, by their ids."), repeats=True)
TIER = Parameter("tier", _("Founding documents, official sources, or press reports."), repeats=True)
SOURCE = Parameter("source", _("What rests on any of these sources, by their ids."), repeats=True)


PRECISIONS = [
    (Precision.DAY, _("the day")),
    (Precision.MONTH, _("the month")),
    (Precision.SEASON, _("the season")),
    (Precision.YEAR, _("the year")),
    (Precision.RANGE, _("some time between two dates")),
    (Precision.OPEN, _("by a date, or on or after one")),
]


def slugs_of_services(links: Any) -> Listed:
    """The services that links lead to, by their order in lists."""
    return Listed(links.order_by("service__order", "service__slug"), F("service__slug"))


def name_on_the_day(organisation: str, day: Any) -> Coalesce:
    """The name an organisation bore on a day, as `Organisation.named_on` tells it."""
    borne = OrganisationName.objects.filter(
        Q(used_from_earliest__isnull=True) | Q(used_from_earliest__lte=day),
        Q(used_until_latest__isnull=True) | Q(used_until_latest__gte=day),
        organisation=OuterRef(organisation),
    )
    last = borne.order_by(F("used_from_earliest").desc(nulls_last=True), "-pk").values("name")[:1]
    return Coalesce(Subquery(last), F(f"{organisation}__name"))


def citations_of(model: Any) -> QuerySet:
    return model.objects.filter(claim=OuterRef("pk"))


def _sources_of_the_event() -> Listed:
    """Each source once, by its first citation."""
    each_once = citations_of(EventCitation).order_by().values("source__slug").annotate(first=Min("pk"))
    return Listed(each_once.order_by("first"), F("source__slug"))


def _tier_in_a_word() -> Case:
    return Case(*(When(tier=tier.value, then=Value(tier.slug)) for tier in Source.Tier))


def _number_of_citations() -> Coalesce:
    counted = citations_of(EventCitation).order_by().values("claim").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


TIMELINE = DataTable(
    slug="timeline",
    api="events",
    title=_("Timeline"),
    about=_("Every published event, in order: what happened, when, to which services, and how it is known."),
    row=_("One row is one event."),
    page="timeline",
    key=("id",),
    single="id",
    filter=TimelineFilter,
    parameters=(
        SERVICE,
        Parameter("kind", _("Events of any of these kinds."), repeats=True),
        TIER,
        SOURCE,
        Parameter("from", _("The first year, month or day: 2018, 2018-04 or 2018-04-16.")),
        Parameter("to", _("The last year, month or day.")),
        Parameter("q", _("Words in the title, the summary, a finding or the issuer’s name.")),
        Parameter("order", _("“oldest”, which is usual, or “newest” first.")),
    ),
    rows=lambda asked: [asked.events()],
    order=EventQuerySet.ORDER,
    columns=(
        Column("id", "slug", _("What the event is known by. It never changes."), Type.CODE, required=True),
        Column("url", PagePath("event", F("slug")), _("Its page."), Type.PAGE, required=True),
        Column(
            "kind", "kind", _("What kind of event it is."), Type.CODE, choices=kinds.choices, required=True
        ),
        Column("title", "title", _("What happened, in a line."), required=True),
        Column("summary", "summary", _("What happened, in our own words."), required=True),
        Column("occurred", "occurred", _("When it happened, or began."), Type.EDTF, required=True),
        Column(
            "occurred_as_stated", "occurred_as_stated", _("The date in its source’s wording, if less plain.")
        ),
        Column(
            "precision",
            "precision",
            _("How exactly the date is known."),
            Type.CODE,
            choices=lambda: PRECISIONS,
            required=True,
        ),
        Column("earliest", "earliest", _("The first day it may have been. Blank: not known."), Type.DAY),
        Column("latest", "latest", _("The last day it may have been. Blank: not known."), Type.DAY),
        Column("ended", "ended", _("When what lasted ended. Blank: no end is stated."), Type.EDTF),
        Column(
            "published_on", "published_on", _("The day it was made public, where a source says."), Type.DAY
        ),
        Column(
            "services",
            slugs_of_services(Event.services.through.objects.filter(event=OuterRef("pk"))),
            _("The services it is about, by their ids."),
            Type.CODES,
            refers_to="services.id",
        ),
        Column(
            "issued_by",
            name_on_the_day("issued_by", sorts_on(OuterRef("earliest"), OuterRef("latest"))),
            _("Who issued or did it, by the name borne that day."),
        ),
        Column(
            "sources",
            _sources_of_the_event(),
            _("The sources it rests on, by their ids."),
            Type.CODES,
            refers_to="sources.id",
        ),
        Column(
            "citations",
            _number_of_citations(),
            _("How many places in sources it rests on."),
            Type.WHOLE,
            required=True,
        ),
        Column(
            "last_changed", "changed_at", _("When its entry was last changed."), Type.MOMENT, required=True
        ),
        Column(
            "cited_at",
            places(citations_of(EventCitation)),
            _("Each source with the place in it."),
            Type.PLACES,
        ),
        Column("title_cy", "title_cy", _("The title in Welsh, where there is one.")),
        Column("summary_cy", "summary_cy", _("The summary in Welsh, where there is one.")),
        Column("ended_as_stated", "ended_as_stated", _("The end in its source’s wording, if less plain.")),
    ),
)

SOURCES = DataTable(
    slug="sources",
    api="sources",
    title=_("Sources"),
    about=_("Every document that something published rests on, and how much of it was read."),
    row=_("One row is one document."),
    page="source_list",
    key=("id",),
    single="id",
    rows=lambda asked: [Source.objects.cited().in_order()],
    order=SourceQuerySet.ORDER,
    columns=(
        Column(
            "id", "slug", _("What the document is known by here. It never changes."), Type.CODE, required=True
        ),
        Column("url", PagePath("source", F("slug")), _("Its page."), Type.PAGE, required=True),
        Column(
            "title", "title", _("Its title, as published, or a description marked as one."), required=True
        ),
        Column("title_cy", "title_cy", _("Its title in Welsh, where there is one.")),
        Column("publisher", "publisher", _("Who published it."), required=True),
        Column("author", "author", _("Who wrote it, with their role on that day.")),
        Column("published", "published", _("When it was published. Blank: not stated."), Type.EDTF),
        Column("earliest", "earliest", _("The first day that may have been."), Type.DAY),
        Column("latest", "latest", _("The last day that may have been."), Type.DAY),
        Column(
            "type",
            "type",
            _("What kind of document it is."),
            Type.CODE,
            choices=lambda: Source.Type.choices,
            required=True,
        ),
        Column(
            "tier",
            _tier_in_a_word(),
            _("What kind of word it is."),
            Type.CODE,
            choices=lambda: [(tier.slug, tier.label) for tier in Source.Tier],
            required=True,
        ),
        Column(
            "language",
            "language",
            _("The language it was read in."),
            Type.CODE,
            choices=lambda: Source.LANGUAGES,
            required=True,
        ),
        Column("address", "url", _("Where it stands on the web."), Type.LINK),
        Column("address_cy", "url_cy", _("Where its Welsh version stands."), Type.LINK),
        Column("licence", "licence", _("The licence of the document itself. Blank: none is stated.")),
        Column(
            "read",
            "read",
            _("How much of it was read."),
            Type.CODE,
            choices=lambda: Source.Read.choices,
            required=True,
        ),
        Column(
            "paragraphs",
            "paragraphs",
            _("How many paragraphs it has, where each was to be drawn on."),
            Type.WHOLE,
        ),
        Column("checked_on", "checked_on", _("When the record was last compared with it."), Type.DAY),
        Column("note", "note", _("What to know of the document itself.")),
    ),
)


def _all_citations(asked: SourceFilter) -> Sequence[QuerySet]:
    """The citations of each kind of claim, one kind after another."""
    return [_told(model, asked) for model in Citation.concrete()]


def _told(model: Any, asked: SourceFilter) -> QuerySet:
    """Citations of one kind, with what of each differs between kinds under one name."""
    claim = model.claim_model()
    natural = [part for path in claim.natural for part in (_key_part(claim, path), "/")][:-1]
    events = [part for path in model.event_paths for part in (F(f"{path}__slug"), " ")][:-1]
    rows = model.objects.visible().from_sources(asked.sources).order_by("pk")
    return rows.annotate(
        told_claim_type=constant(_in_words(claim)),
        told_claim=joined(*natural),
        told_events=joined(*events) if events else constant(""),
    )


def _key_part(claim: Any, path: str) -> Any:
    """Part of a claim's key, as its own table has it: a number with its two decimals."""
    value = F(f"claim__{path}")
    last = path.rpartition("__")[2]
    named = {field.name: field for field in claim._meta.fields}
    return TwoDecimals(value) if isinstance(named.get(last), DecimalField) else value


def _in_words(claim: Any) -> str:
    """A table by one word: "required-action"."""
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in claim._meta.object_name)[1:]


CITATIONS = DataTable(
    slug="citations",
    title=_("Citations"),
    about=_("What ties each statement of the record to the place in a document that it rests on."),
    row=_("One row is one claim, one source, and one place in it."),
    page="source_list",
    key=("claim_type", "claim", "source", "place"),
    filter=SourceFilter,
    parameters=(SOURCE,),
    rows=_all_citations,
    columns=(
        Column(
            "claim_type",
            "told_claim_type",
            _("What is stated: an event, a finding, a required action and so on."),
            Type.CODE,
            choices=lambda: [
                (_in_words(each.claim_model()), each.claim_model()._meta.verbose_name)
                for each in Citation.concrete()
            ],
            required=True,
        ),
        Column(
            "claim",
            "told_claim",
            _("Which one: its id, or the parts of its key with strokes between: “event/number”."),
            required=True,
        ),
        Column(
            "events",
            "told_events",
            _("The events on whose pages it is told, by their ids."),
            Type.CODES,
            refers_to="timeline.id",
        ),
        Column(
            "source",
            "source__slug",
            _("The source it rests on."),
            Type.CODE,
            refers_to="sources.id",
            required=True,
        ),
        Column("place", "locator", _("Where in it: “paragraph 3”.")),
        Column("quotation", "quotation", _("A short quotation, where the wording is itself the fact.")),
    ),
)

DISAGREEMENTS = DataTable(
    slug="disagreements",
    title=_("Disagreements"),
    about=_("The questions on which the sources differ, with every version of the answer."),
    row=_("One row is one version of the answer to one question."),
    page="disagreements",
    key=("id", "number"),
    rows=lambda asked: [DisagreementVersion.objects.published().in_order()],
    columns=(
        Column(
            "id",
            "disagreement__slug",
            _("What the question is known by. It never changes."),
            Type.CODE,
            required=True,
        ),
        Column("number", "number", _("The version’s place under its question."), Type.WHOLE, required=True),
        Column(
            "url",
            PagePath("disagreements", None, "#question-", F("disagreement__slug")),
            _("Where it stands on its page."),
            Type.PAGE,
            required=True,
        ),
        Column("question", "disagreement__question", _("The question."), required=True),
        Column("answer", "answer", _("What these sources say, in our own words."), required=True),
        Column(
            "occurred", "occurred", _("The answer as a date, where the question is one of dates."), Type.EDTF
        ),
        Column(
            "sorts_the_event",
            "sorts_the_event",
            _("Whether this version gives the event its place on the timeline."),
            Type.YES_NO,
            required=True,
        ),
        Column("reading", "disagreement__reading", _("Our reading of the question, which is no source’s.")),
        Column(
            "events",
            Listed(
                Event.objects.published().filter(disagreements=OuterRef("disagreement")).in_order(), F("slug")
            ),
            _("The events it concerns, by their ids."),
            Type.CODES,
            refers_to="timeline.id",
            required=True,
        ),
        Column(
            "cited_at",
            places(citations_of(DisagreementVersionCitation)),
            _("Each source with the place in it."),
            Type.PLACES,
        ),
        Column("question_cy", "disagreement__question_cy", _("The question in Welsh, where there is one.")),
    ),
)

PEOPLE = DataTable(
    slug="people",
    api="people",
    title=_("People"),
    about=_("Who held which public office when, as far as the sources show it: not their full terms."),
    row=_("One row is one person in one office."),
    page="people",
    key=("person", "role", "organisation"),
    rows=lambda asked: [OfficeHolding.objects.in_order()],
    order=OfficeQuerySet.order(),
    columns=(
        Column(
            "person",
            "person__slug",
            _("What the person is known by here. It never changes."),
            Type.CODE,
            required=True,
        ),
        Column(
            "url",
            PagePath("people", None, "#person-", F("person__slug")),
            _("Where the person stands on the page."),
            Type.PAGE,
            required=True,
        ),
        Column("name", "person__name", _("Their name."), required=True),
        Column("role", "role", _("The office."), required=True),
        Column("role_cy", "role_cy", _("The office in Welsh, where there is a name for it.")),
        Column(
            "organisation",
            "organisation__slug",
            _("The body they held it in, by its id."),
            Type.CODE,
            refers_to="organisations.id",
            required=True,
        ),
        Column("organisation_name", "organisation__name", _("The latest name of that body."), required=True),
        Column("began", "began", _("In office from then or by then. Blank: not stated."), Type.EDTF),
        Column("began_as_stated", "began_as_stated", _("The same in its source’s wording.")),
        Column("ended", "ended", _("In office until. Blank: no end is stated."), Type.EDTF),
        Column("ended_as_stated", "ended_as_stated", _("The same in its source’s wording.")),
        Column(
            "cited_at",
            places(citations_of(OfficeHoldingCitation)),
            _("Each source with the place in it."),
            Type.PLACES,
        ),
    ),
)

register(TIMELINE, SOURCES, CITATIONS, DISAGREEMENTS, PEOPLE)
