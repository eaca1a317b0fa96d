from django.db.models import F
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import OfficeHolding, OfficeHoldingCitation
from powys_oversight.timeline.models.people import OfficeQuerySet

from ..columns import code, edtf, page, text
from ..expressions import UrlPath
from ..schema import DataTable, register
from .common import cited_at

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
        code(
            "person", _("What the person is known by here. It never changes."), "person__slug", required=True
        ),
        page(
            "url",
            _("Where the person stands on the page."),
            UrlPath("people", None, "#person-", F("person__slug")),
            required=True,
        ),
        text("name", _("Their name."), "person__name", required=True),
        text("role", _("The office."), required=True),
        text("role_cy", _("The office in Welsh, where there is a name for it.")),
        code(
            "organisation",
            _("The body they held it in, by its id."),
            "organisation__slug",
            refers_to="organisations.id",
            required=True,
        ),
        text("organisation_name", _("The latest name of that body."), "organisation__name", required=True),
        edtf("began", _("In office from then or by then. Blank: not stated.")),
        text("began_as_stated", _("The same in its source’s wording.")),
        edtf("ended", _("In office until. Blank: no end is stated.")),
        text("ended_as_stated", _("The same in its source’s wording.")),
        cited_at(OfficeHoldingCitation),
    ),
)

register(PEOPLE)
