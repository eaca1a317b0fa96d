from argparse import ArgumentTypeError
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F
from django.utils import timezone

from powys_oversight.desk.link_check import Answer, LinkChecker, addresses_of, is_known
from powys_oversight.desk.models import LinkCheck
from powys_oversight.timeline.about import SITE_NAME
from powys_oversight.timeline.models import Source

ANSWERS = (LinkCheck.Outcome.ANSWERED, LinkCheck.Outcome.MOVED)
HOSTS_TRIED = 5  # hosts looked up, before it is taken that there is no network


def days(text: str) -> timedelta:
    if not text.isdecimal() or len(text) > 4:
        raise ArgumentTypeError("give a number of days, 0 to 9999")
    return timedelta(days=int(text))


class Command(BaseCommand):
    help = (
        "Ask whether the addresses of sources still answer, and note it for the editors’ desk. No entry "
        "changes. It may be stopped and started again: it goes on with what was not asked since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--contact", default=settings.CONTACT, help="told to each site; else CONTACT")
        parser.add_argument(
            "--days", type=days, default="7", help="leave out what was asked in the last N days"
        )
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between requests to one host")
        parser.add_argument(
            "--allow-private", action="store_true", help="also ask addresses inside a private network"
        )

    def handle(
        self, *, contact: str, days: timedelta, pause: float, allow_private: bool, **options: Any
    ) -> None:
        if not contact:
            raise CommandError("Set CONTACT, or give --contact: each site is told who asks.")
        checker = LinkChecker(
            f"{SITE_NAME} link check (+{contact})", pause=pause, allow_private=allow_private
        )
        sources = list(Source.objects.prefetch_related("link_checks"))
        since = timezone.now() - days
        to_ask = [(source, address) for source in sources for address in self._due(source, since)]
        if to_ask and not any(is_known(address) for _source, address in to_ask[:HOSTS_TRIED]):
            raise CommandError("No host was found: is there a network? Nothing was noted.")
        answers: dict[str, Answer] = {}
        try:
            for number, (source, address) in enumerate(to_ask, start=1):
                if address not in answers:
                    answers[address] = checker.check(address)
                outcome, detail = answers[address]
                LinkCheck.objects.update_or_create(
                    source=source,
                    address=address,
                    defaults={"outcome": outcome, "detail": detail, "checked_at": timezone.now()},
                )
                self.stdout.write(f"{number} of {len(to_ask)}: {address} {outcome.label} {detail}".rstrip())
        finally:
            self._date_the_sources()

    @staticmethod
    def _due(source: Any, since: datetime) -> list[str]:
        asked = {check.address for check in source.link_checks.all() if check.checked_at >= since}
        return [address for address in addresses_of(source) if address not in asked]

    @staticmethod
    def _date_the_sources() -> None:
        """Say of each source when its address last answered, a day at a time: each raises the revision."""
        by_day: dict[date, list[int]] = {}
        for check in LinkCheck.objects.filter(outcome__in=ANSWERS, source__url=F("address")):
            by_day.setdefault(timezone.localdate(check.checked_at), []).append(check.source_id)
        for day, sources in by_day.items():
            late = Source.objects.filter(pk__in=sources).exclude(answered_on=day)
            if late.exists():
                late.update(answered_on=day)
