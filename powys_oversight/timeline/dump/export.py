import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.core import serializers
from django.db.models import QuerySet

from ..about import LICENCE_URL, SITE_NAME
from ..db.transactions import consistent_read
from ..history import versions
from ..history.digest import ROWS_AT_ONCE, in_chunks, record_digest
from ..models import RecordModel
from .common import (
    ACCOUNT_COLUMNS,
    FORMAT,
    MANIFEST,
    FileProgress,
    FilesRefusedError,
    column_names,
    has_own_table,
)


def write_record(folder: Path) -> Iterator[FileProgress]:
    """Write the record into a new or empty folder. Raises FilesRefusedError.

    It is written beside the folder and moved when complete, so that an interrupted run leaves nothing.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FilesRefusedError(f"{folder} has something in it already. Name a folder that is empty, or new.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as refused:
        raise FilesRefusedError(f"{folder} cannot be made: {refused.strerror}.") from refused
    try:
        with consistent_read():
            yield from _written(making)
        making.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _written(folder: Path) -> Iterator[FileProgress]:
    models = models_in_order()
    counts = {}
    for number, model in enumerate(models, 1):
        name = f"{number:02}_{model._meta.label_lower}.yaml"
        with (folder / name).open("w", encoding="utf-8") as file:
            counts[name] = sum(_written_rows(model, file))
        yield FileProgress(name, number, len(models), counts[name])
    version = versions.current()
    manifest = {
        "record": SITE_NAME,
        "format": FORMAT,
        "version": version.digest,
        "whole": record_digest(published=False),
        "made_at": version.made_at.astimezone(UTC).isoformat(),
        "licence": LICENCE_URL,
        "files": counts,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def models_in_order() -> list[type[RecordModel]]:
    left = [model for model in apps.get_models() if issubclass(model, RecordModel)]
    ordered: list[type[RecordModel]] = []
    while left:
        ready = [model for model in left if not _refers_to(model) & set(left) - {model}]
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def _refers_to(model: type[RecordModel]) -> set[Any]:
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    through = {field for field in columns if field.many_to_many and not has_own_table(field)}
    return {field.related_model for field in columns if field.is_relation and field not in through}


def _written_rows(model: type[RecordModel], file: TextIO) -> Iterator[int]:
    for some in in_chunks(_earlier_first(model, _rows(model).order_by("pk"))):
        serializers.serialize(
            "yaml",
            some,
            stream=file,
            fields=column_names(model),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
            allow_unicode=True,
            width=110,
        )
        yield len(some)


def _earlier_first(model: type[RecordModel], rows: QuerySet) -> Iterator[Any]:
    """Yield the rows, each after those of its own table that it refers to."""
    itself = [f.attname for f in model._meta.local_fields if f.is_relation and f.related_model is model]
    if not itself:
        yield from rows.iterator(chunk_size=ROWS_AT_ONCE)
        return
    left, written = list(rows), set[Any]()
    while left:
        ready = [row for row in left if {getattr(row, name) for name in itself} <= {None, *written}]
        yield from ready
        written |= {row.pk for row in ready}
        left = [row for row in left if row.pk not in written] if ready else left[:0]


def _rows(model: type[RecordModel]) -> QuerySet:
    links = [field.name for field in model._meta.local_many_to_many if has_own_table(field)]
    return model._base_manager.select_related(*_related_names(model)).prefetch_related(*links)


def _related_names(model: type[RecordModel]) -> list[str]:
    names = []
    for column in model._meta.concrete_fields:
        if column.is_relation and column.name not in ACCOUNT_COLUMNS:
            target: Any = column.related_model
            parts = (path.rpartition("__")[0] for path in target.natural_paths())
            names += [column.name, *(f"{column.name}__{part}" for part in parts if part)]
    return names
