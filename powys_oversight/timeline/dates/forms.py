"""The form field for a date: takes what an editor types, and says back how it was understood.

A date is saved only once the form has shown how it reads it. With JavaScript that happens as it is
typed; without, the first save shows the reading and the second saves it.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import edtf as dates
from . import formatting as date_wording
from . import parsing as date_reading


def explain(edtf: str) -> str:
    """How a date will stand on the site, how it sorts, and between which days it may fall."""
    when = dates.parse(edtf)
    words = date_wording.in_words(edtf)
    if when.earliest is None or when.latest is None:
        sorts = when.earliest or when.latest
        assert sorts  # noqa: S101 - an interval open at both ends is refused
        said = {"words": words, "day": date_wording.day_in_words(sorts)}
        if when.earliest is None:
            return _("Reads “%(words)s”. Sorts on %(day)s, and may fall on any day before.") % said
        return _("Reads “%(words)s”. Sorts on %(day)s, and may fall on any day after.") % said
    if when.earliest == when.latest:
        return _("Reads “%(words)s”. Sorts on that day, and falls on no other.") % {"words": words}
    return _("Reads “%(words)s”. Sorts on %(first)s, and may fall on any day to %(last)s.") % {
        "words": words,
        "first": date_wording.day_in_words(when.earliest),
        "last": date_wording.day_in_words(when.latest),
    }


class DateText(str):
    """What was typed, with the reading the form had shown when it was sent."""

    understood: str = ""


class DateTextWidget(forms.TextInput):
    template_name = "timeline/_date_widget.html"

    class Media:
        js = ["js/date-echo.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"class": "vTextField", "data-date-text": "", "autocomplete": "off", **(attrs or {})}
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        understood = _read_or_blank(str(value or ""))
        context["widget"] |= {
            "understood_name": f"{name}_understood",
            "understood": understood,
            "explained": explain(understood) if understood else "",
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateText:
        typed = DateText(data.get(name) or "")
        typed.understood = data.get(f"{name}_understood") or ""
        return typed


class DateTextField(forms.CharField):
    """Cleans to EDTF. Refuses what is ambiguous, and what the form has not yet said back."""

    widget = DateTextWidget

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            edtf = date_reading.read(typed)
        except dates.DateRefusedError as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal
        if getattr(value, "understood", "") != edtf:
            message = _("Understood as follows. %(reading)s Save again if that is right.")
            raise ValidationError(message % {"reading": explain(edtf)}, code="unconfirmed")
        return edtf


class DayField(forms.DateField):
    """A day and no less, read as every other date here is: in words, or in figures with the year first."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            when = dates.parse(date_reading.read(str(value)))
        except dates.DateRefusedError as refusal:
            in_figures = date_reading.is_in_figures(str(value))
            raise ValidationError(
                str(refusal) if in_figures else self.very_day(), code="refused"
            ) from refusal
        if when.precision is not dates.Precision.DAY or when.earliest is None:
            raise ValidationError(self.very_day(), code="inexact")
        return when.earliest

    @staticmethod
    def very_day() -> str:
        return _("Give the very day, such as “16 April 2018”, or leave it blank.")


def _read_or_blank(typed: str) -> str:
    try:
        return date_reading.read(typed) if typed.strip() else ""
    except dates.DateRefusedError:
        return ""
