from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from powys_oversight.opendata.formats import xlsx
from powys_oversight.timeline.history import versions
from tests.factories import cite, make_milestone

pytestmark = pytest.mark.django_db

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path: Path) -> Iterator[tuple[str, int]]:
    """The name of each sheet of the workbook, and its number of rows."""
    xlsx.write(path, site="https://oversight.example.org", version=versions.current())
    with ZipFile(path) as book:
        names = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")  # noqa: S314
        for number, sheet in enumerate(names, 1):
            text = book.read(f"xl/worksheets/sheet{number}.xml")
            yield sheet.attrib["name"], text.count(b"<row ")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(2, {"timeline": 3}, id="just as many as a sheet holds"),
        pytest.param(3, {"timeline": 3, "timeline 2": 2}, id="one more"),
        pytest.param(5, {"timeline": 3, "timeline 2": 3, "timeline 3": 2}, id="two sheets more"),
    ],
)
def test_rows_beyond_a_sheet_go_on_to_numbered_ones(
    tmp_path: Path, monkeypatch: Any, events: int, expected: dict[str, int]
) -> None:
    monkeypatch.setattr(xlsx, "LONGEST_SHEET", 3)  # its header and two rows
    for number in range(events):
        cite(make_milestone(title=f"Event {number}"))
    found = {name: rows for name, rows in sheets(tmp_path / "book.xlsx") if name.startswith("timeline")}
    assert found == expected
