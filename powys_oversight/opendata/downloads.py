"""Whole files of the record, and the cache of finished ones.

Django's cache keeps each file of at most `DOWNLOAD_CACHE_BYTES` by version and site, for every process that
shares the cache. A larger file is streamed each time.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from powys_oversight.pages.caching import code_stamp
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Revision, Version

from . import schema
from .formats import csv as csv_format
from .formats import icalendar as icalendar_format
from .formats import json as json_format
from .formats import xlsx
from .formats import zip as zip_format
from .schema import DataTable

Pieces = Iterable[bytes]


@dataclass(frozen=True)
class Download:
    """A file of the whole record. `build` takes the base URL of the site and the version."""

    name: str
    build: Callable[[str, Version], Pieces]

    def send(self, site: str, version: Version) -> Pieces:
        key = self._key(site, version)
        cached = cache.get(key)
        return [cached] if cached is not None else self._build_and_cache(key, site, version)

    def _key(self, site: str, version: Version) -> str:
        parts = (self.name, site, version.digest, version.revision, version.made_at, code_stamp())
        return f"download:{hashlib.sha256(repr(parts).encode()).hexdigest()}"

    def _build_and_cache(self, key: str, site: str, version: Version) -> Iterator[bytes]:
        """Stream the file, and cache it unless it is too large or the record has changed meanwhile."""
        pieces: list[bytes] = []
        room = settings.DOWNLOAD_CACHE_BYTES
        for piece in self.build(site, version):
            yield piece
            room -= len(piece)
            if room >= 0:
                pieces.append(piece)
            else:
                pieces.clear()
        if room >= 0 and Revision.current() == version.revision:
            cache.set(key, b"".join(pieces), timeout=None)


def of_table(table: DataTable) -> Download:
    return Download(
        f"{table.slug}.csv", lambda site, _version: csv_format.stream(table, table.all_rows(), site)
    )


def _json(site: str, version: Version) -> Pieces:
    table = schema.table("timeline")
    return json_format.stream(table, table.all_rows(), site, version)


def _calendar(site: str, version: Version) -> Pieces:
    return icalendar_format.stream(TimelineFilter(), site, version)


def _workbook(site: str, version: Version) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        xlsx.write(path, site=site, version=version)
        with path.open("rb") as book:
            while piece := book.read(csv_format.BYTES_AT_ONCE):
                yield piece


JSON = Download("timeline.json", _json)
CALENDAR = Download("timeline.ics", _calendar)
ARCHIVE = Download("record.zip", zip_format.stream)
WORKBOOK = Download("record.xlsx", _workbook)
