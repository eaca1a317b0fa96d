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

from ..columns import code, codes, day, edtf, moment, page, text, whole
from ..expressions import ListAgg, UrlPath
from ..schema import DataTable, Parameter, register
from .common import (
    PRECISIONS,
    SERVICE,
    SOURCE,
    TIER,
    citations_of,
    cited_at,
    name_on_the_day,
    slugs_of_services,
)


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
        code("id", _("What the event is known by. It never changes."), "slug", required=True),
        page("url", _("Its page."), UrlPath("event", F("slug")), required=True),
        code("kind", _("What kind of event it is."), choices=kinds.choices, required=True),
        text("title", _("What happened, in a line."), required=True),
        text("summary", _("What happened, in our own words."), required=True),
        edtf("occurred", _("When it happened, or began."), required=True),
        text("occurred_as_stated", _("The date in its source’s wording, if less plain.")),
        code("precision", _("How exactly the date is known."), choices=lambda: PRECISIONS, required=True),
        day("earliest", _("The first day it may have been. Blank: not known.")),
        day("latest", _("The last day it may have been. Blank: not known.")),
        edtf("ended", _("When what lasted ended. Blank: no end is stated.")),
        day("published_on", _("The day it was made public, where a source says.")),
        codes(
            "services",
            _("The services it is about, by their ids."),
            slugs_of_services(Event.services.through.objects.filter(event=OuterRef("pk"))),
            refers_to="services.id",
        ),
        text(
            "issued_by",
            _("Who issued or did it, by the name borne that day."),
            name_on_the_day("issued_by", sorts_on(OuterRef("earliest"), OuterRef("latest"))),
        ),
        codes(
            "sources",
            _("The sources it rests on, by their ids."),
            _sources_of_the_event(),
            refers_to="sources.id",
        ),
        whole(
            "citations", _("How many places in sources it rests on."), _number_of_citations(), required=True
        ),
        moment("last_changed", _("When its entry was last changed."), "changed_at", required=True),
        cited_at(EventCitation),
        text("title_cy", _("The title in Welsh, where there is one.")),
        text("summary_cy", _("The summary in Welsh, where there is one.")),
        text("ended_as_stated", _("The end in its source’s wording, if less plain.")),
        code(
            "end_looked_for_in",
            _("The source that might state an end and does not, by its id."),
            "end_looked_for_in__slug",
            refers_to="sources.id",
        ),
        day("end_looked_on", _("The day an end was looked for there.")),
    ),
)

register(TIMELINE)
