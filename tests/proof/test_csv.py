"""CSV, read by Python's own reader at its strictest, by DuckDB and by LibreOffice."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client

from powys_oversight.opendata.formats.csv import guard
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

NOT_KEPT_BY_A_SPREADSHEET = 32_767
"""Characters that a cell can hold."""


@pytest.fixture
def file(client: Client, tmp_path: Path, hostile: list[str]) -> Path:
    """A timeline whose summaries are all the hostile texts, one to an event."""
    for number, summary in enumerate(hostile):
        make_milestone(slug=f"event-{number}", summary=summary, services=[], cited_in=[])
    path = tmp_path / "timeline.csv"
    answer: Any = client.get("/timeline.csv")
    path.write_bytes(answer.getvalue())
    return path


def test_what_comes_out_of_python_is_what_went_in(file: Path, hostile: list[str]) -> None:
    text = file.read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [row["summary"] for row in rows] == [guard(text) for text in hostile]


def test_what_comes_out_of_duckdb_is_what_went_in(file: Path, hostile: list[str]) -> None:
    found = duckdb.read_csv(str(file), header=True, all_varchar=True).project("summary").fetchall()
    assert [summary for (summary,) in found] == [guard(text) for text in hostile]


@pytest.mark.usefixtures("record")
def test_duckdb_finds_the_types_by_itself(client: Client, tmp_path: Path) -> None:
    answer: Any = client.get("/timeline.csv")
    (tmp_path / "t.csv").write_bytes(answer.getvalue())
    read = duckdb.read_csv(str(tmp_path / "t.csv"))
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    assert (types["earliest"], types["citations"], types["summary"]) == ("DATE", "BIGINT", "VARCHAR")
    assert types["last_changed"].startswith("TIMESTAMP")


def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.full
@pytest.mark.skipif(not soffice() and not os.environ.get("PROOF"), reason="no LibreOffice found")
def test_what_comes_out_of_libreoffice_is_what_went_in(
    file: Path, hostile: list[str], tmp_path: Path
) -> None:
    """Read as text in UTF-8, and written again; it ends lines within a cell in its own way."""
    office = soffice()
    assert office, "with PROOF set it is there"
    as_text = "44,34,76,1," + "/".join(f"{n}/2" for n in range(1, 22)) + ",0,true,true"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         f"--infilter=CSV:{as_text}", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
         "--outdir", str(tmp_path / "out"), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "out" / "timeline.csv").read_bytes().decode()
    found = [row["summary"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    kept = [n for n, text in enumerate(hostile) if len(text) <= NOT_KEPT_BY_A_SPREADSHEET]
    assert [as_in_an_office(found[n]) for n in kept] == [as_in_an_office(guard(hostile[n])) for n in kept]


def as_in_an_office(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
