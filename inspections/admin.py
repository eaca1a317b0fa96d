"""The editors' forms for inspections, findings and figures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.admin import (
    CITED_FIELDS,
    CitationAdmin,
    CitedAdmin,
    CitedInline,
    EventCitationInline,
    EventKindAdmin,
    RelationInline,
    SavesCitations,
)
from powys_oversight.timeline.forms import CitedForm

from .models import (
    Finding,
    FindingCitation,
    Inspection,
    Measure,
    Observation,
    ObservationCitation,
    Publication,
)


class FindingForm(CitedForm):
    """A finding within its event: about the event's services, unless said otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].required = False

    def save_citation(self) -> None:
        super().save_citation()
        if not self.instance.services.exists():
            self.instance.services.set(self.instance.event.services.all())


class FindingInline(CitedInline):
    model = Finding
    form = FindingForm
    autocomplete_fields = ("follows_up",)
    fields = (
        ("number", "theme", "also_about"),
        "verdict",
        ("stated_by", "speaker"),
        "reported_by",
        "summary",
        "services",
        CITED_FIELDS,
        "follows_up",
    )


class StatesFindings(EventKindAdmin):
    """An event at which something was found or claimed: its findings are lines of its own form."""

    inlines: ClassVar[Any] = (EventCitationInline, FindingInline, RelationInline)


@admin.register(Inspection)
class InspectionAdmin(StatesFindings):
    particulars = ("activity_type", "report_published_on", "legal_basis")
    list_display = ("title", "activity_type", "when", "service_names", "citation_count", "status")
    list_filter = ("status", "activity_type", "services", "precision")


@admin.register(Publication)
class PublicationAdmin(StatesFindings):
    particulars = ("report_of",)
    autocomplete_fields = ("report_of",)


@admin.register(Finding)
class FindingAdmin(CitedAdmin):
    citation_model = FindingCitation
    list_display = ("summary", "event", "number", "theme", "verdict", "who")
    list_select_related = ("event", "stated_by", "speaker")
    list_filter = ("verdict", "theme", "services", "stated_by", "event__status")
    search_fields = ("summary", "event__title")
    autocomplete_fields = ("event", "stated_by", "speaker", "follows_up")

    @admin.display(description=_("stated by"), ordering="stated_by__name")
    def who(self, finding: Finding) -> str:
        return str(finding.stated_by or finding.speaker)


class ObservationInline(CitedInline):
    model = Observation
    autocomplete_fields = ("event",)
    fields = (
        ("period", "comparator", "value"),
        "event",
        ("stated_by", "speaker"),
        "caveat",
        CITED_FIELDS,
    )


@admin.register(Measure)
class MeasureAdmin(SavesCitations):
    list_display = ("title", "unit")
    list_filter = ("services",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ObservationInline,)


@admin.register(Observation)
class ObservationAdmin(CitedAdmin):
    citation_model = ObservationCitation
    list_display = ("measure", "period", "value_in_words", "event")
    list_filter = ("measure", "stated_by")
    search_fields = ("measure__title", "caveat")
    autocomplete_fields = ("measure", "event", "stated_by", "speaker")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        return super().get_queryset(request).select_related("measure", "event")


admin.site.register([FindingCitation, ObservationCitation], CitationAdmin)
