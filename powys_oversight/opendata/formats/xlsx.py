"""The whole record as a workbook: what it is, what each column means, and a sheet for each table."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from powys_oversight.timeline.about import LICENCE_TERMS, SITE_NAME
from powys_oversight.timeline.dates.edtf import DateRefusedError, parse_edtf
from powys_oversight.timeline.db.transactions import consistent_read, stream_in_transaction
from powys_oversight.timeline.models import Version

from .. import schema
from ..columns import Column, ColumnType
from ..schema import DataTable, values_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROWS_AT_ONCE = 2000
LONGEST_SHEET = 1_048_576  # the most rows of a sheet in the format. Further rows go on to another sheet.
LONGEST_CELL = 32_767
"""Characters, by the format, which counts those outside the first 65,536 as two. Longer text is cut."""
FIRST_YEAR = 1900  # earlier days are written as text, as the format cannot hold them as dates

WIDTHS = {
    ColumnType.TEXT: 40,
    ColumnType.PLACES: 30,
    ColumnType.PAGE: 30,
    ColumnType.LINK: 30,
    ColumnType.CODE: 22,
    ColumnType.CODES: 24,
}

OPTIONS = {
    "constant_memory": True,  # a row at a time, through files
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(path: Path, *, site: str, version: Version) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(path, OPTIONS | {"tmpdir": folder})
        made = version.made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": SITE_NAME, "comments": str(version), "created": made})
        _about(book, site, version)
        _dictionary(book)
        with consistent_read():
            for table in schema.tables():
                _Sheets(book, table).write(site)
        book.close()


def _about(book: xlsxwriter.Workbook, site: str, version: Version) -> None:
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    day = timezone.localdate(version.made_at).isoformat()
    lines = [
        (SITE_NAME, site),
        (_("Version"), version.digest),
        (_("Record of"), day),
        (_("Licence"), LICENCE_TERMS),
        (_("What each column means"), _("The next sheet, and {address}").format(address=f"{site}/data/")),
        *((table.title, f"{table.about} {table.row}") for table in schema.tables()),
    ]
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for number, (label, words) in enumerate(lines):
        sheet.write_string(number, 0, str(label), bold)
        sheet.write_string(number, 1, str(words), wrapped)


def _dictionary(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("Columns"))
    sheet.freeze_panes(1, 0)
    heads = (
        (_("Table"), 18),
        (_("Column"), 24),
        (_("What stands in it"), 80),
        (_("How"), 44),
        (_("May be blank"), 13),
        (_("Found in"), 18),
        (_("Words it may be"), 80),
    )
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for place, (head, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, bold)
    explained = [(table, column) for table in schema.tables() for column in table.columns]
    for row, (table, column) in enumerate(explained, 1):
        words = "; ".join(f"{value}: {label}" for value, label in column.choices()) if column.choices else ""
        blank = _("no") if column.required else _("yes")
        cells = table.slug, column.name, column.about, column.type.label, blank, column.refers_to, words
        for place, text in enumerate(cells):
            sheet.write_string(row, place, str(text), wrapped)
    sheet.autofilter(0, 0, len(explained), len(heads) - 1)


class _Sheets:
    """The sheets of one table: more than one where it has more rows than a sheet holds."""

    def __init__(self, book: xlsxwriter.Workbook, table: DataTable) -> None:
        self.book, self.table = book, table
        self.head = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": 'yyyy-mm-dd"T"hh:mm:ss"Z"'})
        self.number = 0

    def write(self, site: str) -> None:
        sheet, at = self._next(), 1
        for row in _rows(self.table):
            if at == LONGEST_SHEET:
                self._end(sheet, at)
                sheet, at = self._next(), 1
            for place, (column, value) in enumerate(zip(self.table.columns, row, strict=True)):
                self._cell(
                    sheet, at, place, column, f"{site}{value}" if column.type is ColumnType.PAGE else value
                )
            at += 1
        self._end(sheet, at)

    def _next(self) -> Worksheet:
        self.number += 1
        sheet = self.book.add_worksheet(self.table.slug + (f" {self.number}" if self.number > 1 else ""))
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(self.table.columns):
            sheet.set_column(place, place, WIDTHS.get(column.type, 13))
            sheet.write_string(0, place, column.name, self.head)
        return sheet

    def _end(self, sheet: Worksheet, rows: int) -> None:
        sheet.autofilter(0, 0, rows - 1, len(self.table.columns) - 1)

    def _cell(self, sheet: Worksheet, row: int, place: int, column: Column, value: Any) -> None:
        if column.type is ColumnType.EDTF:
            value = _exactly(value)
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.astimezone(UTC).replace(tzinfo=None), self.moment)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            sheet.write_datetime(row, place, value, self.day)
        elif column.type in (ColumnType.WHOLE, ColumnType.NUMBER):
            sheet.write_number(row, place, value)
        else:
            sheet.write_string(row, place, _cut(str(value)))


def _cut(text: str) -> str:
    counted = text.encode("utf-16-le")
    if len(counted) <= LONGEST_CELL * 2:
        return text
    return counted[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", errors="ignore") + "…"


def _exactly(text: str | None) -> Any:
    try:
        when = parse_edtf(text) if text else None
    except DateRefusedError:
        return text
    return when.earliest if when and when.is_exact else text


def _rows(table: DataTable) -> Iterator[tuple[Any, ...]]:
    for query in table.all_rows():
        with stream_in_transaction(query):
            yield from values_of(table.columns, query).iterator(chunk_size=ROWS_AT_ONCE)
