"""The change form: the reason for an edit, and detection of conflicting edits."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.history import reports
from powys_oversight.timeline.history.snapshots import natural_key, to_json_value
from powys_oversight.timeline.models import RecordModel


class ChangeReasonForm(forms.ModelForm):
    """A form with a reason where readers see the change, that refuses to overwrite another's edit.

    `opened_at` is the newest change when the form was opened. If the row has changed since, nothing is saved:
    fields that this editor left alone take the new values, and a second save keeps the other fields.
    """

    refusal: ClassVar[ValidationError | None] = None
    """Errors raised while saving, shown on the form once the save is rolled back."""

    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2, "cols": 60}),
        help_text=_("Readers are told, beside the values before and after. One sentence."),
    )
    minor = forms.BooleanField(
        label=_("Only typing, or a web address"),
        required=False,
        help_text=_("Then it is counted, and not told. A date, a figure or a choice never is."),
    )
    opened_at = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_why = self.refusal is not None or (
            bool(self.instance.pk) and self.instance.is_public_history()
        )
        if not self.asks_why:
            del self.fields["reason"], self.fields["minor"]
        self.initial["opened_at"] = reports.newest() if self.instance.pk else None

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.refusal is not None:
            self.add_error("reason", self.refusal)
        self._compare_with_others(self.cleaned_data.get("opened_at"))
        return cleaned

    def _compare_with_others(self, opened_at: int | None) -> None:
        """Report what another editor changed meanwhile. One query if nothing changed, else several."""
        if not self.instance.pk or opened_at is None:
            return
        since = reports.of_row(self.instance, since=opened_at)
        if not since:
            return
        if reports.changes_other_rows(self.instance, since):
            self.add_error(None, [*_conflict_lines(since), _REOPEN])  # and so again, until it is opened anew
        else:
            self.add_error(None, [*_conflict_lines(since), *self._take_over(since), _KEPT])

    def _take_over(self, changes: "list[reports.ChangeReport]") -> list[str]:
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        self.data = data
        data[self.add_prefix("opened_at")] = str(reports.newest())
        taken = []
        for name, value_change in reports.values_of(self.instance, changes).items():
            box = self.fields.get(name)
            if box is None or name not in self.cleaned_data:
                continue
            if _as_kept(self.cleaned_data[name]) == value_change["before"]:
                key, value = self.add_prefix(name), box.prepare_value(self.initial.get(name))
                data[key] = data[f"{key}_understood"] = "" if value is None else str(value)
                taken.append(_("“%(box)s” now has their value.") % {"box": box.label})
        return taken


def _as_kept(value: object) -> Any:
    return natural_key(value) if isinstance(value, RecordModel) else to_json_value(value)


_REOPEN = _(
    "They changed lines of it, which this form still has as they were. Nothing of yours is lost: it is on "
    "this page. Open the entry anew in another window, and carry it over."
)
_KEPT = _(
    "Nothing of yours is lost, and nothing is saved yet. Look at the boxes below, and save again to keep "
    "them as they stand. What the other wrote stays in the history."
)


def _conflict_lines(changes: "list[reports.ChangeReport]") -> list[str]:
    who = {str(report.change.made_by or _("A program")) for report in changes}
    lines = [_("%(who)s has saved this since you opened it.") % {"who": ", ".join(sorted(who))}]
    for report in changes:
        for row in report.rows:
            for value in row.values:
                lines.append(f"{row.label}: {value.label}: “{value.before}” → “{value.after}”")
    return lines
