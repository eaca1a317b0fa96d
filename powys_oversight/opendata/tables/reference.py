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

from ..expressions import ListAgg, UrlPath, citation_list
from ..schema import Column, ColumnType, DataTable, register
from .common import citations_of

RELATIONS = DataTable(
    slug="relations",
    title=_("Relations"),
    about=_("How one event led to another, read from left to right: “the inspection prompted the notice”."),
    row=_("One row is one relation between two events."),
    page="timeline",
    key=("from_event", "kind", "to_event"),
    rows=lambda asked: [Relation.objects.published().for_page()],
    columns=(
        Column(
            "from_event",
            "from_event__slug",
            _("The event it is said of."),
            ColumnType.CODE,
            refers_to="timeline.id",
            required=True,
        ),
        Column(
            "kind",
            "kind",
            _("What that event did to the other."),
            ColumnType.CODE,
            choices=lambda: RelationKind.choices,
            required=True,
        ),
        Column(
            "to_event",
            "to_event__slug",
            _("The other event."),
            ColumnType.CODE,
            refers_to="timeline.id",
            required=True,
        ),
        Column(
            "cited_at",
            citation_list(citations_of(RelationCitation)),
            _("Each source with the place in it."),
            ColumnType.PLACES,
        ),
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
        Column("id", "slug", _("What it is known by here."), ColumnType.CODE, required=True),
        Column(
            "url",
            UrlPath("unseen_documents", None, "#document-", F("slug")),
            _("Where it stands on its page."),
            ColumnType.PAGE,
            required=True,
        ),
        Column("title", "title", _("As the sources call it, or a plain description."), required=True),
        Column("title_cy", "title_cy", _("The same in Welsh, where there is one.")),
        Column("author", "author", _("Whose it is. Blank: not stated.")),
        Column("dated", "dated", _("Its date. Blank: not stated."), ColumnType.EDTF),
        Column("about", "about", _("What it would settle, and through whom we know of it."), required=True),
        Column(
            "cited_at",
            citation_list(citations_of(UnseenDocumentCitation)),
            _("What mentions it: each source with the place in it."),
            ColumnType.PLACES,
        ),
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
        Column(
            "id", "slug", _("What it is known by here, and in the filters."), ColumnType.CODE, required=True
        ),
        Column("url", UrlPath("service", F("slug")), _("Its page."), ColumnType.PAGE, required=True),
        Column("name", "name", _("Its name."), required=True),
        Column("name_cy", "name_cy", _("Its name in Welsh.")),
        Column(
            "organisation",
            "organisation__slug",
            _("The body it belongs to."),
            ColumnType.CODE,
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
        Column("id", "slug", _("What it is known by here."), ColumnType.CODE, required=True),
        Column("name", "name", _("Its latest name."), required=True),
        Column("name_cy", "name_cy", _("Its latest name in Welsh.")),
        Column("abbreviation", "abbreviation", _("Its latest name in short.")),
        Column(
            "voice",
            "voice",
            _("Whose kind of voice it is."),
            ColumnType.CODE,
            choices=lambda: Organisation.Voice.choices,
            required=True,
        ),
        Column("about", "about", _("What it is.")),
        Column(
            "names",
            ListAgg(
                OrganisationName.objects.filter(organisation=OuterRef("pk")).order_by(
                    F("used_from_earliest").asc(nulls_first=True), "pk"
                ),
                F("name"),
                "; ",
            ),
            _("The names it has borne, the earliest first, where they changed."),
        ),
    ),
)

register(RELATIONS, NOT_SEEN, SERVICES, ORGANISATIONS)
