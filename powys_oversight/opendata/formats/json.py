"""Rows of the record in JSON: the columns of the files, with every text as it is and lists as lists."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from powys_oversight.timeline.about import LICENCE_URL
from powys_oversight.timeline.db.transactions import stream_in_transaction
from powys_oversight.timeline.models import Version

from ..columns import Column, ColumnType
from ..schema import DataTable, values_of

ROWS_AT_ONCE = 500

CONTENT_TYPE = "application/json"


def rows(table: DataTable, query: QuerySet, site: str) -> Iterator[dict[str, Any]]:
    """Return each row by column name. Blanks are null, and lists are never null."""
    with stream_in_transaction(query):
        for row in values_of(table.columns, query, lists=True).iterator(chunk_size=ROWS_AT_ONCE):
            yield as_dict(table.columns, row, site)


def as_dict(columns: Sequence[Column], row: Sequence[Any], site: str) -> dict[str, object]:
    return {column.name: _value(column, cell, site) for column, cell in zip(columns, row, strict=True)}


def _value(column: Column, value: Any, site: str) -> Any:
    match column.type:
        case ColumnType.CODES:
            return _listed(value)
        case ColumnType.PLACES:
            return [
                dict(zip(("source", "place"), place.split(": ", 1), strict=True)) for place in _listed(value)
            ]
        case ColumnType.PAGE:
            return f"{site}{value}"
        case ColumnType.NUMBER:
            return None if value is None else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return None if value == "" else value


def _listed(value: str | None) -> list[str]:
    if not value:
        return []
    return json.loads(value) if value.startswith("[") else value.split()


def stream(table: DataTable, queries: Sequence[QuerySet], site: str, version: Version) -> Iterator[bytes]:
    head = {
        "version": version.digest,
        "made_at": version.made_at.astimezone(UTC),
        "changes_since": f"{site}/changes/since/{version}/",
        "licence": LICENCE_URL,
    }
    yield f'{_dumped(head)[:-1]}, "{table.api}": ['.encode()
    between = "\n"
    for query in queries:
        for row in rows(table, query, site):
            yield f"{between}{_dumped(row)}".encode()
            between = ",\n"
    yield b"\n]}\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
