from django.core.management.base import BaseCommand
from django.utils import timezone

from powys_oversight.timeline.publishing import workflow


class Command(BaseCommand):
    help = "Publish every event whose hour has come. What something hinders is left a draft, and named."

    def handle(self, **options: object) -> None:
        for event, hindered in workflow.publish_due(timezone.now()):
            if hindered:
                self.stderr.write(f"Not published: {event.title}: {' '.join(hindered)}")
            else:
                self.stdout.write(f"Published: {event.title}")
