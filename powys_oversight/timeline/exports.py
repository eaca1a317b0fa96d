"""Tables of the record as CSV, by RFC 4180: streamed, every row, with its precision kept.

The admin's "download the selected as CSV" and the public addresses use this one exporter; an app
has columns of its own for what it knows. What stands in a column is read back by `importing`.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections, transaction
from django.http import StreamingHttpResponse

from .querysets import EventQuerySet

ROWS_AT_ONCE = 1000
"""Events held in memory at a time."""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


GUARDED_ALREADY = re.compile(r"'+[=+\-@\t\r]")
"""Text that itself begins as a guard does gets one too, so that taking one off gives it back."""


@dataclass(frozen=True)
class Column:
    """A column of a file. `text` marks what people typed, which a spreadsheet must not run."""

    name: str
    value: Callable[[Any], Any]
    text: bool = False


def places(citations: Iterable[Any]) -> str:
    """Sources with the places in them, as one cell: "bbc-2018-04-16: paragraph 3; senedd: page 2"."""
    return "; ".join(f"{citation.source.slug}: {citation.locator}" for citation in citations)


def slugs(rows: Iterable[Any]) -> str:
    return " ".join(row.slug for row in rows)


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
    Column("services", lambda event: slugs(event.services.all())),
    Column("issued_by", lambda event: event.issuer_name(), text=True),
    Column("sources", lambda event: " ".join(dict.fromkeys(c.source.slug for c in event.citations.all()))),
    Column("citations", lambda event: len(event.citations.all())),
    Column("last_changed", lambda event: event.changed_at),
    Column("cited_at", lambda event: places(event.citations.all())),
)
"""In this order for good: columns are only ever added, at the end. So in every file."""

SOURCE_COLUMNS = (
    Column("id", lambda source: source.slug),
    Column("url", lambda source: source.get_absolute_url()),
    Column("title", lambda source: source.title, text=True),
    Column("title_cy", lambda source: source.title_cy, text=True),
    Column("publisher", lambda source: source.publisher, text=True),
    Column("author", lambda source: source.author, text=True),
    Column("published", lambda source: source.published),
    Column("earliest", lambda source: source.earliest),
    Column("latest", lambda source: source.latest),
    Column("type", lambda source: source.type),
    Column("tier", lambda source: source.Tier(source.tier).slug),
    Column("language", lambda source: source.language),
    Column("address", lambda source: source.url),
    Column("address_cy", lambda source: source.url_cy),
    Column("licence", lambda source: source.licence, text=True),
    Column("read", lambda source: source.read),
    Column("paragraphs", lambda source: source.paragraphs),
    Column("checked_on", lambda source: source.checked_on),
    Column("note", lambda source: source.note, text=True),
)


class _Echo:
    """A file that hands back what is written to it, so that `csv` can write to a stream."""

    def write(self, row: str) -> str:
        return row


def lines(columns: Sequence[Column], rows: Any, site: str) -> Iterator[str]:
    """A file's lines, header first. `site` is put before each address to make it absolute.

    Holds ROWS_AT_ONCE rows of the query at a time. PostgreSQL streams only inside a transaction:
    outside one its cursor gathers every row first. SQLite streams without, and a transaction would
    hold the only write lock for as long as the reader's line is slow.
    """
    write = csv.writer(_Echo()).writerow
    yield write([column.name for column in columns])
    with _reading(rows.db):
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            yield write([_cell(column, row, site) for column in columns])


def timeline_rows(events: EventQuerySet, site: str) -> Iterator[str]:
    return lines(TIMELINE_COLUMNS, events.with_related(), site)


def as_csv(text: Iterable[str], *, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def timeline_csv(events: EventQuerySet, *, site: str, filename: str) -> StreamingHttpResponse:
    return as_csv(timeline_rows(events, site), filename=filename)


def filename(parts: list[str], day: date, *, of: str = "timeline") -> str:
    """What the file holds and when it was made: powys-oversight-timeline-adult-services-2026-11-22.csv."""
    return "-".join([f"powys-oversight-{of}", *parts, day.isoformat()]) + ".csv"


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) or GUARDED_ALREADY.match(text) else text


def unguarded(cell: str) -> str:
    """The text that a cell was made from: `guarded` taken back."""
    return cell[1:] if GUARDED_ALREADY.match(cell) else cell


def _reading(alias: str) -> Any:
    postgresql = connections[alias].vendor == "postgresql"
    return transaction.atomic(using=alias) if postgresql else nullcontext()


def _cell(column: Column, row: Any, site: str) -> str:
    value = column.value(row)
    if column.name == "url":
        return f"{site}{value}"
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return guarded(str(value)) if column.text else str(value)
