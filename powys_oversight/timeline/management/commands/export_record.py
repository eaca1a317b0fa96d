from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from powys_oversight.timeline.dump.common import FilesRefusedError
from powys_oversight.timeline.dump.export import write_record
from powys_oversight.timeline.history import versions


class Command(BaseCommand):
    help = "Write the whole record, drafts too, as YAML into a new folder. import_record reads it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is empty, or not there yet")

    def handle(self, *, folder: Path, **options: object) -> None:
        try:
            for step in write_record(folder):
                self.stdout.write(f"{step.done:>3} of {step.total}  {step.name}  {step.rows}")
        except FilesRefusedError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Wrote version {versions.current()} of the record to {folder}.")
