"""The whole files of the record: which there are, who makes each, and all of them ahead of readers."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import QueryDict

from . import archive, calendars, columns, exports, json_rows, kept, versions, workbook
from .columns import DataTable
from .filters import TimelineFilter
from .kept import Pieces
from .models import Version


@dataclass(frozen=True)
class WholeFile:
    """A file of everything, whatever filters its page may have."""

    name: str
    pieces: Callable[[str, Version], Pieces]
    """Makes it, for the site that stands before its addresses."""

    def sent(self, site: str, version: Version) -> IO[bytes] | Pieces:
        """As it is kept, or in the making."""
        return kept.file(self.name, version, site, partial(self.pieces, site, version))


def _json(site: str, version: Version) -> Iterator[bytes]:
    table = columns.table("timeline")
    return json_rows.whole(table, table.rows(table.filter(QueryDict())), site, version)


def _calendar(site: str, version: Version) -> Iterator[bytes]:
    return calendars.pieces(TimelineFilter.from_query(QueryDict()), site, version)


def _workbook(site: str, version: Version) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        workbook.write(path, site=site, version=version)
        with path.open("rb") as book:
            while piece := book.read(exports.BYTES_AT_ONCE):
                yield piece


JSON = WholeFile("timeline.json", _json)
CALENDAR = WholeFile("timeline.ics", _calendar)
ARCHIVE = WholeFile("record.zip", archive.pieces)
WORKBOOK = WholeFile("record.xlsx", _workbook)


def of_table(table: DataTable) -> WholeFile:
    def lines(site: str, version: Version) -> Iterator[bytes]:
        return exports.lines(table, table.rows(table.filter(QueryDict())), site)

    return WholeFile(f"{table.slug}.csv", lines)


def everything() -> list[WholeFile]:
    """The quickest made stand first."""
    return [*map(of_table, columns.tables()), JSON, ARCHIVE, WORKBOOK, CALENDAR]


@dataclass(frozen=True)
class Ahead:
    """What came of making a file before anybody asked for it."""

    name: str
    site: str
    is_kept: bool


def keep_ahead(site: str = "") -> Iterator[Ahead]:
    """Keep each file as the record is now, unless it is kept already. Costs nothing where none is kept.

    Each is made for the site it was last asked for at; one that never was, for `site`, or not at all if
    that is empty.
    """
    if settings.KEPT_FILES is None:
        return
    for each in everything():
        at = kept.site_of(each.name) or site
        version = versions.current()  # asked every time, as the record may change meanwhile
        if at and not kept.has(each.name, version, at):
            for _piece in each.sent(at, version):
                pass  # it is kept once it was made whole
            yield Ahead(each.name, at, kept.has(each.name, version, at))
