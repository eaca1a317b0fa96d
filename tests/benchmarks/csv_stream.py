"""How the timeline's CSV streams at a size the record does not have. Apart from the tests: it measures.

    python -m tests.benchmarks.csv_stream            200,000 events on SQLite
    python -m tests.benchmarks.csv_stream --pg       the same on PostgreSQL
    python -m tests.benchmarks.csv_stream --events 20000

Prints when the first byte leaves, by how much the process grows, and how long the file takes as a
ratio of the least it could: reading the same events and doing nothing with them.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

MADE_AT_ONCE = 2000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--pg", action="store_true", help="on a PostgreSQL that is started and stopped here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.pg:
            from tests.plugins import postgres

            os.environ["DATABASE_URL"] = postgres.start()
        else:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'benchmark.sqlite3'}"
        _measure(asked.events)


def _measure(events: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    _make(events)

    from django.test import Client

    from powys_oversight.timeline.exports import ROWS_AT_ONCE
    from powys_oversight.timeline.models import Event

    published = Event.objects.published().in_order()
    client = Client()
    b"".join(client.get("/timeline.csv?q=nothing"))  # imports and caches are warm
    least = _timed(published.values_list().iterator(chunk_size=ROWS_AT_ONCE))
    before = _peak()
    started = time.perf_counter()
    lines = iter(client.get("/timeline.csv"))
    next(lines)
    first = time.perf_counter() - started
    rows = sum(1 for _line in lines)
    whole = time.perf_counter() - started
    assert rows == events, f"{rows} rows of {events}"  # noqa: S101 - a measure of the wrong thing is none
    print(f"rows                     {rows:>10,}")
    print(f"first byte               {first * 1000:>10.1f} ms")
    print(f"the process grows by     {_peak() - before:>10.1f} MiB")
    print(f"rows a second            {rows / whole:>10,.0f}")
    print(f"time, of reading alone   {whole / least:>10.1f} x")


def _make(events: int) -> None:
    """Published events over ten years, each with a service, an issuer and a citation."""
    from powys_oversight.timeline.models import Event, EventCitation, EventService
    from tests.factories import make_organisation, make_service, make_source

    service, issuer, source = make_service(), make_organisation(), make_source()
    for start in range(0, events, MADE_AT_ONCE):
        made = Event.objects.bulk_create(
            Event(
                slug=f"event-{number}",
                kind="milestone",
                title=f"Event {number}",
                summary="Something happened that takes a sentence or two to say in our own words. " * 3,
                occurred=f"{2011 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}",
                issued_by=issuer,
                status="published",
            )
            for number in range(start, min(start + MADE_AT_ONCE, events))
        )
        EventService.objects.bulk_create(EventService(event=event, service=service) for event in made)
        EventCitation.objects.bulk_create(
            EventCitation(claim=event, source=source, locator="paragraph 1") for event in made
        )


def _timed(rows: Iterable[object]) -> float:
    started = time.perf_counter()
    for _row in rows:
        pass
    return time.perf_counter() - started


def _peak() -> float:
    """The most memory the process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
