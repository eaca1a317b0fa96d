"""The base of every table: natural keys, visibility, and the revision of the record."""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..dates.formatting import format_day, format_edtf
from .fields import EDTFField, derived_fields, derived_from
from .queries import RecordQuerySet
from .text import UNPRINTABLE


class RecordModel(models.Model):
    """A table of the record. Its rows are known by names that mean something, not by numbers.

    `natural` names the columns that identify a row, following foreign keys with `__`; fixtures
    refer to rows by them, so a fixture can be read, and loaded twice without harm. `event_paths` lead
    from a row to the events whose pages show it; none where the row stands by itself.
    """

    loaded_raw = False
    """True for a row loaded from a fixture, which has its own dates: see `history.revision_signals`."""

    natural: tuple[str, ...] = ("slug",)
    event_paths: tuple[str, ...] = ()
    housekeeping: tuple[str, ...] = ()
    """Columns whose change tells readers nothing new, such as when a source was last checked."""
    unrecorded: tuple[str, ...] = ()  # columns written by the site itself, without history
    disclosed_with: ClassVar[dict[str, str]] = {}
    """Columns that reveal something of another column's event: published only with it."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: Any) -> None:
        """As Django's, but `update_fields` also saves the columns derived from those it names.

        A signal raises the revision; one transaction holds both.
        """
        for field in derived_fields(type(self)):
            # Django takes an attribute it finds no value of for one that was never loaded, and skips it.
            self.__dict__.setdefault(field.attname, None)
        if kwargs.get("update_fields") is not None:
            named = set(kwargs["update_fields"])
            kwargs["update_fields"] = named | {field.name for field in derived_from(type(self), named)}
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            super().save(*args, **kwargs)

    def refuse_nul(self) -> None:
        """Raise ValueError for a NUL, which PostgreSQL refuses and SQLite cuts at."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(value, str) and "\x00" in value:
                raise ValueError(f"{field.name}: a text cannot hold a NUL.")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, after removing characters that no page or feed can hold."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(value, str):
                setattr(self, field.attname, UNPRINTABLE.sub("", value))
        super().clean_fields(exclude=exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, including columns that are not on the form, such as an inline's parent.

        Django skips their constraints, and an editor's mistake would become a database error.
        """
        unshown = {field.name for field in derived_fields(type(self))}
        unshown |= {
            field.name for field in self._meta.concrete_fields if field.is_relation or field.primary_key
        }
        super().validate_constraints(exclude=set(exclude or ()) - unshown)

    @classmethod
    def disclosing_field(cls, name: str) -> Any:
        """Return the column that decides whether readers see this one: itself, or by `disclosed_with`."""
        return cls._meta.get_field(cls.disclosed_with.get(name, name))

    @classmethod
    def natural_paths(cls) -> tuple[str, ...]:
        return cls.natural

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(follow(self, path) for path in self.natural_paths())

    @classmethod
    def visible_q(cls) -> models.Q:
        return models.Q(**{f"{path}__status": "published" for path in cls.event_paths})

    def shown_on_events(self) -> list[Any]:
        """Return the events whose pages show the row; none for an independent row, such as a source."""
        return [follow(self, path) for path in self.event_paths]

    def is_visible(self) -> bool:
        """True where readers see it: an independent row, or one of published events only."""
        return all(event.is_published for event in self.shown_on_events())

    def is_public_history(self) -> bool:
        return self.is_visible() or (bool(self.shown_on_events()) and self.is_past_drafting)

    @property
    def is_past_drafting(self) -> bool:
        return all(event.has_been_seen for event in self.shown_on_events())

    def in_words(self, field: models.Field) -> str:
        """Return a column's value as a reader sees it: a date or a choice in words; blank for none."""
        value = getattr(self, field.name)
        if value is None or value == "":
            return ""
        if isinstance(field, EDTFField):
            return format_edtf(value)
        if field.choices:
            return str(getattr(self, f"get_{field.name}_display")())
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        return format_day(value) if type(value) is date else str(value)

    @classmethod
    def natural_lookup(cls, *key: object) -> dict[str, object]:
        return dict(zip(cls.natural_paths(), key, strict=True))


def no_hyphen_first(table: str) -> models.CheckConstraint:
    """Refuse "-2018", which a spreadsheet takes for a formula."""
    return models.CheckConstraint(
        name=f"no_{table}_address_begins_with_a_hyphen",
        condition=~Q(slug__startswith="-"),
        violation_error_message=_("An address does not begin with a hyphen."),
    )


def follow(row: Model, path: str) -> Any:
    """Return the value at the end of a path of attributes, written as in a query."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row
