from django.db.models import (
    Case,
    F,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Source
from powys_oversight.timeline.models.sources import SourceQuerySet

from ..expressions import PagePath
from ..schema import Column, DataTable, Type, register


def _tier_in_a_word() -> Case:
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

register(SOURCES)
