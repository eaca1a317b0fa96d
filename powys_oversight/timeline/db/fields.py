"""Model fields of EDTF dates, and derived columns.

A derived column is computed whenever its attribute is read, and every way a row reaches the database reads
attributes: `save()`, `bulk_create()` and `loaddata`, which skips `save()`. Only `update()` and
`bulk_update()` name columns; `queries.RecordQuerySet` adds the derived ones there.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..dates.edtf import EDTF, DateRefusedError, parse_edtf
from ..dates.forms import DateTextField, DateTextWidget
from ..dates.parsing import MAX_DATE_LENGTH
from .text import fold


class EDTFField(models.CharField):
    """A date in the EDTF subset of `dates`. Blank where none is known."""

    description = _("Date in EDTF")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        super().__init__(*args, **kwargs)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        options = {"form_class": DateTextField, "max_length": MAX_DATE_LENGTH, **kwargs}
        return super().formfield(*args, **options | {"widget": DateTextWidget})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value:
            try:
                parse_edtf(value)
            except DateRefusedError as refusal:
                raise ValidationError(str(refusal), code="edtf") from refusal


class _Computed:
    def __init__(self, field: "DerivedMixin") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return self.field.derive(*(getattr(instance, name) for name in self.field.sources))

    def __set__(self, instance: models.Model, value: Any) -> None:
        pass


class DerivedMixin:
    """A column derived from the columns in `sources`. `derive` takes their values in order."""

    descriptor_class = _Computed

    def __init__(self, *args: Any, sources: tuple[str, ...], **kwargs: object) -> None:
        self.sources = sources
        super().__init__(*args, **kwargs | {"editable": False, "serialize": False})

    def derive(self, *values: Any) -> Any:
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, path, args, kwargs | {"sources": self.sources}


def _parsed(text: str) -> EDTF | None:
    """Return the date; None for an invalid one, as attributes are read before validation."""
    try:
        return parse_edtf(text) if text else None
    except DateRefusedError:
        return None


class EarliestField(DerivedMixin, models.DateField):
    """The first day an EDTF date may be; null where its start is open."""

    def derive(self, edtf: str) -> Any:
        when = _parsed(edtf)
        return when.earliest if when else None


class LatestField(DerivedMixin, models.DateField):
    """The last day an EDTF date may be; null where its end is open."""

    def derive(self, edtf: str) -> Any:
        when = _parsed(edtf)
        return when.latest if when else None


class PrecisionField(DerivedMixin, models.CharField):
    """How exactly an EDTF date is known: a `dates.edtf.Precision`."""

    def derive(self, edtf: str) -> str:
        when = _parsed(edtf)
        return when.precision.value if when else ""


class FoldedField(DerivedMixin, models.TextField):
    """Text of other columns for searching: lower case, without accents, so that "ty" finds "tŷ"."""

    def derive(self, *texts: str) -> str:
        return fold(" ".join(text for text in texts if text))


def derived_fields(model: type[models.Model]) -> list[Any]:
    fields: list[Any] = list(model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, DerivedMixin)]


def derived_from(model: type[models.Model], names: set[str]) -> list[Any]:
    return [field for field in derived_fields(model) if names.intersection(field.sources)]
