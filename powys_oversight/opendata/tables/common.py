from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.dates.edtf import Precision
from powys_oversight.timeline.kinds import Words
from powys_oversight.timeline.models import OrganisationName, RecordModel

from ..columns import Column, code, page, places, whole
from ..expressions import ListAgg, UrlPath, citation_list
from ..schema import Parameter

SERVICE = Parameter("service", _("Events about any of these services, by their ids."), repeats=True)
TIER = Parameter("tier", _("The five main documents, official sources, or press reports."), repeats=True)
SOURCE = Parameter("source", _("What rests on any of these sources, by their ids."), repeats=True)
EACH_PLACE = _(
    "Each source with the place in it. Where only part was read, paragraphs are counted in that part."
)

PRECISIONS = [
    (Precision.DAY, _("the day")),
    (Precision.MONTH, _("the month")),
    (Precision.SEASON, _("the season")),
    (Precision.YEAR, _("the year")),
    (Precision.RANGE, _("some time between two dates")),
    (Precision.OPEN, _("by a date, or on or after one")),
]


def slugs_of_services(links: Any) -> ListAgg:
    return ListAgg(links.order_by("service__order", "service__slug"), F("service__slug"))


def numbered_within_event(event: Words, number: Words, anchor: str) -> tuple[Column, ...]:
    """Return the columns that lead to a statement: its event, its number there, and its place on the page."""
    address = UrlPath("event", F("event__slug"), f"#{anchor}-", F("number"))
    return (
        code("event", event, "event__slug", refers_to="timeline.id", required=True),
        whole("number", number, required=True),
        page("url", _("Where it stands on the page of the event."), address, required=True),
    )


def name_on_the_day(organisation: str, day: Any) -> Coalesce:
    """Return the name an organisation had on a day, as `Organisation.named_on` does, in SQL."""
    borne = OrganisationName.objects.filter(
        Q(used_from_earliest__isnull=True) | Q(used_from_earliest__lte=day),
        Q(used_until_latest__isnull=True) | Q(used_until_latest__gte=day),
        organisation=OuterRef(organisation),
    )
    last = borne.order_by(F("used_from_earliest").desc(nulls_last=True), "-pk").values("name")[:1]
    return Coalesce(Subquery(last), F(f"{organisation}__name"))


def citations_of(model: Any) -> QuerySet:
    return model.objects.filter(claim=OuterRef("pk"))


def cited_at(model: type[RecordModel], about: Words = EACH_PLACE) -> Column:
    return places("cited_at", about, citation_list(citations_of(model)))
