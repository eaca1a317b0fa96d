import re
from collections.abc import Callable, Iterable
from typing import Any, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from import_export import widgets

from powys_oversight.opendata.formats.csv import unguard
from powys_oversight.timeline.dates.edtf import DateRefusedError
from powys_oversight.timeline.dates.parsing import parse_date
from powys_oversight.timeline.db.fields import EDTFField
from powys_oversight.timeline.db.text import UNPRINTABLE


class TextWidget(widgets.CharWidget):
    """Text without the apostrophe that guards it from being run as a formula."""

    def clean(self, value: object, row: Any = None, **kwargs: object) -> str:
        return UNPRINTABLE.sub("", unguard(str(value or "")))


class DateCellWidget(widgets.CharWidget):
    """A date in EDTF or words. An ambiguous one is refused, as on every form."""

    def clean(self, value: object, row: Any = None, **kwargs: object) -> str:
        typed = str(value or "").strip()
        try:
            return parse_date(typed) if typed else ""
        except DateRefusedError as refusal:
            raise ValueError(str(refusal)) from refusal


class DayWidget(widgets.DateWidget):
    def clean(self, value: object, row: Any = None, **kwargs: object) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except ValueError as refusal:
            raise ValueError(_("“%(value)s” is not a day: write 2018-04-16.") % {"value": value}) from refusal


class NumberWidget(widgets.DecimalWidget):
    def clean(self, value: object, row: Any = None, **kwargs: object) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except (ValueError, ArithmeticError) as refusal:
            raise ValueError(_("“%(value)s” is not a number.") % {"value": value}) from refusal


class WholeNumberWidget(widgets.IntegerWidget):
    def clean(self, value: object, row: Any = None, **kwargs: object) -> Any:
        written = str(value or "").strip()
        if written and not re.fullmatch(r"\d{1,9}", written, re.ASCII):
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": value})
        return int(written) if written else None


class ChoiceWidget(widgets.CharWidget):
    """One of a column's values, by its spelling in files."""

    def __init__(self, choices: dict[str, object]) -> None:
        super().__init__()
        self.choices = choices

    @classmethod
    def of(cls, values: Iterable[str]) -> Self:
        return cls({value: value for value in values})

    def clean(self, value: object, row: Any = None, **kwargs: object) -> Any:
        written = str(value or "").strip()
        if written not in self.choices:
            known = ", ".join(name for name in self.choices if name)
            raise ValueError(_("“%(value)s” is none of: %(known)s.") % {"value": written, "known": known})
        return self.choices[written]

    def render(self, value: object, obj: Model | None = None, **kwargs: object) -> str:
        return next((name for name, kept in self.choices.items() if kept == value), "")


class RowWidget(widgets.Widget):
    """Another row of the record, by slug."""

    def __init__(self, model: Any, find: Callable[[str], Any] | None = None) -> None:
        self.model = model
        self.find = find or (lambda written: model._default_manager.get(slug=written))

    def clean(self, value: object, row: Any = None, **kwargs: object) -> Any:
        written = unguard(str(value or "").strip())
        if not written:
            return None
        try:
            return self.find(written)
        except (ObjectDoesNotExist, self.model.MultipleObjectsReturned) as missing:
            words = {"what": self.model._meta.verbose_name, "value": written}
            raise ValueError(_("There is no %(what)s “%(value)s”.") % words) from missing

    def render(self, value: Any, obj: Model | None = None, **kwargs: object) -> str:
        return value.slug if value else ""


def widget_of(field: Field) -> widgets.Widget:
    """Return the widget that reads a model field's cell. Raises TypeError for a type that none reads yet."""
    if field.is_relation:
        return RowWidget(field.related_model)
    if field.choices:
        return ChoiceWidget.of([*([""] if field.blank else []), *(value for value, _label in field.choices)])
    for kind, widget in WIDGETS.items():
        if isinstance(field, kind):
            return widget()
    raise TypeError(f"{field} is read from no file yet.")


WIDGETS: dict[type[models.Field], type[widgets.Widget]] = {
    EDTFField: DateCellWidget,
    models.DateField: DayWidget,
    models.DecimalField: NumberWidget,
    models.IntegerField: WholeNumberWidget,
    models.CharField: TextWidget,
    models.TextField: TextWidget,
}
