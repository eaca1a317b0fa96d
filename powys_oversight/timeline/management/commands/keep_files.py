"""Makes the whole files that readers take away before anybody has to wait for one."""

import re
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from powys_oversight.opendata.files import downloads
from powys_oversight.timeline.about import normalise_site

SITE = re.compile(r"https?://(\w([\w.-]*\w)?|\[[\da-f:.]+\])(:\d{1,5})?/?", re.ASCII | re.IGNORECASE)


class Command(BaseCommand):
    help = (
        "Make each whole file of the record, as it is now, so that its first reader need not wait. "
        "What is there already is left. Run it after a change, by cron or a timer; `serve` does by itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "site",
            nargs="?",
            default="",
            help="where readers find the site, as https://example.org (default: where each was last taken)",
        )

    def handle(self, *, site: str, **options: Any) -> None:
        if site and not SITE.fullmatch(site):
            raise CommandError(f"{site} is not the address of a site. Give it as https://example.org.")
        if settings.KEPT_FILES is None:
            raise CommandError("The settings say that no files are kept: KEPT_FILES is None.")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that what is half made is taken away
        try:
            for made in downloads.keep_ahead(normalise_site(site)):
                changed = "" if made.is_kept else ", but the record changed meanwhile"
                self.stdout.write(f"Made {made.name} for {made.site}{changed}")
            if not site and not downloads.were_asked_for():
                self.stdout.write("No file was asked for yet. Name the site: keep_files https://example.org")
        except OSError as refused:
            raise CommandError(
                f"{refused.filename or settings.KEPT_FILES} cannot be written: {refused.strerror}."
            ) from refused
