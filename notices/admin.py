from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from inspections.admin import FindingInline, FindingsAdmin, InspectionAdmin, PublicationAdmin
from inspections.models import Inspection, Publication
from powys_oversight.editing.admin import (
    CITED_FIELDS,
    CitationAdmin,
    CitedAdmin,
    CitedInline,
    EventCitationInline,
    EventKindAdmin,
    RelationInline,
)

from .forms import RequiredActionForm
from .models import (
    ActionOutcome,
    ActionOutcomeCitation,
    Appointment,
    CouncilProceeding,
    ImprovementBoard,
    ImprovementPlan,
    Milestone,
    MinisterialStatement,
    MonitoringArrangement,
    RequiredAction,
    RequiredActionCitation,
    SupportMeasure,
    WarningNotice,
)


def _may_report(request: HttpRequest) -> bool:
    return request.user.has_perm("notices.add_actionoutcome")


LINE_BREAK = SafeString("<br>")  # written here, so nothing in it is anyone's input


class RequiredActionInline(CitedInline):
    """Required actions as inline rows, each with its reported outcomes and boxes for one more."""

    model = RequiredAction
    form = RequiredActionForm
    readonly_fields = ("reports_so_far",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("number", "addressed_to"),
                    "summary",
                    ("period_as_worded", "period_value", "period_unit"),
                    ("due", "legal_basis"),
                    "note",
                    CITED_FIELDS,
                    "reports_so_far",
                )
            },
        ),
        (
            _("Add a report of what became of it"),
            {
                "classes": ("collapse",),
                # One to a row: Django opens a closed part for an error only in a row of its own.
                "fields": (
                    "outcome_state",
                    "outcome_reported_at",
                    "outcome_stated_by",
                    "outcome_occurred",
                    "outcome_summary",
                    "outcome_source",
                    "outcome_locator",
                ),
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        may_write = self.has_add_permission(request, obj) or self.has_change_permission(request, obj)
        return self.fieldsets if may_write and _may_report(request) else self.fieldsets[:1]

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: object) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_report = _may_report(request)  # type: ignore[attr-defined]
        return formset

    @admin.display(description=_("Reported so far"))
    def reports_so_far(self, action: RequiredAction) -> str:
        reports = [
            (
                reverse("admin:notices_actionoutcome_change", args=[report.pk]),
                report.get_state_display(),
                report.stated_by,
                report.reported_at,
            )
            for report in action.outcomes.select_related("stated_by", "reported_at")
        ]
        none_yet = gettext("No report yet.")
        return format_html_join(LINE_BREAK, '<a href="{}">{}</a>: {}, {}', reports) or none_yet


class RequirementsAdmin(EventKindAdmin):
    inlines = (EventCitationInline, RequiredActionInline, RelationInline)


@admin.register(WarningNotice)
class WarningNoticeAdmin(RequirementsAdmin):
    side_by_side = (("relates_to", "relates_as"),)
    list_display = ("title", "when", "relates_to_title", "text_seen", "citation_count", "status")
    autocomplete_fields = ("relates_to",)

    @admin.display(description=_("earlier notice"))
    def relates_to_title(self, notice: WarningNotice) -> str:
        return str(notice.relates_to or "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WarningNotice]:
        return super().get_queryset(request).select_related("relates_to")


@admin.register(ImprovementBoard)
class ImprovementBoardAdmin(RequirementsAdmin):
    autocomplete_fields = ("chair", "replaces")


@admin.register(MonitoringArrangement)
class MonitoringArrangementAdmin(RequirementsAdmin):
    autocomplete_fields = ("replaces",)


@admin.register(ImprovementPlan)
class ImprovementPlanAdmin(EventKindAdmin):
    autocomplete_fields = ("submitted_to",)


@admin.register(MinisterialStatement)
class MinisterialStatementAdmin(FindingsAdmin):
    side_by_side = (("minister", "role_at_the_time"),)
    autocomplete_fields = ("minister",)


@admin.register(CouncilProceeding)
class CouncilProceedingAdmin(FindingsAdmin):
    side_by_side = (("asked_by", "answered_by"),)
    autocomplete_fields = ("asked_by", "answered_by")


@admin.register(SupportMeasure)
class SupportMeasureAdmin(EventKindAdmin):
    autocomplete_fields = ("provider",)


@admin.register(Appointment)
class AppointmentAdmin(EventKindAdmin):
    autocomplete_fields = ("person",)


@admin.register(Milestone)
class MilestoneAdmin(FindingsAdmin):
    inlines = (EventCitationInline, FindingInline, RequiredActionInline, RelationInline)


# What the inspectorate expects is required too, so its forms gain the lines that this app knows of.
admin.site.unregister([Inspection, Publication])


@admin.register(Inspection)
class RequiringInspectionAdmin(InspectionAdmin):
    inlines = (EventCitationInline, FindingInline, RequiredActionInline, RelationInline)


@admin.register(Publication)
class RequiringPublicationAdmin(PublicationAdmin):
    inlines = (EventCitationInline, FindingInline, RequiredActionInline, RelationInline)


class OutcomeInline(CitedInline):
    model = ActionOutcome
    autocomplete_fields = ("reported_at", "stated_by")
    fields = ("state", ("reported_at", "occurred"), "stated_by", "summary", CITED_FIELDS)


@admin.register(RequiredAction)
class RequiredActionAdmin(CitedAdmin):
    citation_model = RequiredActionCitation
    list_display = ("summary", "event", "number", "addressed_to", "period_as_worded")
    list_select_related = ("event", "addressed_to")
    list_filter = ("addressed_to", "event__status", "period_unit")
    search_fields = ("summary", "event__title")
    autocomplete_fields = ("event", "addressed_to")
    inlines = (OutcomeInline,)


@admin.register(ActionOutcome)
class ActionOutcomeAdmin(CitedAdmin):
    citation_model = ActionOutcomeCitation
    list_display = ("summary", "action", "state", "stated_by", "reported_at")
    list_select_related = ("action", "stated_by", "reported_at")
    list_filter = ("state", "stated_by")
    search_fields = ("summary", "action__summary")
    autocomplete_fields = ("action", "reported_at", "stated_by")


admin.site.register([RequiredActionCitation, ActionOutcomeCitation], CitationAdmin)
