import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from .fields import derived_from

SLUG = re.compile(r"[-\w]+")


def _plain(values: dict[str, object], name: str) -> Any:
    """Return a column's new value. Raises TypeError for a database expression."""
    value = values.get(name)
    if name not in values or hasattr(value, "resolve_expression"):
        raise TypeError(f"update() needs a plain value for {name}, as another column is worked out from it.")
    return value


def sorts_on(earliest: object, latest: object) -> Coalesce:
    """Return the day a date is listed under: the first it may be, or the last where its start is open."""
    return Coalesce(earliest, latest, output_field=models.DateField())


def _known(day: str, otherwise: date) -> Coalesce:
    return Coalesce(day, models.Value(otherwise), output_field=models.DateField())


BY_DATE = (_known("earliest", date.min), _known("latest", date.max))
"""Orders dates by earliest day; open starts come first, open ends last."""


class RecordQuerySet(models.QuerySet):
    """A queryset that knows natural keys and keeps derived columns up to date."""

    def get_by_natural_key(self, *key: object) -> Any:
        return self.get(**self.model.natural_lookup(*key))

    def published(self) -> Self:
        """Return what a reader may see. Every public page, export and count begins here."""
        return self.filter(self.model.visible_q())

    def named(self, slug: str) -> Any:
        """Return the row of this slug, or None. The slug may come from a query."""
        return self.filter(slug=slug).first() if SLUG.fullmatch(slug) else None

    def with_slugs(self, slugs: Iterable[str]) -> Self:
        return self.filter(slug__in=slugs)

    def update(self, **values: object) -> int:
        """As Django's, with derived columns updated and the revision raised.

        Raises ValueError for a text with a NUL in it, as `RecordModel.refuse_nul` does.
        """
        for name, value in values.items():
            if isinstance(value, str) and "\x00" in value:
                raise ValueError(f"{name}: a text cannot hold a NUL.")
        for field in derived_from(self.model, set(values)):
            if field.name not in values:  # bulk_update() brings them along itself
                values[field.name] = field.derive(*(_plain(values, name) for name in field.sources))
        if values and hasattr(self.model, "changed_at"):
            values.setdefault("changed_at", timezone.now())
        with transaction.atomic(using=self.db, savepoint=False):
            changed = super().update(**values)
            self._raise_revision()
        return changed

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        fields = list(fields)
        fields += [field.name for field in derived_from(self.model, set(fields))]
        return super().bulk_update(objs, fields, batch_size=batch_size)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list:
        objs = list(objs)
        for row in objs:
            row.refuse_nul()
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **kwargs)
            self._raise_revision()
        return created

    def _raise_revision(self) -> None:
        apps.get_model("timeline", "Revision").raise_by_one()
