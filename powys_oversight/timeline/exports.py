"""The timeline as CSV, by RFC 4180: streamed, every row, with its precision kept.

The admin's "download the selected as CSV" and the public address use this one exporter.
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, transaction
from django.http import StreamingHttpResponse

from .models import Event
from .querysets import EventQuerySet

ROWS_AT_ONCE = 1000
"""Events held in memory at a time."""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column of the file. `text` marks what people typed, which a spreadsheet must not run."""

    name: str
    value: Callable[[Event], Any]
    text: bool = False


TIMELINE_COLUMNS = (
    Column("id", lambda event: event.slug),
    Column("url", lambda event: event.get_absolute_url()),
    Column("kind", lambda event: event.kind),
    Column("title", lambda event: event.title, text=True),
    Column("summary", lambda event: event.summary, text=True),
    Column("occurred", lambda event: event.occurred),
    Column("occurred_as_stated", lambda event: event.occurred_as_stated, text=True),
    Column("precision", lambda event: event.precision),
    Column("earliest", lambda event: event.earliest),
    Column("latest", lambda event: event.latest),
    Column("ended", lambda event: event.ended),
    Column("published_on", lambda event: event.published_on),
    Column("services", lambda event: " ".join(service.slug for service in event.services.all())),
    Column("issued_by", lambda event: event.issuer_name(), text=True),
    Column("sources", lambda event: " ".join(dict.fromkeys(c.source.slug for c in event.citations.all()))),
    Column("citations", lambda event: len(event.citations.all())),
    Column("last_changed", lambda event: event.changed_at),
)
"""In this order for good: columns are only ever added, at the end."""


class _Echo:
    """A file that hands back what is written to it, so that `csv` can write to a stream."""

    def write(self, row: str) -> str:
        return row


def timeline_rows(events: EventQuerySet, site: str) -> Iterator[str]:
    """The file's lines, header first. `site` is put before each address to make it absolute.

    Holds ROWS_AT_ONCE events at a time. PostgreSQL streams only inside a transaction: outside one
    its cursor gathers every row first. SQLite streams without, and a transaction would hold the
    only write lock for as long as the reader's line is slow.
    """
    write = csv.writer(_Echo()).writerow
    yield write([column.name for column in TIMELINE_COLUMNS])
    with _reading(events.db):
        for event in events.with_related().iterator(chunk_size=ROWS_AT_ONCE):
            yield write([_cell(column, event, site) for column in TIMELINE_COLUMNS])


def timeline_csv(events: EventQuerySet, *, site: str, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        timeline_rows(events, site), content_type="text/csv; charset=utf-8; header=present"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def filename(parts: list[str], day: date) -> str:
    """What the file holds and when it was made: powys-oversight-timeline-adult-services-2026-11-22.csv."""
    return "-".join(["powys-oversight-timeline", *parts, day.isoformat()]) + ".csv"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text


def _reading(alias: str) -> Any:
    postgresql = connections[alias].vendor == "postgresql"
    return transaction.atomic(using=alias) if postgresql else nullcontext()


def _cell(column: Column, event: Event, site: str) -> str:
    value = column.value(event)
    if column.name == "url":
        return f"{site}{value}"
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return guarded(str(value)) if column.text else str(value)
