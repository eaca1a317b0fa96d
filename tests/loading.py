"""The real record in the tests' database: loaded once by each process, and then put back row by row."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from powys_oversight.timeline.models import Revision

FIXTURES = sorted(Path(__file__).parent.parent.joinpath("fixtures").glob("*.yaml"))

_rows: dict[type[Model], list[tuple[Any, ...]]] = {}
"""What came of loading the record, by table."""


def load_the_record() -> None:
    """As a new copy of the site has it. What a test made before stays beside it."""
    if not _rows or Revision.current():
        nothing_else = not Revision.current()
        call_command("loaddata", *map(str, FIXTURES), verbosity=0)
        if nothing_else:
            _rows.update((model, _told_by(model)) for model in _tables())
        return
    with transaction.atomic(), connection.cursor() as cursor:  # a row may stand before what it refers to
        for model, rows in _rows.items():
            values = ", ".join(["%s"] * len(_columns(model)))
            cursor.executemany(
                f"INSERT INTO {_quoted(model)} ({', '.join(_columns(model))}) VALUES ({values})",  # noqa: S608
                rows,
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_rows)):
            cursor.execute(statement)
        connection.check_constraints()  # or PostgreSQL has them still to check, and lets no table be emptied
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as it does by itself in time, and without which it plans badly


def _tables() -> list[type[Model]]:
    """Those of the record, and those between them."""
    labels = ("timeline", "inspections", "notices")
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels]


def _told_by(model: type[Model]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_columns(model))} FROM {_quoted(model)}")  # noqa: S608
        return cursor.fetchall()


def _columns(model: type[Model]) -> list[str]:
    fields = (field for field in model._meta.local_concrete_fields if not field.generated)
    return [connection.ops.quote_name(field.column) for field in fields]


def _quoted(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
