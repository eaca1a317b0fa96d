from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import DatedCitation

from ..forms import CitationFormSet, CitedForm, SourceChoiceField
from .base import Extra, HiddenAdmin, RecordAdmin

CITED_FIELDS = ("source", "locator", "quotation")


class CitationInline(admin.StackedInline):
    extra = 1
    formset: Any = CitationFormSet
    verbose_name = _("citation")
    verbose_name_plural = _("Citations: each place in each source")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_dated = issubclass(self.model, DatedCitation)
        return [(*CITED_FIELDS, "tells_of") if is_dated else CITED_FIELDS]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: object) -> Any:
        if db_field.name == "source":
            kwargs["form_class"] = SourceChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CitedInline(admin.StackedInline):
    """Inline rows that are each saved with their first citation. Further ones are on their own pages."""

    form = CitedForm
    extra = 1  # so that one can be added where there is no script
    show_change_link = True

    # Shown in place of the form's own boxes to those who may only look.

    @admin.display(description=_("Source"))
    def source(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.source.shown_in_lists() if citation else ""

    @admin.display(description=_("Where in it"))
    def locator(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.locator if citation else ""

    @admin.display(description=_("Quotation"))
    def quotation(self, row: Any) -> str:
        citation = row.citations.first()
        return citation.quotation if citation else ""


class CitationSavingAdmin(RecordAdmin):
    """Numbers the rows of a CitedInline and saves their first citations."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        if any(field.name == "number" for field in formset.model._meta.concrete_fields):
            _number(formset)
        super().save_formset(request, form, formset, change)
        for row in formset.forms:
            if isinstance(row, CitedForm) and row.has_changed() and row not in formset.deleted_forms:
                row.save_citation()


def _number(formset: Any) -> None:
    numbered = formset.model._default_manager.filter(**{formset.fk.name: formset.instance.pk})
    last = numbered.aggregate(last=Max("number"))["last"] or 0
    last = max([last, *(row.instance.number or 0 for row in formset.forms if row.has_changed())])
    for row in formset.forms:
        if row.has_changed() and row.instance.number is None:
            last += 1
            row.instance.number = last


class CitedAdmin(CitationSavingAdmin):
    """A row with all its citations, and then its `inlines`."""

    citation_model: Any

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> list[Any]:
        name = f"{self.citation_model.__name__}Inline"
        return [type(name, (CitationInline,), {"model": self.citation_model}), *self.inlines]


class CitationAdmin(HiddenAdmin):
    """Citations of one kind of claim, read-only: they are edited with their claim."""

    list_display = ("claim", "source", "locator", "quotation")
    list_filter = ("source__tier", "source")
    search_fields = ("source__title", "locator", "quotation")
    autocomplete_fields = ("claim", "source")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source", "claim", *self.model.shown_with)

    def get_actions(self, request: HttpRequest) -> Any:
        return {}

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Extra = None) -> Any:
        """Refuse: a citation is deleted with its claim, as no claim is left uncited."""
        raise PermissionDenied
