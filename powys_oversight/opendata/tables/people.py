from django.db.models import F
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import OfficeHolding, OfficeHoldingCitation
from powys_oversight.timeline.models.people import OfficeQuerySet

from ..expressions import UrlPath, citation_list
from ..schema import Column, ColumnType, DataTable, register
from .common import citations_of

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
            ColumnType.CODE,
            required=True,
        ),
        Column(
            "url",
            UrlPath("people", None, "#person-", F("person__slug")),
            _("Where the person stands on the page."),
            ColumnType.PAGE,
            required=True,
        ),
        Column("name", "person__name", _("Their name."), required=True),
        Column("role", "role", _("The office."), required=True),
        Column("role_cy", "role_cy", _("The office in Welsh, where there is a name for it.")),
        Column(
            "organisation",
            "organisation__slug",
            _("The body they held it in, by its id."),
            ColumnType.CODE,
            refers_to="organisations.id",
            required=True,
        ),
        Column("organisation_name", "organisation__name", _("The latest name of that body."), required=True),
        Column("began", "began", _("In office from then or by then. Blank: not stated."), ColumnType.EDTF),
        Column("began_as_stated", "began_as_stated", _("The same in its source’s wording.")),
        Column("ended", "ended", _("In office until. Blank: no end is stated."), ColumnType.EDTF),
        Column("ended_as_stated", "ended_as_stated", _("The same in its source’s wording.")),
        Column(
            "cited_at",
            citation_list(citations_of(OfficeHoldingCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
    ),
)

register(PEOPLE)
