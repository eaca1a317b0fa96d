"""The smaller tables that others refer to, and the links between events.

Columns are only ever added, at the end.
"""

from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import (
    Organisation,
    OrganisationName,
    Relation,
    RelationCitation,
    RelationKind,
    Service,
    UnseenDocument,
    UnseenDocumentCitation,
)

from ..columns import code, edtf, page, text
from ..expressions import ListAgg, UrlPath
from ..schema import DataTable, register
from .common import cited_at

RELATIONS = DataTable(
    slug="relations",
    title=_("Relations"),
    about=_("How one event led to another, read from left to right: “the inspection prompted the notice”."),
    row=_("One row is one relation between two events."),
    page="timeline",
    key=("from_event", "kind", "to_event"),
    rows=lambda asked: [Relation.objects.published().for_page()],
    columns=(
        code(
            "from_event",
            _("The event it is said of."),
            "from_event__slug",
            refers_to="timeline.id",
            required=True,
        ),
        code(
            "kind",
            _("What that event did to the other."),
            choices=lambda: RelationKind.choices,
            required=True,
        ),
        code("to_event", _("The other event."), "to_event__slug", refers_to="timeline.id", required=True),
        cited_at(RelationCitation),
    ),
)

NOT_SEEN = DataTable(
    slug="not-seen",
    title=_("Documents not seen"),
    about=_("Documents that a source mentions and this record has not seen."),
    row=_("One row is one document."),
    page="unseen_documents",
    key=("id",),
    rows=lambda asked: [UnseenDocument.objects.all()],
    columns=(
        code("id", _("What it is known by here."), "slug", required=True),
        page(
            "url",
            _("Where it stands on its page."),
            UrlPath("unseen_documents", None, "#document-", F("slug")),
            required=True,
        ),
        text("title", _("As the sources call it, or a plain description."), required=True),
        text("title_cy", _("The same in Welsh, where there is one.")),
        text("author", _("Whose it is. Blank: not stated.")),
        edtf("dated", _("Its date. Blank: not stated.")),
        text("about", _("What it would settle, and through whom we know of it."), required=True),
        cited_at(UnseenDocumentCitation, _("What mentions it: each source with the place in it.")),
    ),
)

SERVICES = DataTable(
    slug="services",
    api="services",
    title=_("Services"),
    about=_("What was overseen."),
    row=_("One row is one service."),
    page="timeline",
    key=("id",),
    single="id",
    rows=lambda asked: [Service.objects.all()],
    order=("order", "slug"),
    columns=(
        code("id", _("What it is known by here, and in the filters."), "slug", required=True),
        page("url", _("Its page."), UrlPath("service", F("slug")), required=True),
        text("name", _("Its name."), required=True),
        text("name_cy", _("Its name in Welsh.")),
        code(
            "organisation",
            _("The body it belongs to."),
            "organisation__slug",
            refers_to="organisations.id",
            required=True,
        ),
    ),
)

ORGANISATIONS = DataTable(
    slug="organisations",
    api="organisations",
    title=_("Organisations"),
    about=_("The bodies that act or are acted on."),
    row=_("One row is one body."),
    page="people",
    key=("id",),
    single="id",
    rows=lambda asked: [Organisation.objects.all()],
    order=("name", "pk"),
    columns=(
        code("id", _("What it is known by here."), "slug", required=True),
        text("name", _("Its latest name."), required=True),
        text("name_cy", _("Its latest name in Welsh.")),
        text("abbreviation", _("Its latest name in short.")),
        code(
            "voice",
            _("Whose kind of voice it is."),
            choices=lambda: Organisation.Voice.choices,
            required=True,
        ),
        text("about", _("What it is.")),
        text(
            "names",
            _("The names it has borne, the earliest first, where they changed."),
            ListAgg(
                OrganisationName.objects.filter(organisation=OuterRef("pk")).order_by(
                    F("used_from_earliest").asc(nulls_first=True), "pk"
                ),
                F("name"),
                "; ",
            ),
        ),
    ),
)

register(RELATIONS, NOT_SEEN, SERVICES, ORGANISATIONS)
