"""The whole record as a folder of files that people can read, and back again.

Each table is a file of YAML in Django's own form for fixtures, its rows known by natural keys, so
`loaddata` reads them too. `record.json` says which version they are. Accounts and the history of
changes are no part of the record, and are left out.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction

from ..history.digest import ROWS_AT_ONCE, in_chunks, record_digest
from ..history.snapshots import to_json_value
from ..models import RecordModel
from .common import (
    ACCOUNT_COLUMNS,
    FORMAT,
    LOCAL_DATES,
    MANIFEST,
    FileProgress,
    FilesRefusedError,
    column_names,
    rows_of,
)

# In.


@dataclass
class LoadPlan:
    """What reading a folder in would do to the record that is there."""

    folder: Path
    manifest: dict[str, Any]
    new: dict[str, int] = field(default_factory=dict)
    same: int = 0
    only_here: int = 0
    conflicts: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return list(self.manifest["files"])

    @property
    def total(self) -> int:
        return sum(self.new.values())


def plan_load(folder: Path) -> LoadPlan:
    """Compare a folder with the record. Reads everything and writes nothing. Raises FilesRefusedError."""
    made = LoadPlan(folder.resolve(), _manifest(folder.resolve()))
    for name in made.names:
        try:
            _compare(made, name)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as wrong:
            raise FilesRefusedError(f"{name} has a row that cannot be read: {wrong!r}") from wrong
        except (FieldDoesNotExist, ValidationError) as wrong:
            raise FilesRefusedError(f"{name} has a row that cannot be read: {wrong}") from wrong
    return made


def _compare(made: LoadPlan, name: str) -> None:
    """Adds to the plan what one file would do."""
    model = _model_of(name)
    there = _rows_here(model)
    for row in _rows_of(made.folder / name):
        key = _key(model, row["fields"])
        here = there.pop(key, None)
        if here is None:
            made.new[name] = made.new.get(name, 0) + 1
        elif differing := _differing(model, here, row["fields"]):
            made.conflicts.append(f"{model._meta.label_lower} {' / '.join(key)}: {', '.join(differing)}")
        else:
            made.same += 1
    made.only_here += len(there)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        names = manifest["files"]
        told = [manifest[each] for each in ("version", "whole", "made_at")]
        known = (
            manifest["format"] == FORMAT
            and all(isinstance(each, str) for each in told)
            and all(Path(name).name == name and (folder / name).is_file() for name in names)
        )
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise FilesRefusedError(
            f"{folder} has no {MANIFEST} that can be read: it is no whole export."
        ) from wrong
    if not known:
        raise FilesRefusedError(f"{folder} is no whole export that this version of the site can read.")
    return manifest


def _model_of(name: str) -> Any:
    label = name.partition("_")[2].removesuffix(".yaml")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as unknown:
        raise FilesRefusedError(f"{name} is of no table of this site.") from unknown
    if not issubclass(model, RecordModel):
        raise FilesRefusedError(f"{name} is of no table of the record.")
    return model


def _rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a file, of the table it is named by and of no other."""
    label = path.name.partition("_")[2].removesuffix(".yaml")
    try:
        rows = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []  # noqa: S506 - it is safe
        strange = [
            row
            for row in rows
            if row["model"] != label or "pk" in row or {*ACCOUNT_COLUMNS} & {*row["fields"]}
        ]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as wrong:
        raise FilesRefusedError(f"{path.name} cannot be read: {wrong}") from wrong
    if strange:
        raise FilesRefusedError(
            f"{path.name} has a row in it of another table, or with a key or an account of its own."
        )
    return rows


def _rows_here(model: Any) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of a table as a file would have them, by their keys."""
    found = {}
    for some in in_chunks(rows_of(model).iterator(chunk_size=ROWS_AT_ONCE)):
        for row in serializers.serialize(
            "python",
            some,
            fields=column_names(model),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        ):
            found[_key(model, row["fields"])] = row["fields"]
    return found


def _key(model: Any, fields: dict[str, Any]) -> tuple[str, ...]:
    return tuple(_at(model, fields, path) for path in model.natural_paths())


def _at(model: Any, fields: dict[str, Any], path: str) -> str:
    """A part of a row's natural key, found in the row itself or in the key of what it refers to."""
    name, _dunder, rest = path.partition("__")
    if name not in fields and "event_ptr" in fields:
        return str(fields["event_ptr"][0])  # the rest of an event stands with its common part
    if not rest:
        return str(_plain(model, name, fields[name]))
    target = model._meta.get_field(name).related_model
    return str(fields[name][target.natural_paths().index(rest)])


def _differing(model: Any, here: dict[str, Any], there: dict[str, Any]) -> list[str]:
    names = sorted({*here, *there} - {*LOCAL_DATES, *ACCOUNT_COLUMNS})
    return [
        name for name in names if _plain(model, name, here.get(name)) != _plain(model, name, there.get(name))
    ]


def _plain(model: Any, name: str, value: Any) -> Any:
    """A value in one form, whether it comes from a file or from here. Nothing given is all one."""
    column = model._meta.get_field(name)
    if column.many_to_many:
        return sorted([str(part) for part in key] for key in value or ())
    if column.is_relation:
        return [str(part) for part in value] if value else None
    if value in (None, "", False):
        return None
    return to_json_value(column.to_python(value))


def load_record(made: LoadPlan, *, edited: bool = False) -> Iterator[FileProgress]:
    """Put what is new into the record, all of it or nothing. Raises FilesRefusedError.

    Into an empty record the files must give the version they name, unless they were `edited` since.
    """
    if made.conflicts:
        raise FilesRefusedError("The files and the record differ, so nothing was written.")
    empty = not made.same and not made.only_here
    with transaction.atomic():
        for number, name in enumerate(made.names, 1):
            path = made.folder / name
            if made.new.get(name):
                _load(path, only_new=not empty)
            yield FileProgress(name, number, len(made.names), made.new.get(name, 0))
        whole = record_digest(published=False)
        if empty and not edited and whole != made.manifest["whole"]:
            raise FilesRefusedError(
                "The files do not give the version that they name, so nothing was written. "
                "If you have edited them since they were exported, say so with --edited."
            )


def _load(path: Path, *, only_new: bool) -> None:
    """Through `loaddata`, which knows how a fixture is read. Raises FilesRefusedError for what it refuses."""
    try:
        if not only_new:
            call_command("loaddata", str(path), verbosity=0)
            return
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / path.name
            part.write_text(_new_rows(path), encoding="utf-8")
            call_command("loaddata", str(part), verbosity=0)
    except (DatabaseError, DeserializationError, ValidationError, ValueError) as refused:
        raise FilesRefusedError(f"{path.name}: {refused}") from refused


def _new_rows(path: Path) -> str:
    model = _model_of(path.name)
    there = _rows_here(model)
    new = [row for row in _rows_of(path) if _key(model, row["fields"]) not in there]
    return yaml.dump(new, Dumper=yaml.CSafeDumper, allow_unicode=True)
