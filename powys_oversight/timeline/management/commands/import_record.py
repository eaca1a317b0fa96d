from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from powys_oversight.timeline.dump.common import FilesRefusedError
from powys_oversight.timeline.dump.load import load_record
from powys_oversight.timeline.history import versions


class Command(BaseCommand):
    help = "Load a folder that export_record wrote into an empty database, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--edited", action="store_true", help="the files were edited since the export")

    def handle(self, *, folder: Path, edited: bool, **options: object) -> None:
        try:
            for step in load_record(folder, edited=edited):
                self.stdout.write(f"{step.done:>3} of {step.total}  {step.name}  {step.rows}")
        except FilesRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"The database has no tables yet: run migrate first. ({error})") from error
        self.stdout.write(f"The record is now at version {versions.current()}.")
