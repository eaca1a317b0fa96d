"""The table of events.

Columns keep this order for good: they are only ever added, at the end.
"""

from django.db.models import Count, F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline import kinds
from powys_oversight.timeline.db.queries import sorts_on
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Event, EventCitation
from powys_oversight.timeline.models.event_queries import EventQuerySet

from ..expressions import ListAgg, UrlPath, citation_list
from ..schema import Column, ColumnType, DataTable, Parameter, register
from .common import PRECISIONS, SERVICE, SOURCE, TIER, citations_of, name_on_the_day, slugs_of_services


def _sources_of_the_event() -> ListAgg:
    each_once = citations_of(EventCitation).order_by().values("source__slug").annotate(first=Min("pk"))
    return ListAgg(each_once.order_by("first"), F("source__slug"))


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
        Column(
            "id", "slug", _("What the event is known by. It never changes."), ColumnType.CODE, required=True
        ),
        Column("url", UrlPath("event", F("slug")), _("Its page."), ColumnType.PAGE, required=True),
        Column(
            "kind",
            "kind",
            _("What kind of event it is."),
            ColumnType.CODE,
            choices=kinds.choices,
            required=True,
        ),
        Column("title", "title", _("What happened, in a line."), required=True),
        Column("summary", "summary", _("What happened, in our own words."), required=True),
        Column("occurred", "occurred", _("When it happened, or began."), ColumnType.EDTF, required=True),
        Column(
            "occurred_as_stated", "occurred_as_stated", _("The date in its source’s wording, if less plain.")
        ),
        Column(
            "precision",
            "precision",
            _("How exactly the date is known."),
            ColumnType.CODE,
            choices=lambda: PRECISIONS,
            required=True,
        ),
        Column(
            "earliest", "earliest", _("The first day it may have been. Blank: not known."), ColumnType.DAY
        ),
        Column("latest", "latest", _("The last day it may have been. Blank: not known."), ColumnType.DAY),
        Column("ended", "ended", _("When what lasted ended. Blank: no end is stated."), ColumnType.EDTF),
        Column(
            "published_on",
            "published_on",
            _("The day it was made public, where a source says."),
            ColumnType.DAY,
        ),
        Column(
            "services",
            slugs_of_services(Event.services.through.objects.filter(event=OuterRef("pk"))),
            _("The services it is about, by their ids."),
            ColumnType.CODES,
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
            ColumnType.CODES,
            refers_to="sources.id",
        ),
        Column(
            "citations",
            _number_of_citations(),
            _("How many places in sources it rests on."),
            ColumnType.WHOLE,
            required=True,
        ),
        Column(
            "last_changed",
            "changed_at",
            _("When its entry was last changed."),
            ColumnType.MOMENT,
            required=True,
        ),
        Column(
            "cited_at",
            citation_list(citations_of(EventCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
        Column("title_cy", "title_cy", _("The title in Welsh, where there is one.")),
        Column("summary_cy", "summary_cy", _("The summary in Welsh, where there is one.")),
        Column("ended_as_stated", "ended_as_stated", _("The end in its source’s wording, if less plain.")),
    ),
)

register(TIMELINE)
