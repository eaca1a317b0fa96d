"""Forms for the admin that save a row together with its first citation, and an event with its services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import UNCITED, Event, Service, Source
from powys_oversight.timeline.models.sources import validate_quotation

LOCATOR_HELP = _("“paragraph 3” or “page 14”: one place. Further places are added on the row's own page.")


def set_links(links: Any, name: str, chosen: Iterable[Any]) -> None:
    """Make the links of a row, given as the manager `links`, lead exactly to `chosen`.

    `name` is the link's foreign key. Rows are added and removed one by one, so that signals record each.
    """
    targets = set(chosen)
    for link in links.exclude(**{f"{name}__in": targets}):
        link.delete()
    linked = set(links.values_list(f"{name}_id", flat=True))
    for target in targets:
        if target.pk not in linked:
            links.create(**{name: target})


class SourceChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, source: Source) -> str:
        return source.shown_in_lists()


class CitedForm(forms.ModelForm):
    source = SourceChoiceField(Source.objects.all(), label=_("Source"), required=False)
    locator = forms.CharField(label=_("Where in it"), max_length=40, required=False, help_text=LOCATOR_HELP)
    quotation = forms.CharField(
        label=_("Quotation"),
        max_length=200,
        required=False,
        validators=[validate_quotation],
        help_text=_("At most 15 words, and only where the wording is itself the fact."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False  # the next one, if it is left blank
        self.first_citation = self.instance.citations.first() if self.instance.pk else None
        if self.first_citation:
            for name in ("source", "locator", "quotation"):
                self.initial.setdefault(name, getattr(self.first_citation, name))
            self.initial["source"] = self.first_citation.source_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") and not cleaned.get("locator"):
            self.add_error("locator", _("Say where in the source: “paragraph 3”."))
        if not cleaned.get("source") and (cleaned.get("locator") or cleaned.get("quotation")):
            self.add_error("source", _("Say which source."))
        if self._cited_already(cleaned):
            self.add_error("locator", _("That place is cited for this already."))
        if self.has_changed() and not cleaned.get("source") and "source" not in self.errors:
            self.add_error("source", _("Everything here is cited. Say which source, and where in it."))
        return cleaned

    def _cited_already(self, cleaned: dict[str, Any]) -> bool:
        if not (self.instance.pk and cleaned.get("source") and cleaned.get("locator")):
            return False
        others = self.instance.citations.filter(source=cleaned["source"], locator=cleaned["locator"])
        return others.exclude(pk=self.first_citation.pk if self.first_citation else None).exists()

    def save_citation(self) -> None:
        cleaned = self.cleaned_data
        if not cleaned.get("source"):
            return
        citation = self.first_citation or self.instance.citations.model(claim=self.instance)
        for name in ("source", "locator", "quotation"):
            setattr(citation, name, cleaned[name])
        citation.save()


class EventForm(forms.ModelForm):
    """An event with its services. `cites` says whether its citations are on the form too."""

    cites = False

    services_concerned = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        label=_("Services"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every service it is about. It appears on the page of each."),
    )

    class Meta:
        model = Event
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets say which

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["services_concerned"] = self.instance.services.all()

    def _post_clean(self) -> None:
        if self.cites:  # in the formset below, which refuses a published event without one
            self.instance.has_submitted_citations = True
        super()._post_clean()  # type: ignore[misc]

    def save_services(self) -> None:
        set_links(self.instance.eventservice_set, "service", self.cleaned_data["services_concerned"])


def _kept_with(formset: BaseInlineFormSet, name: str) -> int:
    rows = [form.cleaned_data for form in formset.forms]
    return sum(bool(row.get(name)) and not row.get("DELETE") for row in rows)


class CitationFormSet(BaseInlineFormSet):
    """Citations of a row: at least one is left."""

    uncited: Any = _("Everything here is cited. Leave at least one citation.")

    def needs_one(self) -> bool:
        return True

    def clean(self) -> None:
        super().clean()
        if self.needs_one() and not _kept_with(self, "source") and not any(self.errors):
            raise ValidationError(self.uncited)


class EventCitationFormSet(CitationFormSet):
    """Citations of an event: a draft may have none, a published event may not."""

    uncited = UNCITED

    def needs_one(self) -> bool:
        return self.instance.status == Event.Status.PUBLISHED

    def clean(self) -> None:
        super().clean()
        if self.needs_one() and self.instance.kind in kinds.followed():
            for form in self.forms:
                given = getattr(form, "cleaned_data", {})
                if given.get("source") and not (given.get("tells_of") or given.get("DELETE")):
                    form.add_error("tells_of", _("Say what this place tells of."))


class VersionFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if _kept_with(self, "sorts_the_event") > 1:
            raise ValidationError(_("One version at most sorts the event."))
