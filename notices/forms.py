from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from powys_oversight.editing.forms import CitedForm, SourceChoiceField
from powys_oversight.timeline.models import Event, Organisation, Source

from .models import TOO_EARLY, ActionOutcome

PREFIX = "outcome_"
MAY_BE_BLANK = ("outcome_occurred",)


def _chosen_by_typing(name: str) -> AutocompleteSelect:
    return AutocompleteSelect(ActionOutcome._meta.get_field(name), admin.site)


class RequiredActionForm(CitedForm):
    """A required action with boxes for one further outcome; left blank, they add none.

    Earlier outcomes are listed beside it and edited on their own pages. `may_report` says whether the editor
    may add one.
    """

    may_report = False

    outcome_state = forms.ChoiceField(
        label=_("State"), choices=[("", "---------"), *ActionOutcome.Result.choices], required=False
    )
    outcome_reported_at = forms.ModelChoiceField(
        Event.objects.all(),
        label=_("Reported at"),
        required=False,
        widget=_chosen_by_typing("reported_at"),
        help_text=_("The later event at which it was reported."),
    )
    outcome_stated_by = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Stated by"),
        required=False,
        widget=_chosen_by_typing("stated_by"),
    )
    outcome_occurred = ActionOutcome._meta.get_field("occurred").formfield()
    outcome_summary = forms.CharField(
        label=_("What is reported"), required=False, widget=forms.Textarea({"rows": 2, "cols": 60})
    )
    outcome_source = SourceChoiceField(Source.objects.all(), label=_("Source of the report"), required=False)
    outcome_locator = forms.CharField(label=_("Where in that source"), max_length=40, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.may_report:
            for name in [name for name in self.fields if name.startswith(PREFIX)]:
                del self.fields[name]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        report = {name: cleaned.get(name) for name in self.fields if name.startswith(PREFIX)}
        if not any(report.values()):
            return cleaned
        for name, value in report.items():
            if not value and name not in (*MAY_BE_BLANK, *self.errors):
                self.add_error(name, _("Needed for a report of what became of it."))
        reported_at = report["outcome_reported_at"]
        if self._reported_already(reported_at):
            message = _("That event reports on this action already: mend that report instead.")
            self.add_error("outcome_reported_at", ValidationError(message))
        if reported_at and reported_at.certainly_before(self.instance.event):
            self.add_error("outcome_reported_at", TOO_EARLY)
        return cleaned

    def _reported_already(self, event: Event | None) -> bool:
        return bool(event and self.instance.pk and self.instance.outcomes.filter(reported_at=event).exists())

    def save_citation(self) -> None:
        super().save_citation()
        report = {
            name.removeprefix(PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }
        if report.get("state"):
            source, locator = report.pop("source"), report.pop("locator")
            outcome = ActionOutcome.objects.create(action=self.instance, **report)
            outcome.citations.create(source=source, locator=locator)
