"""What the record says, apart from any database: its rows by natural keys, and a hash of them all.

Two copies of the record that say the same have the same hash, whatever their primary keys, the order
their rows were made in, or the database they are in. What the site keeps for itself, such as when a
row was last changed, is no part of it.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from .models import Event, RecordModel
from .snapshots import plain, recorded_fields

ROWS_AT_ONCE = 2000

Row = dict[str, Any]
"""A row by the names of its fields. What it refers to stands as a list: the parts of a natural key."""


def models() -> list[type[RecordModel]]:
    """Every table of the record. An event is whole in the table of its kind."""
    of_record = [model for model in apps.get_models() if issubclass(model, RecordModel)]
    return [model for model in of_record if model is not Event]


def rows(model: type[RecordModel], *, published: bool) -> Iterator[Row]:
    """The rows of a table, in no order: all of them, or only what readers see."""
    query = model._base_manager.filter(model.seen()) if published else model._base_manager.all()
    paths = {field.name: _paths(field) for field in recorded_fields(model) if not field.many_to_many}
    links = [field for field in recorded_fields(model) if field.many_to_many]
    columns = ["pk", *(path for found in paths.values() for path in found)]
    for some in _in_chunks(query.order_by("pk").values_list(*columns)):
        linked = {
            field.name: _linked(field, [row[0] for row in some], published=published) for field in links
        }
        for row in some:
            yield _named(row, paths) | {name: found.get(row[0], []) for name, found in linked.items()}


def _paths(field: Any) -> list[str]:
    """Where a field's value is found; for a reference, each part of the natural key it leads to."""
    if not field.is_relation:
        return [field.name]
    return [f"{field.name}__{path}" for path in field.related_model.natural_paths()]


def _named(row: tuple[Any, ...], paths: dict[str, list[str]]) -> Row:
    values = iter([plain(value) for value in row[1:]])
    named = {}
    for name, found in paths.items():
        key = [next(values) for _path in found]
        named[name] = key[0] if found == [name] else key if any(key) else None
    return named


def _linked(field: Any, keys: list[int], *, published: bool) -> dict[int, list[list[Any]]]:
    """What each of the rows is linked to, by primary key: the natural keys of them, sorted."""
    target = field.related_model
    paths = target.natural_paths()
    query = target._base_manager.filter(target.seen()) if published else target._base_manager.all()
    near = field.related_query_name()
    found: dict[int, list[list[Any]]] = {}
    for row, *key in query.filter(**{f"{near}__in": keys}).values_list(near, *paths):
        found.setdefault(row, []).append([plain(part) for part in key])
    return {row: sorted(linked) for row, linked in found.items()}


def _in_chunks(query: QuerySet) -> Iterator[list[tuple[Any, ...]]]:
    held: list[tuple[Any, ...]] = []
    for row in query.iterator(chunk_size=ROWS_AT_ONCE):
        held.append(row)
        if len(held) == ROWS_AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def digest(*, published: bool) -> str:
    """The hash of what the record says, as 64 hexadecimal figures. Costs a query or two for each table.

    Each row is hashed by itself and the hashes are sorted, so that no order of rows matters and no
    more than the hashes of one table are held.
    """
    whole = hashlib.sha256()
    for model in sorted(models(), key=lambda model: model._meta.label_lower):
        hashes = sorted(_hash(row) for row in rows(model, published=published))
        if hashes:  # a table that came later changes nothing until something is in it
            whole.update(f"{model._meta.label_lower} {len(hashes)}\n".encode() + b"".join(hashes))
    return whole.hexdigest()


def _hash(row: Row) -> bytes:
    """Of what is given alone, so that a column that came later changes nothing until it is filled."""
    given = {name: value for name, value in row.items() if value not in (None, "", [], False, 0)}
    return hashlib.sha256(json.dumps(given, sort_keys=True, ensure_ascii=False).encode()).digest()
