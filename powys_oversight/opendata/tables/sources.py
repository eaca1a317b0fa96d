from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Source
from powys_oversight.timeline.models.sources import SourceQuerySet

from ..expressions import UrlPath
from ..schema import Column, ColumnType, DataTable, register


def _tier_slug() -> Case:
    return Case(*(When(tier=tier.value, then=Value(tier.slug)) for tier in Source.Tier))


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
            "id",
            "slug",
            _("What the document is known by here. It never changes."),
            ColumnType.CODE,
            required=True,
        ),
        Column("url", UrlPath("source", F("slug")), _("Its page."), ColumnType.PAGE, required=True),
        Column(
            "title", "title", _("Its title, as published, or a description marked as one."), required=True
        ),
        Column("title_cy", "title_cy", _("Its title in Welsh, where there is one.")),
        Column("publisher", "publisher", _("Who published it."), required=True),
        Column("author", "author", _("Who wrote it, with their role on that day.")),
        Column("published", "published", _("When it was published. Blank: not stated."), ColumnType.EDTF),
        Column("earliest", "earliest", _("The first day that may have been."), ColumnType.DAY),
        Column("latest", "latest", _("The last day that may have been."), ColumnType.DAY),
        Column(
            "type",
            "type",
            _("What kind of document it is."),
            ColumnType.CODE,
            choices=lambda: Source.Type.choices,
            required=True,
        ),
        Column(
            "tier",
            _tier_slug(),
            _("What kind of word it is."),
            ColumnType.CODE,
            choices=lambda: [(tier.slug, tier.label) for tier in Source.Tier],
            required=True,
        ),
        Column(
            "language",
            "language",
            _("The language it was read in."),
            ColumnType.CODE,
            choices=lambda: Source.LANGUAGES,
            required=True,
        ),
        Column("address", "url", _("Where it stands on the web."), ColumnType.LINK),
        Column("address_cy", "url_cy", _("Where its Welsh version stands."), ColumnType.LINK),
        Column("licence", "licence", _("The licence of the document itself. Blank: none is stated.")),
        Column(
            "read",
            "read",
            _("How much of it was read."),
            ColumnType.CODE,
            choices=lambda: Source.Read.choices,
            required=True,
        ),
        Column(
            "paragraphs",
            "paragraphs",
            _("How many paragraphs it has, where each was to be drawn on."),
            ColumnType.WHOLE,
        ),
        Column("checked_on", "checked_on", _("When the record was last compared with it."), ColumnType.DAY),
        Column("note", "note", _("What to know of the document itself.")),
    ),
)

register(SOURCES)
