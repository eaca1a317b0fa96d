"""The whole files of the record: which there are, who makes each, and all of them ahead of readers."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from django.conf import settings

from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.models import Version

from .. import schema
from ..formats import csv as csv_format
from ..formats import icalendar as icalendar_format
from ..formats import json as json_format
from ..formats import xlsx
from ..formats import zip as zip_format
from ..schema import DataTable
from . import cache
from .cache import Pieces


@dataclass(frozen=True)
class WholeFile:
    """A file of everything, whatever filters its page may have."""

    name: str
    pieces: Callable[[str, Version], Pieces]
    """Makes it, for the site that stands before its addresses."""

    def sent(self, site: str, version: Version) -> IO[bytes] | Pieces:
        """As it is kept, or in the making."""
        return cache.file(self.name, version, site, partial(self.pieces, site, version))

    def is_kept(self, site: str, version: Version) -> bool:
        return cache.has(self.name, version, site)

    def keep(self, site: str, version: Version) -> bool:
        """False where the record changed meanwhile. Raises OSError where the disk refuses it."""
        return cache.keep(self.name, version, site, partial(self.pieces, site, version))


def _json(site: str, version: Version) -> Iterator[bytes]:
    table = schema.table("timeline")
    return json_format.stream(table, table.all_rows(), site, version)


def _calendar(site: str, version: Version) -> Iterator[bytes]:
    return icalendar_format.stream(TimelineFilter(), site, version)


def _workbook(site: str, version: Version) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        xlsx.write(path, site=site, version=version)
        with path.open("rb") as book:
            while piece := book.read(csv_format.BYTES_AT_ONCE):
                yield piece


JSON = WholeFile("timeline.json", _json)
CALENDAR = WholeFile("timeline.ics", _calendar)
ARCHIVE = WholeFile("record.zip", zip_format.stream)
WORKBOOK = WholeFile("record.xlsx", _workbook)


def of_table(table: DataTable) -> WholeFile:
    def lines(site: str, version: Version) -> Iterator[bytes]:
        return csv_format.stream(table, table.all_rows(), site)

    return WholeFile(f"{table.slug}.csv", lines)


def everything() -> list[WholeFile]:
    """On a long record the calendar takes longest, and the workbook before it: nothing waits for them."""
    return [*map(of_table, schema.tables()), JSON, ARCHIVE, WORKBOOK, CALENDAR]


def were_asked_for() -> bool:
    """Whether any was kept for anybody."""
    return any(cache.sites(each.name) for each in everything())


@dataclass(frozen=True)
class Made:
    """What came of making a file before anybody asked for it."""

    name: str
    site: str
    is_kept: bool
    """False where the record changed meanwhile."""


def keep_ahead(site: str = "") -> Iterator[Made]:
    """Keep each file as the record is now, for that site, unless it is kept already.

    Where no site is named, each is made for those it was last kept for, and one that never was is not.
    Does nothing where the settings say that none are kept. Raises OSError where the disk refuses one.
    """
    if settings.KEPT_FILES is None:
        return
    for each in everything():
        version = versions.current()  # asked every time, as the record may change meanwhile
        for at in [site] if site else cache.sites(each.name):
            if not each.is_kept(at, version):
                yield Made(each.name, at, each.keep(at, version))
