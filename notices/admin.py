"""The editors' forms for notices, boards, plans, statements and what was required."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inspections.admin import FindingInline, StatesFindings
from powys_oversight.timeline.admin import (
    CITED_FIELDS,
    CitationAdmin,
    CitedAdmin,
    CitedInline,
    EventCitationInline,
    EventKindAdmin,
    RelationInline,
)

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


class RequiredActionInline(CitedInline):
    model = RequiredAction
    fields = (
        ("number", "addressed_to"),
        "summary",
        ("period_as_worded", "period_value", "period_unit"),
        "due",
        CITED_FIELDS,
    )


class Requires(EventKindAdmin):
    """An event that requires something: each required action is a line of its own form."""

    inlines = (EventCitationInline, RequiredActionInline, RelationInline)


@admin.register(WarningNotice)
class WarningNoticeAdmin(Requires):
    particulars = (
        "notice_title",
        ("relates_to", "relates_as"),
        "legal_basis",
        "text_seen",
        "grounds",
        "reasons",
        "action_required",
        "compliance_period",
        "minded_to_take",
    )
    list_display = ("title", "when", "relates_to_title", "text_seen", "citation_count", "status")
    autocomplete_fields = ("relates_to",)

    @admin.display(description=_("earlier notice"))
    def relates_to_title(self, notice: WarningNotice) -> str:
        return str(notice.relates_to or "")

    def get_queryset(self, request: HttpRequest) -> QuerySet[WarningNotice]:
        return super().get_queryset(request).select_related("relates_to")


@admin.register(ImprovementBoard)
class ImprovementBoardAdmin(Requires):
    particulars = ("chair", "statutory", "replaces")
    autocomplete_fields = ("chair", "replaces")


@admin.register(MonitoringArrangement)
class MonitoringArrangementAdmin(Requires):
    particulars = ("basis", "replaces")
    autocomplete_fields = ("replaces",)


@admin.register(ImprovementPlan)
class ImprovementPlanAdmin(EventKindAdmin):
    particulars = ("version", "submitted_to")
    autocomplete_fields = ("submitted_to",)


@admin.register(MinisterialStatement)
class MinisterialStatementAdmin(StatesFindings):
    particulars = ("form", ("minister", "role_at_the_time"))
    autocomplete_fields = ("minister",)


@admin.register(CouncilProceeding)
class CouncilProceedingAdmin(StatesFindings):
    particulars = ("form", ("asked_by", "answered_by"))
    autocomplete_fields = ("asked_by", "answered_by")


@admin.register(SupportMeasure)
class SupportMeasureAdmin(EventKindAdmin):
    particulars = ("provider", "legal_basis")
    autocomplete_fields = ("provider",)


@admin.register(Appointment)
class AppointmentAdmin(EventKindAdmin):
    particulars = ("role", "person", "interim")
    autocomplete_fields = ("person",)


@admin.register(Milestone)
class MilestoneAdmin(StatesFindings):
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
