"""The whole record as a folder of files that people can read, and back again.

Each table is a file of YAML in Django's own form for fixtures, its rows known by natural keys, so
`loaddata` reads them too. `record.json` says which version they are. Accounts and the history of
changes are no part of the record, and are left out.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management import call_command
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction
from django.db.models import GeneratedField, QuerySet

from . import citing, licence
from .db.transactions import one_moment
from .history import digest as content
from .history import versions
from .history.snapshots import plain
from .models import RecordModel

FORMAT = 1
MANIFEST = "record.json"

OF_THIS_SITE = ("drafted_by", "reviewed_by")
"""Columns that lead to accounts."""
DATED_HERE = ("recorded_at", "changed_at", "publish_at")
"""Columns that two copies which say the same may differ in."""


class FilesRefusedError(Exception):
    """Files that cannot be written or read. The message says what to do."""


@dataclass(frozen=True)
class Progress:
    """A file that is done, of how many, and the rows in it."""

    name: str
    done: int
    total: int
    rows: int


# Out.


def write(folder: Path) -> Iterator[Progress]:
    """Write the record into a folder there is not yet, or an empty one. Raises FilesRefusedError.

    It is made beside the folder and put in its place when it is whole: broken off, nothing is there.
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
        with one_moment():
            yield from _written(making)
        making.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _written(folder: Path) -> Iterator[Progress]:
    models = in_order()
    counts = {}
    for number, model in enumerate(models, 1):
        name = f"{number:02}_{model._meta.label_lower}.yaml"
        with (folder / name).open("w", encoding="utf-8") as file:
            counts[name] = sum(_written_rows(model, file))
        yield Progress(name, number, len(models), counts[name])
    version = versions.current()
    manifest = {
        "record": citing.SITE,
        "format": FORMAT,
        "version": version.digest,
        "whole": content.digest(published=False),
        "made_at": version.made_at.astimezone(UTC).isoformat(),
        "licence": licence.ADDRESS,
        "files": counts,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def in_order() -> list[type[RecordModel]]:
    """Every table of the record, what a row refers to before the row."""
    left = [model for model in apps.get_models() if issubclass(model, RecordModel)]
    ordered: list[type[RecordModel]] = []
    while left:
        ready = [model for model in left if not _refers_to(model) & set(left) - {model}]
        ordered += ready
        left = [model for model in left if model not in ready]
    return ordered


def _refers_to(model: type[RecordModel]) -> set[Any]:
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    through = {field for field in columns if field.many_to_many and not _by_itself(field)}
    return {field.related_model for field in columns if field.is_relation and field not in through}


def _by_itself(field: Any) -> bool:
    """Whether a many-to-many has a table of its own, which is no model to write."""
    return field.remote_field.through._meta.auto_created


def _written_rows(model: type[RecordModel], file: Any) -> Iterator[int]:
    """Writes the rows of a table as they were entered, which is how ties are broken; gives their number."""
    for some in content.in_chunks(_earlier_first(model, _rows(model).order_by("pk"))):
        serializers.serialize(
            "yaml",
            some,
            stream=file,
            fields=_told(model),
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
            allow_unicode=True,
            width=110,
        )
        yield len(some)


def _rows(model: type[RecordModel]) -> QuerySet:
    links = [field.name for field in model._meta.local_many_to_many if _by_itself(field)]
    return model._base_manager.select_related(*_leading_to_names(model)).prefetch_related(*links)


def _told(model: type[RecordModel]) -> list[str]:
    """The columns that are written: no account, and nothing that the database works out itself."""
    columns: list[Any] = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [
        column.name
        for column in columns
        if (column.serialize or (column.primary_key and column.is_relation))
        and column.name not in OF_THIS_SITE
        and not isinstance(column, GeneratedField)
    ]


def _earlier_first(model: type[RecordModel], rows: QuerySet) -> Iterator[Any]:
    """The rows, each after those of its own table that it refers to, as an addendum after its notice."""
    itself = [f.attname for f in model._meta.local_fields if f.is_relation and f.related_model is model]
    if not itself:
        yield from rows.iterator(chunk_size=content.ROWS_AT_ONCE)
        return
    left, written = list(rows), set[Any]()
    while left:
        ready = [row for row in left if {getattr(row, name) for name in itself} <= {None, *written}]
        yield from ready
        written |= {row.pk for row in ready}
        left = [row for row in left if row.pk not in written] if ready else left[:0]


def _leading_to_names(model: type[RecordModel]) -> list[str]:
    """The references that natural keys of what a row refers to are found through, for `select_related`."""
    found = []
    for column in model._meta.concrete_fields:
        if column.is_relation and column.name not in OF_THIS_SITE:
            target: Any = column.related_model
            parts = (path.rpartition("__")[0] for path in target.natural_paths())
            found += [column.name, *(f"{column.name}__{part}" for part in parts if part)]
    return found


# In.


@dataclass
class Plan:
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


def plan(folder: Path) -> Plan:
    """Compare a folder with the record. Reads everything and writes nothing. Raises FilesRefusedError."""
    made = Plan(folder.resolve(), _manifest(folder.resolve()))
    for name in made.names:
        try:
            _compare(made, name)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as wrong:
            raise FilesRefusedError(f"{name} has a row that cannot be read: {wrong!r}") from wrong
        except (FieldDoesNotExist, ValidationError) as wrong:
            raise FilesRefusedError(f"{name} has a row that cannot be read: {wrong}") from wrong
    return made


def _compare(made: Plan, name: str) -> None:
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
            row for row in rows if row["model"] != label or "pk" in row or {*OF_THIS_SITE} & {*row["fields"]}
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
    for some in content.in_chunks(_rows(model).iterator(chunk_size=content.ROWS_AT_ONCE)):
        for row in serializers.serialize(
            "python", some, fields=_told(model), use_natural_foreign_keys=True, use_natural_primary_keys=True
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
    names = sorted({*here, *there} - {*DATED_HERE, *OF_THIS_SITE})
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
    return plain(column.to_python(value))


def read(made: Plan, *, edited: bool = False) -> Iterator[Progress]:
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
            yield Progress(name, number, len(made.names), made.new.get(name, 0))
        whole = content.digest(published=False)
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
