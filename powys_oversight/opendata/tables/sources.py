from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Source
from powys_oversight.timeline.models.sources import SourceQuerySet

from ..columns import code, day, edtf, link, page, text, whole
from ..expressions import UrlPath
from ..schema import DataTable, register


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
        code("id", _("What the document is known by here. It never changes."), "slug", required=True),
        page("url", _("Its page."), UrlPath("source", F("slug")), required=True),
        text("title", _("Its title, as published, or a description marked as one."), required=True),
        text("title_cy", _("Its title in Welsh, where there is one.")),
        text("publisher", _("Who published it."), required=True),
        text("author", _("Who wrote it, with their role on that day.")),
        edtf("published", _("When it was published. Blank: not stated.")),
        day("earliest", _("The first day that may have been.")),
        day("latest", _("The last day that may have been.")),
        code("type", _("What kind of document it is."), choices=lambda: Source.Type.choices, required=True),
        code(
            "tier",
            _("What kind of word it is."),
            _tier_slug(),
            choices=lambda: [(tier.slug, tier.label) for tier in Source.Tier],
            required=True,
        ),
        code("language", _("The language it was read in."), choices=lambda: Source.LANGUAGES, required=True),
        link("address", _("Where it stands on the web."), "url"),
        link("address_cy", _("Where its Welsh version stands."), "url_cy"),
        text("licence", _("The licence of the document itself. Blank: none is stated.")),
        code("read", _("How much of it was read."), choices=lambda: Source.Read.choices, required=True),
        whole("paragraphs", _("How many paragraphs it has, where each was to be drawn on.")),
        day("checked_on", _("When the record was last compared with it.")),
        text("note", _("What to know of the document itself.")),
        link("archived_address", _("Where a copy stands, in an archive or a mirror."), "archived_url"),
    ),
)

register(SOURCES)
