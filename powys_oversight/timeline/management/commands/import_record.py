"""Reads what export_record wrote into the record, after saying what that would do."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from powys_oversight.timeline.dump.common import FilesRefusedError
from powys_oversight.timeline.dump.load import LoadPlan, load_record, plan_load
from powys_oversight.timeline.history import versions

MOST_NAMED = 20
"""Conflicts that are named one by one."""


class Command(BaseCommand):
    help = "Read a folder that export_record wrote. Into a record that is not empty, only what is new in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--yes", action="store_true", help="do what the plan says, where a record is there"
        )
        parser.add_argument("--edited", action="store_true", help="the files were edited since the export")

    def handle(self, *, folder: Path, yes: bool, edited: bool, **options: Any) -> None:
        try:
            plan = plan_load(folder)
            self._say(plan)
            if not plan.total and not plan.conflicts:
                return
            if (plan.same or plan.only_here) and not plan.conflicts and not yes:
                self.stdout.write("Nothing was written. To do it, run this again with --yes.")
                return
            for step in load_record(plan, edited=edited):
                self.stdout.write(f"{step.done:>3} of {step.total}  {step.name}  {step.rows}")
        except FilesRefusedError as refused:
            raise CommandError(str(refused)) from refused
        except (OperationalError, ProgrammingError) as missing:
            raise CommandError(f"The database has no tables yet: run migrate first. ({missing})") from missing
        self.stdout.write(f"The record is now at version {versions.current()}.")

    def _say(self, plan: LoadPlan) -> None:
        self.stdout.write(f"Version {plan.manifest['version'][:12]}, of {plan.manifest['made_at'][:10]}.")
        for name, rows in plan.new.items():
            self.stdout.write(f"  {rows} to add from {name}")
        self.stdout.write(
            f"  {plan.total} to add, {plan.same} there already, "
            f"{plan.only_here} only here and left as they are, {len(plan.conflicts)} in conflict"
        )
        for conflict in plan.conflicts[:MOST_NAMED]:
            self.stderr.write(f"  differs: {conflict}")
        if len(plan.conflicts) > MOST_NAMED:
            self.stderr.write(f"  and {len(plan.conflicts) - MOST_NAMED} more")
