from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import DateField, QuerySet, URLField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from powys_oversight.timeline.dates.forms import DayField
from powys_oversight.timeline.models import Source, UnseenDocument, UnseenDocumentCitation

from ..imports.timeline import SourceResource
from .base import FixedSlugAdmin
from .citations import CitationAdmin, CitedAdmin
from .csv_import import CsvImportAdmin


@admin.register(Source)
class SourceAdmin(CsvImportAdmin, FixedSlugAdmin):
    resource = SourceResource
    actions = ("ask_to_compare_again",)
    formfield_overrides: ClassVar[Any] = {
        URLField: {"assume_scheme": "https"},  # what Django 6 does by itself
        DateField: {"form_class": DayField, "widget": AdminDateWidget},
    }
    list_display = ("title", "publisher", "published", "type", "tier", "read", "checked_on")
    list_filter = ("tier", "type", "read", "publisher", "language")
    search_fields = ("title", "publisher", "author", "slug")
    prepopulated_fields = {"slug": ("publisher", "published")}
    fieldsets = (
        (None, {"fields": ("title", "slug", "publisher", "author", "published", "type", "tier", "language")}),
        (_("Where it is"), {"fields": ("url", "archived_url", "licence")}),
        (_("How it was read"), {"fields": ("read", "paragraphs", "checked_on", "note")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy", "url_cy")}),
    )

    @admin.action(description=_("Ask for the selected to be compared again"), permissions=["change"])
    def ask_to_compare_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        asked = queryset.update(comparison_asked_on=timezone.localdate())
        words = ngettext(
            "%(n)d source is to be compared again.", "%(n)d sources are to be compared again.", asked
        )
        self.message_user(request, words % {"n": asked})


@admin.register(UnseenDocument)
class UnseenDocumentAdmin(CitedAdmin, FixedSlugAdmin):
    citation_model = UnseenDocumentCitation
    list_display = ("title", "author", "dated")
    list_filter = ("author",)
    search_fields = ("title", "author", "about")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": ("title", "slug", "author", "dated", "about")}),
        (_("In Welsh"), {"classes": ("collapse",), "fields": ("title_cy",)}),
    )


admin.site.register([UnseenDocumentCitation], CitationAdmin)
