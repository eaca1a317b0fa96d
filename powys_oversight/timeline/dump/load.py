import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction

from ..history.digest import record_digest
from ..models import RecordModel
from .common import FORMAT, MANIFEST, FileProgress, FilesRefusedError, column_names
from .export import models_in_order


def load_record(folder: Path, *, edited: bool = False) -> Iterator[FileProgress]:
    """Load a folder made by `write_record` into an empty record, file by file.

    The record must then have the digest in the manifest, unless the files are `edited`. Raises
    FilesRefusedError, and writes nothing, for a record that is not empty and for files that are unreadable or
    of another digest.
    """
    folder = folder.resolve()
    manifest = _manifest(folder)
    names = list(manifest["files"])
    with transaction.atomic():
        _refuse_a_record_with_rows()
        for number, name in enumerate(names, 1):
            rows = _check_rows(folder / name)
            if rows:
                _load(folder / name)
            yield FileProgress(name, number, len(names), rows)
        if not edited and record_digest(published=False) != manifest["whole"]:
            raise FilesRefusedError(
                "The files do not give the version that they name, so nothing was written. "
                "If you have edited them since they were exported, say so with --edited."
            )


def _refuse_a_record_with_rows() -> None:
    for model in models_in_order():
        if model._base_manager.exists():
            raise FilesRefusedError(
                f"The database has a record already ({model._meta.verbose_name_plural}), so nothing was "
                "written. Load into an empty database: name a new one in DATABASE_URL and run migrate."
            )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = manifest["files"]
        texts = [manifest[name] for name in ("version", "whole", "made_at")]
        is_known = (
            manifest["format"] == FORMAT
            and all(isinstance(text, str) for text in texts)
            and all(Path(name).name == name and (folder / name).is_file() for name in names)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FilesRefusedError(
            f"{folder} has no {MANIFEST} that can be read: it is no whole export."
        ) from error
    if not is_known:
        raise FilesRefusedError(f"{folder} is no whole export that this version of the site can read.")
    return manifest


def _label(path: Path) -> str:
    return path.name.partition("_")[2].removesuffix(".yaml")


def _model_of(path: Path) -> type[RecordModel]:
    try:
        model = apps.get_model(_label(path))
    except (LookupError, ValueError) as error:
        raise FilesRefusedError(f"{path.name} is of no table of this site.") from error
    if not issubclass(model, RecordModel):
        raise FilesRefusedError(f"{path.name} is of no table of the record.")
    return model


def _check_rows(path: Path) -> int:
    """Return the number of rows. Raises FilesRefusedError for rows that `loaddata` would misread."""
    model = _model_of(path)
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []  # noqa: S506 - it is safe
        strange = [row for row in rows if row["model"] != _label(path) or "pk" in row]
        columns = [set(row["fields"]) for row in rows]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise FilesRefusedError(f"{path.name} cannot be read: {error}") from error
    if strange:
        raise FilesRefusedError(f"{path.name} has a row of another table, or with a primary key.")
    needed = _key_columns(model)
    for names in columns:
        if unknown := sorted(names - set(column_names(model))):
            raise FilesRefusedError(f"{path.name} has a column it cannot have: {', '.join(unknown)}.")
        if missing := sorted(needed - names):
            raise FilesRefusedError(f"{path.name} has a row without {', '.join(missing)}.")
    return len(rows)


def _key_columns(model: type[RecordModel]) -> set[str]:
    columns = set(column_names(model))
    if "event_ptr" in columns:
        return {"event_ptr"}
    return {path.partition("__")[0] for path in model.natural_paths()} & columns


def _load(path: Path) -> None:
    try:
        call_command("loaddata", str(path), verbosity=0)
    except (DatabaseError, DeserializationError, ValidationError, ValueError) as error:
        raise FilesRefusedError(f"{path.name}: {error}") from error
