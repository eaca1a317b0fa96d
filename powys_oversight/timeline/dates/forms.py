"""The form field of a date: reads what an editor types, and shows how it was understood.

A date is saved only once its reading was shown: while it is typed with JavaScript, on the first save without.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .edtf import DateRefusedError, parse_edtf
from .formatting import format_day, format_edtf
from .parsing import is_in_figures, parse_date


def explain_date(edtf: str) -> str:
    when = parse_edtf(edtf)
    words = format_edtf(edtf)
    if when.earliest is None or when.latest is None:
        sorts = when.earliest or when.latest
        assert sorts  # noqa: S101 - an interval open at both ends is refused
        said = {"words": words, "day": format_day(sorts)}
        if when.earliest is None:
            return _("Reads “%(words)s”. Sorts on %(day)s, and may fall on any day before.") % said
        return _("Reads “%(words)s”. Sorts on %(day)s, and may fall on any day after.") % said
    if when.earliest == when.latest:
        return _("Reads “%(words)s”. Sorts on that day, and falls on no other.") % {"words": words}
    return _("Reads “%(words)s”. Sorts on %(first)s, and may fall on any day to %(last)s.") % {
        "words": words,
        "first": format_day(when.earliest),
        "last": format_day(when.latest),
    }


class DateText(str):
    """The text, with the reading that was shown when the form was sent."""

    understood: str = ""


class DateTextWidget(forms.TextInput):
    template_name = "timeline/_date_widget.html"

    class Media:
        js = ["js/date-echo.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"class": "vTextField", "data-date-text": "", "autocomplete": "off", **(attrs or {})}
        )

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        understood = _parse_or_blank(str(value or ""))
        context["widget"] |= {
            "understood_name": f"{name}_understood",
            "understood": understood,
            "explained": explain_date(understood) if understood else "",
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> DateText:
        typed = DateText(data.get(name) or "")
        typed.understood = data.get(f"{name}_understood") or ""
        return typed


class DateTextField(forms.CharField):
    """Cleans to EDTF. Refuses ambiguous dates, and dates whose reading was not yet shown."""

    widget = DateTextWidget

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            edtf = parse_date(typed)
        except DateRefusedError as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal
        if getattr(value, "understood", "") != edtf:
            message = _("Understood as follows. %(reading)s Save again if that is right.")
            raise ValidationError(message % {"reading": explain_date(edtf)}, code="unconfirmed")
        return edtf


class DayField(forms.DateField):
    """An exact day, in words or in figures with the year first."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            when = parse_edtf(parse_date(str(value)))
        except DateRefusedError as refusal:
            in_figures = is_in_figures(str(value))
            raise ValidationError(
                str(refusal) if in_figures else self.very_day(), code="refused"
            ) from refusal
        if not when.is_exact:
            raise ValidationError(self.very_day(), code="inexact")
        return when.earliest

    @staticmethod
    def very_day() -> str:
        return _("Give the very day, such as “16 April 2018”, or leave it blank.")


def _parse_or_blank(typed: str) -> str:
    try:
        return parse_date(typed) if typed.strip() else ""
    except DateRefusedError:
        return ""
