from django.core.management.base import BaseCommand, CommandError

from powys_oversight.timeline.publishing.rules import check_all


class Command(BaseCommand):
    help = "Check the record against every rule. Exits with 1 where a row breaks one."

    def handle(self, **options: object) -> None:
        broken = 0
        for words, faults in check_all():
            broken += len(faults)
            self.stdout.write(f"{'broken' if faults else '    ok'}  {words}")
            for fault in faults:
                self.stdout.write(f"          - {fault}")
        if broken:
            raise CommandError(f"{broken} row{'s' if broken > 1 else ''} to mend.")
        self.stdout.write("The record keeps every rule.")
