"""Paging of a long query by key: each page begins where the one before ended.

A cursor holds the sort values of a page's last row. It stays valid when rows are added, changed or withdrawn,
and a page deep in a table costs what the first does.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, Field, IntegerField, Q, QuerySet
from django.utils.translation import gettext as _

LARGEST = 2**63


class CursorRefusedError(ValueError):
    """A cursor that this site has not given. The message says what to do."""


@dataclass(frozen=True)
class KeysetPage:
    """Rows, and the cursor of the next page: blank where there is none."""

    rows: list[tuple[Any, ...]]
    next: str


def beyond(
    query: QuerySet, key: str, value: object, *, reverse: bool = False, inclusive: bool = False
) -> Any:
    """Return the rows of the query whose key is after `value`; all of them for None."""
    if value is None:
        return query
    return query.filter(**{f"{key}__{'lt' if reverse else 'gt'}{'e' if inclusive else ''}": value})


def take(rows: Any, limit: int) -> tuple[list[Any], Any]:
    """Return at most `limit` of the rows, and the first one that is left; None where none is."""
    taken = list(rows[: limit + 1])
    return taken[:limit], taken[limit] if len(taken) > limit else None


def page(
    query: QuerySet, order: Sequence[Any], columns: Sequence[str], *, after: str, limit: int, reverse: bool
) -> KeysetPage:
    """Return at most `limit` rows of `columns`, as tuples. Raises CursorRefusedError.

    `order` is what the rows are sorted by: never null, and unique together. `reverse` pages backwards.
    """
    keys = {f"key{n}": F(key) if isinstance(key, str) else key for n, key in enumerate(order)}
    rows_after = query.annotate(**keys)
    if after:
        rows_after = rows_after.filter(_after_values(_read(after, rows_after, list(keys)), reverse=reverse))
    rows_after = rows_after.order_by(*(f"-{key}" if reverse else key for key in keys))
    rows, following = take(rows_after.values_list(*columns, *keys), limit)
    shown = [row[: len(columns)] for row in rows]
    return KeysetPage(shown, _written(rows[-1][len(columns) :]) if following else "")


def _after_values(after: dict[str, object], *, reverse: bool) -> Q:
    """Return the condition for rows after these values. The first value bounds them for the index."""
    comparison = "lt" if reverse else "gt"
    condition, same = Q(), dict[str, Any]()
    for key, value in after.items():
        condition |= Q(**same, **{f"{key}__{comparison}": value})
        same[key] = value
    first = next(iter(after))
    return Q(**{f"{first}__{comparison}e": after[first]}) & condition


def _written(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str, query: QuerySet, keys: list[str]) -> dict[str, object]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [query.query.annotations[key].output_field for key in keys]
        return {key: _checked(value, field) for key, value, field in zip(keys, values, fields, strict=True)}
    except (ValueError, TypeError, RecursionError) as wrong:
        message = _("This cursor is none that was given here: begin again without it.")
        raise CursorRefusedError(message) from wrong


def _checked(value: Any, field: Field) -> Any:
    """Return a value of the field's type. Raises ValueError or TypeError for another."""
    field = getattr(field, "output_field", field)  # a generated column is of the kind it generates
    if isinstance(field, DateField):
        return date.fromisoformat(value)
    if isinstance(field, IntegerField) and type(value) is int and -LARGEST <= value < LARGEST:
        return value
    if not isinstance(field, IntegerField) and isinstance(value, str) and "\x00" not in value:
        value.encode()  # half a surrogate pair is no text
        return value
    raise ValueError(value)
