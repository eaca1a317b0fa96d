"""Pages of a long query by key: each begins where the one before ended, whatever has come since.

A cursor holds the values that the last row of a page is sorted by, so it stays good when rows are
added, changed or withdrawn, and a page deep in a long table costs what the first does.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, F, IntegerField, Q, QuerySet
from django.utils.translation import gettext as _

LARGEST = 2**63


class CursorRefusedError(ValueError):
    """A cursor that no page here has given. The message says what to do."""


@dataclass(frozen=True)
class KeysetPage:
    """Some rows, and where the next page begins: blank where there is none."""

    rows: list[tuple[Any, ...]]
    next: str


def page(
    query: QuerySet, order: Sequence[Any], columns: Sequence[str], *, after: str, limit: int, reverse: bool
) -> KeysetPage:
    """At most `limit` rows of the query's `columns`, as tuples. Raises CursorRefusedError.

    `order` is what the rows are sorted by: never null, and unique together. With `reverse`, backwards.
    """
    keys = {f"key{n}": F(each) if isinstance(each, str) else each for n, each in enumerate(order)}
    found = query.annotate(**keys)
    if after:
        found = found.filter(_beyond(_read(after, found, list(keys)), reverse=reverse))
    found = found.order_by(*(f"-{key}" if reverse else key for key in keys))
    rows = list(found.values_list(*columns, *keys)[: limit + 1])
    shown = [row[: len(columns)] for row in rows[:limit]]
    more = len(rows) > limit
    return KeysetPage(shown, _written(rows[limit - 1][len(columns) :]) if more else "")


def _beyond(after: dict[str, Any], *, reverse: bool) -> Q:
    """Rows that come after these values, by the first that differs. The first bounds them by itself."""
    beyond = "lt" if reverse else "gt"
    found, same = Q(), dict[str, Any]()
    for key, value in after.items():
        found |= Q(**same, **{f"{key}__{beyond}": value})
        same[key] = value
    first = next(iter(after))
    return Q(**{f"{first}__{beyond}e": after[first]}) & found


def _written(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def _read(cursor: str, query: QuerySet, keys: list[str]) -> dict[str, Any]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [query.query.annotations[key].output_field for key in keys]
        return {key: _checked(value, field) for key, value, field in zip(keys, values, fields, strict=True)}
    except (ValueError, TypeError, RecursionError) as wrong:
        message = _("This cursor is none that was given here: begin again without it.")
        raise CursorRefusedError(message) from wrong


def _checked(value: Any, field: Any) -> Any:
    """A value of the kind its field holds. Raises ValueError or TypeError for another."""
    field = getattr(field, "output_field", field)  # a generated column is of the kind it generates
    if isinstance(field, DateField):
        return date.fromisoformat(value)
    if isinstance(field, IntegerField) and type(value) is int and -LARGEST <= value < LARGEST:
        return value
    if not isinstance(field, IntegerField) and isinstance(value, str) and "\x00" not in value:
        value.encode()  # half a surrogate pair is no text
        return value
    raise ValueError(value)
