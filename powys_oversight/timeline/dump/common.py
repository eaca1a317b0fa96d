from dataclasses import dataclass
from typing import Any

from django.db.models import GeneratedField, QuerySet

from ..models import RecordModel

FORMAT = 1
MANIFEST = "record.json"

ACCOUNT_COLUMNS = ("drafted_by", "reviewed_by")
"""Columns that lead to accounts."""
LOCAL_DATES = ("recorded_at", "changed_at", "publish_at")
"""Columns that two copies which say the same may differ in."""


class FilesRefusedError(Exception):
    """Files that cannot be written or read. The message says what to do."""


@dataclass(frozen=True)
class FileProgress:
    """A file that is done, of how many, and the rows in it."""

    name: str
    done: int
    total: int
    rows: int


def has_own_table(field: Any) -> bool:
    """Whether a many-to-many has a table of its own, which is no model to write."""
    return field.remote_field.through._meta.auto_created


def rows_of(model: type[RecordModel]) -> QuerySet:
    links = [field.name for field in model._meta.local_many_to_many if has_own_table(field)]
    return model._base_manager.select_related(*related_names(model)).prefetch_related(*links)


def column_names(model: type[RecordModel]) -> list[str]:
    """The columns that are written: no account, and nothing that the database works out itself."""
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [
        column.name
        for column in columns
        if (column.serialize or (column.primary_key and column.is_relation))
        and column.name not in ACCOUNT_COLUMNS
        and not isinstance(column, GeneratedField)
    ]


def related_names(model: type[RecordModel]) -> list[str]:
    """The references that natural keys of what a row refers to are found through, for `select_related`."""
    found = []
    for column in model._meta.concrete_fields:
        if column.is_relation and column.name not in ACCOUNT_COLUMNS:
            target: Any = column.related_model
            parts = (path.rpartition("__")[0] for path in target.natural_paths())
            found += [column.name, *(f"{column.name}__{part}" for part in parts if part)]
    return found
