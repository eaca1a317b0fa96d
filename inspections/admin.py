from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from powys_oversight.editing.admin import (
    CITED_FIELDS,
    CitationAdmin,
    CitationSavingAdmin,
    CitedAdmin,
    CitedInline,
    CsvImportAdmin,
    EventCitationInline,
    EventKindAdmin,
    FixedSlugAdmin,
    HiddenAdmin,
    RelationInline,
)
from powys_oversight.editing.forms import CitedForm, set_links

from .extensions.imports import FindingResource, ObservationResource
from .models import (
    Finding,
    FindingCitation,
    FindingLink,
    Inspection,
    Measure,
    MeasureDisagreement,
    Observation,
    ObservationCitation,
    Publication,
)


class NoClearSelectMultiple(AutocompleteSelectMultiple):
    """A multiple select without the control that clears every choice, which is not an item of the list."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class LinkedFindingForm(forms.ModelForm):
    """A finding with the earlier ones that it follows up, found by typing."""

    takes_up = forms.ModelMultipleChoiceField(
        Finding.objects.select_related("event"),
        label=_("Takes up"),
        required=False,
        help_text=_("Earlier findings that this one plainly takes up."),
        widget=NoClearSelectMultiple(Finding._meta.get_field("follows_up"), admin.site),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["takes_up"] = list(self.instance.follows_up.all())

    def clean_takes_up(self) -> Any:
        chosen = self.cleaned_data["takes_up"]
        if self.instance in chosen:
            raise ValidationError(_("A finding does not take up itself."))
        event = getattr(self.instance, "event", None)
        if event and any(event.certainly_before(earlier.event) for earlier in chosen):
            raise ValidationError(_("A finding does not take up a later one."))
        return chosen

    def save_links(self) -> None:
        set_links(self.instance.links_to_earlier, "to_finding", self.cleaned_data["takes_up"])


class FindingForm(LinkedFindingForm, CitedForm):
    """A finding within its event: about the event's services, unless said otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].required = False

    def save_citation(self) -> None:
        super().save_citation()
        self.save_links()
        if not self.instance.services.exists():
            self.instance.services.set(self.instance.event.services.all())


class LinkDisplayAdmin(admin.options.BaseModelAdmin):
    """Shows the earlier findings as text to editors who may only look."""

    @admin.display(description=_("Takes up"))
    def takes_up(self, finding: Finding) -> str:
        return "; ".join(str(earlier) for earlier in finding.follows_up.all())


class FindingInline(LinkDisplayAdmin, CitedInline):
    model = Finding
    form = FindingForm
    fields = (
        ("number", "theme", "also_about"),
        "verdict",
        ("stated_by", "speaker"),
        "reported_by",
        "summary",
        "services",
        CITED_FIELDS,
        "takes_up",
    )


class FindingsAdmin(EventKindAdmin):
    inlines: ClassVar[Any] = (EventCitationInline, FindingInline, RelationInline)


@admin.register(Inspection)
class InspectionAdmin(FindingsAdmin):
    list_display = ("title", "activity_type", "when", "service_names", "citation_count", "status")
    list_filter = ("status", "activity_type", "services", "precision")


@admin.register(Publication)
class PublicationAdmin(FindingsAdmin):
    autocomplete_fields = ("report_of",)


@admin.register(Finding)
class FindingAdmin(CsvImportAdmin, LinkDisplayAdmin, CitedAdmin):
    resource = FindingResource
    citation_model = FindingCitation
    form = LinkedFindingForm
    list_display = ("summary", "event", "number", "theme", "verdict", "who")
    list_select_related = ("event", "stated_by", "speaker")
    list_filter = ("verdict", "theme", "services", "stated_by", "event__status")
    search_fields = ("summary", "event__title")
    autocomplete_fields = ("event", "stated_by", "speaker")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.save_links()

    @admin.display(description=_("stated by"), ordering="stated_by__name")
    def who(self, finding: Finding) -> str:
        return str(finding.stated_by or finding.speaker)


class ObservationInline(CitedInline):
    model = Observation
    autocomplete_fields = ("event",)
    fields = (
        ("period", "comparator", "value", "target"),
        "event",
        ("stated_by", "speaker"),
        "caveat",
        CITED_FIELDS,
    )


class DisputeInline(admin.StackedInline):
    model = MeasureDisagreement
    extra = 0
    autocomplete_fields = ("disagreement",)
    verbose_name = _("question on which the sources differ")
    verbose_name_plural = _("Where the sources differ on it")


@admin.register(Measure)
class MeasureAdmin(CitationSavingAdmin, FixedSlugAdmin):
    list_display = ("title", "unit")
    list_filter = ("services",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (ObservationInline, DisputeInline)


@admin.register(Observation)
class ObservationAdmin(CsvImportAdmin, CitedAdmin):
    resource = ObservationResource
    citation_model = ObservationCitation
    list_display = ("measure", "period", "value_in_words", "event")
    list_filter = ("measure", "stated_by")
    search_fields = ("measure__title", "caveat")
    autocomplete_fields = ("measure", "event", "stated_by", "speaker")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Observation]:
        return super().get_queryset(request).select_related("measure", "event")


@admin.register(FindingLink)
class FindingLinkAdmin(HiddenAdmin):
    """The links between findings, which are edited on the later finding's form."""

    list_display = ("from_finding", "to_finding")
    list_select_related = ("from_finding", "to_finding")
    list_filter = ("from_finding__theme",)
    search_fields = ("from_finding__summary", "to_finding__summary")


@admin.register(MeasureDisagreement)
class MeasureDisagreementAdmin(HiddenAdmin):
    """The links between measures and disagreements, which are edited on the measure's form."""

    list_display = ("measure", "disagreement")
    list_select_related = ("measure", "disagreement")
    list_filter = ("measure",)
    search_fields = ("measure__title", "disagreement__question")


admin.site.register([FindingCitation, ObservationCitation], CitationAdmin)
