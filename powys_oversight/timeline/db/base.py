"""What every table of the record shares: natural keys, and one revision number for the whole."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import derived_fields, derived_from
from .queries import RecordQuerySet
from .text import UNPRINTABLE


class RecordModel(models.Model):
    """A table of the record. Its rows are known by names that mean something, not by numbers.

    `natural` names the columns that identify a row, following foreign keys with `__`; fixtures
    refer to rows by them, so a fixture can be read, and loaded twice without harm. `event_paths` lead
    from a row to the events whose pages show it; none where the row stands by itself.
    """

    loaded_raw = False
    """Whether the row came from a fixture, which states its own dates: see `revision`."""

    natural: tuple[str, ...] = ("slug",)
    event_paths: tuple[str, ...] = ()
    housekeeping: tuple[str, ...] = ()
    """Columns whose change tells readers nothing new, such as when a source was last checked."""
    unrecorded: tuple[str, ...] = ()
    """Columns the site writes itself, of which no history is kept."""
    disclosed_with: ClassVar[dict[str, str]] = {}
    """Columns that say something of the event another leads to: files tell them if that is published."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's, with derived columns written whenever what they derive from is.

        The revision is raised by a signal Django sends after its own transaction; this one holds both.
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
        """Raises ValueError for a text with a NUL in it, which PostgreSQL refuses and SQLite cuts short."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(value, str) and "\x00" in value:
                raise ValueError(f"{field.name}: a text cannot hold a NUL.")

    def clean_fields(self, exclude: Any = None) -> None:
        """As Django's, with what a paste from a PDF may hold, and no page or feed can show, left out."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(value, str):
                setattr(self, field.attname, UNPRINTABLE.sub("", value))
        super().clean_fields(exclude=exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        """As Django's, with the columns no form shows counted in: bounds, and the parent of an inline.

        Django leaves out any constraint on a column that is not on the form, and the database would
        then refuse with an error of ours what an editor can mend.
        """
        unshown = {field.name for field in derived_fields(type(self))}
        unshown |= {
            field.name for field in self._meta.concrete_fields if field.is_relation or field.primary_key
        }
        super().validate_constraints(exclude=set(exclude or ()) - unshown)

    @classmethod
    def disclosing_field(cls, name: str) -> Any:
        """The column that decides whether readers are told this one: itself, or the one it is `told_with`."""
        return cls._meta.get_field(cls.disclosed_with.get(name, name))

    @classmethod
    def natural_paths(cls) -> tuple[str, ...]:
        """The paths to the parts of the natural key, as a query writes them."""
        return cls.natural

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(follow(self, path) for path in self.natural_paths())

    @classmethod
    def visible_q(cls) -> models.Q:
        """Which rows a reader may see: those of published events, and what stands by itself."""
        return models.Q(**{f"{path}__status": "published" for path in cls.event_paths})

    def shown_on_events(self) -> list[Any]:
        """The events whose pages show it. None where it stands by itself, as a source does."""
        return [follow(self, path) for path in self.event_paths]

    def is_visible(self) -> bool:
        """Whether readers see it: what stands by itself, and what is told of published events only."""
        return all(event.is_published for event in self.shown_on_events())

    def is_public_history(self) -> bool:
        """Whether what is changed of it is told to readers: at once, or once it is back from withdrawal."""
        return self.is_visible() or (bool(self.shown_on_events()) and self.is_past_drafting)

    @property
    def is_past_drafting(self) -> bool:
        """Whether it is past drafting: readers have seen all it is told of, or it stands by itself."""
        return all(event.has_been_seen for event in self.shown_on_events())

    @classmethod
    def natural_lookup(cls, *key: Any) -> dict[str, Any]:
        return dict(zip(cls.natural_paths(), key, strict=True))


def no_hyphen_first(table: str) -> models.CheckConstraint:
    """Ids stand in files as they are, and a spreadsheet takes "-2018" for a formula."""
    return models.CheckConstraint(
        name=f"no_{table}_address_begins_with_a_hyphen",
        condition=~Q(slug__startswith="-"),
        violation_error_message=_("An address does not begin with a hyphen."),
    )


def follow(row: Any, path: str) -> Any:
    """The value at the end of a path of attributes, written as in a query: `event__slug`."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row
