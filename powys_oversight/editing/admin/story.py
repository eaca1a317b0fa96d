from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Passage, PassageCitation, Term, TermCitation

from .base import FixedSlugAdmin
from .citations import CitationAdmin, CitedAdmin


@admin.register(Passage)
class PassageAdmin(CitedAdmin):
    """The story in short: an event with a passage of the place “key event” is one of the key events."""

    citation_model = PassageCitation
    list_display = ("text", "place", "number", "label", "event")
    list_select_related = ("event",)
    list_filter = ("place",)
    search_fields = ("text", "label", "event__title")
    autocomplete_fields = ("event",)
    fieldsets = (
        (None, {"fields": ("event", ("place", "number"), "label", "text")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("text_cy",)}),
    )


@admin.register(Term)
class TermAdmin(CitedAdmin, FixedSlugAdmin):
    citation_model = TermCitation
    list_display = ("name", "also", "meaning")
    list_filter = ("citations__source__tier",)
    search_fields = ("name", "also", "meaning")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "also", "meaning")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("name_cy", "meaning_cy")}),
    )


admin.site.register([PassageCitation, TermCitation], CitationAdmin)
