"""The format of a dumped record: its manifest, its columns and its progress."""

from dataclasses import dataclass
from typing import Any

from django.db.models import GeneratedField

from ..models import RecordModel

FORMAT = 1
MANIFEST = "record.json"

ACCOUNT_COLUMNS = ("drafted_by", "reviewed_by")  # columns that refer to accounts


class FilesRefusedError(Exception):
    """Files that cannot be written or read. The message says what to do."""


@dataclass(frozen=True)
class FileProgress:
    """A file that is done, the number of files, and its rows."""

    name: str
    done: int
    total: int
    rows: int


def has_own_table(field: Any) -> bool:
    return field.remote_field.through._meta.auto_created


def column_names(model: type[RecordModel]) -> list[str]:
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [
        column.name
        for column in columns
        if (column.serialize or (column.primary_key and column.is_relation))
        and column.name not in ACCOUNT_COLUMNS
        and not isinstance(column, GeneratedField)
    ]
