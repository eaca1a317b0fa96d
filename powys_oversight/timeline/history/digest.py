"""A hash of the record, independent of the database: of its rows by natural keys.

Primary keys, order of entry and database make no difference. Columns in `unrecorded`, such as when a row was
last changed, are left out.
"""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Case, F, QuerySet, TextField, Value, When

from ..models import Event, RecordModel
from .snapshots import recorded_fields

ROWS_AT_ONCE = 2000
MODULUS = 2**256


def record_models() -> list[type[RecordModel]]:
    of_record = [model for model in apps.get_models() if issubclass(model, RecordModel)]
    return [model for model in of_record if model is not Event]


def record_digest(*, published: bool) -> str:
    """Return the hash as 64 hexadecimal digits. Costs a query or two for each table.

    With `published`, of what readers see. The hashes of rows are added up, so that order does not matter and
    few rows are held.
    """
    whole = hashlib.sha256()
    for model in sorted(record_models(), key=lambda model: model._meta.label_lower):
        rows, total = 0, 0
        for text in row_texts(model, published=published):
            rows += 1
            total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        if rows:  # a table that came later changes nothing until something is in it
            whole.update(f"{model._meta.label_lower} {rows} {total % MODULUS:064x}\n".encode())
    return whole.hexdigest()


def row_texts(model: type[RecordModel], *, published: bool) -> Iterator[str]:
    columns, links = _columns_and_links(model)
    names = [path for field in columns for path in _paths(field)]
    for some in in_chunks(_rows(model, published=published).all().iterator(chunk_size=ROWS_AT_ONCE)):
        keys = [row[0] for row in some]
        linked = [_linked(field, keys, published=published) for field in links]
        for row in some:
            linked_keys = ["\n".join(by_row.get(row[0], ())) for by_row in linked]
            yield row_text([*names, *(field.name for field in links)], [*row[1:], *linked_keys])


def _columns_and_links(model: type[RecordModel]) -> tuple[list[Any], list[Any]]:
    fields = sorted(recorded_fields(model), key=lambda field: field.name)
    links = [field for field in fields if field.many_to_many]
    return [field for field in fields if field not in links], links


@cache
def _rows(model: type[RecordModel], *, published: bool) -> QuerySet:
    """Return primary keys and columns. The query is cached, as building it takes longer than running it."""
    columns, _links = _columns_and_links(model)
    value = _value_for_readers if published else _value
    values = [value(field, path) for field in columns for path in _paths(field)]
    query = _seen(model) if published else model._base_manager.all()
    return query.order_by("pk").values_list("pk", *values)


def row_text(names: list[str], values: list[Any]) -> str:
    """Return a row as one unique text, with dates in ISO 8601.

    Blanks, False and whole zeros are left out: a new column changes nothing until it is filled.
    """
    stated = [
        (name, str(value))
        for name, value in zip(names, values, strict=True)
        if value or isinstance(value, Decimal)
    ]
    return "\n".join([f"{name} {len(text)} {text}" for name, text in stated])


def _seen(model: type[RecordModel]) -> QuerySet:
    return model._base_manager.filter(model.visible_q())


def _paths(field: Any) -> list[str]:
    if not field.is_relation:
        return [field.name]
    return [f"{field.name}__{path}" for path in field.related_model.natural_paths()]


def _value(field: Any, path: str) -> Any:
    if isinstance(field, BooleanField) and field.null:
        words = (When(**{path: said}, then=Value(str(said))) for said in (True, False))
        return Case(*words, output_field=TextField())
    return F(path)


def _value_for_readers(field: Any, path: str) -> Any:
    seen = published_if(field)
    return Case(When(**seen, then=F(path)), default=None) if seen else _value(field, path)


def published_if(field: Any) -> dict[str, object]:
    """Return the condition for readers to see a column: its event is published."""
    shows = field.model.disclosing_field(field.name)
    leads_to_event = shows.is_relation and issubclass(shows.related_model, Event)
    return {f"{shows.name}__status": Event.Status.PUBLISHED} if leads_to_event else {}


def _linked(field: Any, keys: list[int], *, published: bool) -> dict[int, list[str]]:
    target = field.related_model
    query = _seen(target) if published else target._base_manager.all()
    near, paths = field.related_query_name(), target.natural_paths()
    by_row: dict[int, list[str]] = {}
    for row, *key in query.filter(**{f"{near}__in": keys}).values_list(near, *paths):
        by_row.setdefault(row, []).append(row_text(list(paths), key))
    return {row: sorted(linked) for row, linked in by_row.items()}


def in_chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield some
