"""A row at one moment, in machine form and in words, and the difference of two moments.

Rows are known by natural keys, so that history can be read in another database.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Field
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ..db.fields import DerivedMixin
from ..models import ChangedRow, RecordModel

EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Snapshot:
    model: str
    key: list[Any]
    label: str
    events: dict[int, str]  # primary key and slug of each event that shows the row
    seen: bool
    held_back: bool  # True where its entry is withdrawn, so that its change is published later
    stands_alone: bool
    values: dict[str, object]
    words: dict[str, str]
    seen_words: dict[str, str]  # the same words without the names of drafts, by column


def take(row: RecordModel) -> Snapshot:
    return _taken(row, recorded_fields(type(row)))


def take_new(row: RecordModel) -> Snapshot:
    """Return the snapshot of a row just written, without reading it back: it has no links yet."""
    twin = copy(row)
    for field in row._meta.concrete_fields:
        if field.attname in row.__dict__:  # as the database would give it back: 12 becomes 12.00
            twin.__dict__[field.attname] = field.to_python(row.__dict__[field.attname])
    return _taken(twin, [field for field in recorded_fields(type(row)) if not field.many_to_many])


def _taken(row: RecordModel, fields: list[Any]) -> Snapshot:
    recorded = {field.name: _recorded_value(row, field) for field in fields}
    events = row.shown_on_events()
    return Snapshot(
        model=row._meta.label_lower,
        key=natural_key(row),
        label=str(row),
        events={event.pk: event.slug for event in events},
        seen=row.is_public_history(),
        held_back=any(event.status == event.Status.WITHDRAWN for event in events),
        stands_alone=not events,
        values={name: value for name, (value, _words, _seen) in recorded.items()},
        words={name: words for name, (_value, words, _seen) in recorded.items()},
        seen_words={name: seen for name, (_value, _words, seen) in recorded.items()},
    )


def natural_key(row: RecordModel) -> list[Any]:
    return [to_json_value(part) for part in row.natural_key()]


def recorded_fields(model: type[models.Model]) -> list[Any]:
    left_out = getattr(model, "unrecorded", ())
    columns: list[Any] = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [
        field
        for field in columns
        if field.name not in left_out
        and not field.primary_key
        and not isinstance(field, DerivedMixin | models.GeneratedField)
        and (not field.many_to_many or field.remote_field.through._meta.auto_created)
    ]


def _recorded_value(row: RecordModel, field: Field) -> tuple[Any, str, str]:
    if field.many_to_many:
        related = list(getattr(row, field.name).all())
        return (
            sorted(natural_key(related_row) for related_row in related),
            _listed(related),
            _listed(filter(is_shown, related)),
        )
    value = getattr(row, field.name)
    if field.is_relation:
        return (natural_key(value), str(value), str(value) * is_shown(value)) if value else (None, "", "")
    words = row.in_words(field)
    return to_json_value(value), words, words


def is_shown(row: RecordModel) -> bool:
    """True where readers may see its name: not a draft's, nor that of a draft's finding."""
    return not row.shown_on_events() or row.is_visible()


def _listed(rows: Iterable[Any]) -> str:
    return get_text_list([str(row) for row in rows], _("and"))


def to_json_value(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def difference(before: Snapshot | None, after: Snapshot | None) -> ChangedRow | None:
    """Return the unsaved row of a change; None where nothing changed."""
    snapshot = after or before
    if snapshot is None:
        return None
    fields = {
        name: value_change
        for name in snapshot.values
        if (value_change := _recorded_difference(name, before, after))
    }
    if before and after and not fields:
        return None
    sides = [side for side in (before, after) if side]
    did = ChangedRow.Did.CHANGED if len(sides) == 2 else ChangedRow.Did.ADDED
    return ChangedRow(
        model=snapshot.model,
        key=snapshot.key,
        path=ChangedRow.path_of(snapshot.key),
        label=snapshot.label,
        did=did if after else ChangedRow.Did.REMOVED,
        seen=any(side.seen for side in sides),
        stands_alone=snapshot.stands_alone,
        events=sorted({slug for side in sides for slug in side.events.values()}),
        fields=fields,
    )


def _recorded_difference(name: str, before: Snapshot | None, after: Snapshot | None) -> dict[str, Any] | None:
    """Return the value before and after, kept and in words; None where equal."""
    was, now = (side.values.get(name) if side else None for side in (before, after))
    if was == now or (was in EMPTY and now in EMPTY):
        return None
    words = [side.words.get(name, "") if side else "" for side in (before, after)]
    seen = [side.seen_words.get(name, "") if side else "" for side in (before, after)]
    value_change = {"before": was, "after": now, "words": words}
    return value_change if seen == words else value_change | {"seen_words": seen}
