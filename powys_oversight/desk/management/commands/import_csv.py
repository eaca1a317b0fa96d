from pathlib import Path
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tablib import Dataset

from powys_oversight.editing.admin import CsvImportAdmin
from powys_oversight.editing.imports.resource import (
    ImportRefusedError,
    import_faults,
    read_csv,
    run_import,
    unknown_columns,
)
from powys_oversight.timeline.history.recorder import trial
from powys_oversight.timeline.history.significance import ReasonNeededError


def tables() -> dict[str, Any]:
    admins = [
        model_admin
        for model_admin in admin.site._registry.values()
        if isinstance(model_admin, CsvImportAdmin)
    ]
    return {str(model_admin.opts.model_name): model_admin.resource for model_admin in admins}


class Command(BaseCommand):
    help = "Import a CSV file, all of it or nothing. Without --save it only says what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", choices=sorted(tables()))
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="USER", help="whose import it is, by username")
        parser.add_argument("--reason", default="", help="why: needed where readers see what it changes")
        parser.add_argument("--save", action="store_true", help="import it, if every row can be read")

    def handle(self, *, table: str, file: Path, by: str, reason: str, save: bool, **options: object) -> None:
        user = get_user_model().objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user “{by}”.")
        resource = tables()[table]()
        opts = resource._meta.model._meta
        if not user.has_perm(f"{opts.app_label}.add_{opts.model_name}"):
            raise CommandError(f"“{by}” may not import this.")
        rows = self._read(file)
        self._look_through(resource, rows, user)
        if save:
            self._import(resource, rows, user, reason)

    def _read(self, file: Path) -> Dataset:
        try:
            return read_csv(file.read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError, ImportRefusedError) as refused:
            raise CommandError(f"{file} cannot be read: {refused}") from refused

    def _look_through(self, resource: Any, rows: Dataset, user: User) -> None:
        with trial():
            result = resource.import_data(rows, dry_run=True, user=user)
        faults = import_faults(result)
        unknown = unknown_columns(resource, rows.headers or [])
        faults += [f"There is no column “{name}” here." for name in unknown]
        if faults:
            raise CommandError("Nothing is imported:\n" + "\n".join(faults))
        totals = result.totals
        self.stdout.write(f"{totals['new']} new, {totals['update']} to change, {totals['skip']} as they are.")

    def _import(self, resource: Any, rows: Dataset, user: User, reason: str) -> None:
        try:
            for progress in run_import(resource, rows, by=user, reason=reason):
                self.stdout.write(f"{progress.done} of {progress.total} rows")
        except (ImportRefusedError, ReasonNeededError) as refused:
            raise CommandError(f"Nothing is imported: {refused}") from refused
        self.stdout.write("Done.")
