"""Each file with its metadata, given to a validator of the W3C's CSV on the Web."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from csvw import TableGroup
from csvw.metadata import CSVW
from django.test import Client

from powys_oversight.opendata import schema

pytestmark = pytest.mark.django_db

SLUGS = [table.slug for table in schema.tables()]


@pytest.fixture(scope="module")
def folder(
    record_for_all: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Every file of the real record, with its metadata beside it."""
    made = tmp_path_factory.mktemp("csvw")
    with django_db_blocker.unblock():
        for name in (each for slug in SLUGS for each in (f"{slug}.csv", f"{slug}.csv-metadata.json")):
            answer: Any = Client().get(f"/{name}")
            (made / name).write_bytes(answer.getvalue() if answer.streaming else answer.content)
        yield made


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_is_what_its_metadata_says(folder: Path, slug: str) -> None:
    assert CSVW(str(folder / f"{slug}.csv-metadata.json"), validate=True).is_valid


@pytest.mark.parametrize("slug", SLUGS)
def test_each_row_is_read_with_its_types(folder: Path, slug: str) -> None:
    group = TableGroup.from_file(folder / f"{slug}.csv-metadata.json")
    table = schema.table(slug)
    rows = list(group.tabledict[f"{slug}.csv"].iterdicts())
    assert len(rows) == sum(query.count() for query in table.all_rows())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_validator_would_have_seen_it_if_it_were_not(folder: Path, slug: str, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path, first = tmp_path / f"{slug}.csv", schema.table(slug).names[0]
    path.write_bytes(path.read_bytes().replace(first.encode(), b"another", 1))
    with pytest.raises((ValueError, AssertionError)):
        assert CSVW(str(tmp_path / f"{slug}.csv-metadata.json"), validate=True).is_valid
