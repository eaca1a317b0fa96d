from django.db.models import F
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Passage, PassageCitation, Term, TermCitation

from ..columns import code, page, text, whole
from ..expressions import UrlPath
from ..schema import DataTable, register
from .common import cited_at

STORY = DataTable(
    slug="story",
    api="story",
    title=_("The story"),
    about=_("The key events in a sentence each, the opening of the front page, and the story told in full."),
    row=_("One row is one passage, of a sentence or a few."),
    page="story",
    key=("event", "place", "number"),
    rows=lambda asked: [Passage.objects.published().in_order()],
    order=("event__sort_key", "place", "number"),
    columns=(
        code(
            "event",
            _("The event it tells of, by its id."),
            "event__slug",
            refers_to="timeline.id",
            required=True,
        ),
        code("place", _("Where it stands."), choices=lambda: Passage.Part.choices, required=True),
        whole("number", _("Its order among those of the event in that place."), required=True),
        text("label", _("Of a key event: a few words for it.")),
        text("text", _("What it says, in our own words."), required=True),
        text("text_cy", _("The same in Welsh, where there is one.")),
        cited_at(PassageCitation),
    ),
)

GLOSSARY = DataTable(
    slug="glossary",
    title=_("Terms"),
    about=_("Terms that a reader may not know, and what they mean here."),
    row=_("One row is one term."),
    page="glossary",
    key=("id",),
    rows=lambda asked: [Term.objects.all()],
    columns=(
        code("id", _("What it is known by here."), "slug", required=True),
        page(
            "url",
            _("Where it stands on its page."),
            UrlPath("glossary", None, "#term-", F("slug")),
            required=True,
        ),
        text("name", _("The term."), required=True),
        text("name_cy", _("The term in Welsh, where there is one.")),
        text("also", _("Other forms of it, with semicolons between.")),
        text("meaning", _("What it means here."), required=True),
        text("meaning_cy", _("The same in Welsh, where there is one.")),
        cited_at(TermCitation),
    ),
)

register(STORY)
register(GLOSSARY)
