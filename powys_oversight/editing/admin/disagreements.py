from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Disagreement, DisagreementVersion, DisagreementVersionCitation

from ..forms import VersionFormSet
from .base import FixedSlugAdmin
from .citations import CITED_FIELDS, CitationAdmin, CitationSavingAdmin, CitedAdmin, CitedInline


class DisagreementVersionInline(CitedInline):
    model = DisagreementVersion
    formset = VersionFormSet
    fields = (("number", "occurred", "sorts_the_event"), "answer", CITED_FIELDS)


@admin.register(Disagreement)
class DisagreementAdmin(CitationSavingAdmin, FixedSlugAdmin):
    list_display = ("question", "version_count")
    list_filter = ("events__services",)
    search_fields = ("question", "versions__answer")
    autocomplete_fields = ("events",)
    prepopulated_fields = {"slug": ("question",)}
    inlines = (DisagreementVersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disagreement]:
        return super().get_queryset(request).annotate(version_total=Count("versions", distinct=True))

    @admin.display(description=_("versions"), ordering="version_total")
    def version_count(self, disagreement: Any) -> int:
        return disagreement.version_total


@admin.register(DisagreementVersion)
class DisagreementVersionAdmin(CitedAdmin):
    citation_model = DisagreementVersionCitation
    list_display = ("disagreement", "number", "answer", "sorts_the_event")
    list_select_related = ("disagreement",)
    list_filter = ("sorts_the_event", "disagreement")
    search_fields = ("answer", "disagreement__question")
    autocomplete_fields = ("disagreement",)


admin.site.register([DisagreementVersionCitation], CitationAdmin)
