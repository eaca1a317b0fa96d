"""What only one kind of event has, as readers take it away."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from powys_oversight.timeline import kinds
from tests.factories import (
    make_board,
    make_inspection,
    make_notice,
    make_person,
    make_publication,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client: Client) -> Any:
    """What the file tells of an event: each particular with its value and what that leads to."""

    def of(slug: str) -> dict[str, tuple[str, str]]:
        text = b"".join(client.get("/particulars.csv")).decode()
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        return {row["particular"]: (row["value"], row["leads_to"]) for row in rows if row["event"] == slug}

    return of


def test_a_text_is_told_as_it_is(told: Any) -> None:
    make_notice(slug="a-notice", grounds="Outcomes were poor,\nand “late”.")
    assert told("a-notice")["grounds"] == ("Outcomes were poor,\nand “late”.", "")


def test_a_day_is_told_by_iso_8601(told: Any) -> None:
    make_inspection(slug="a-visit", occurred="2018-10", report_published_on=date(2019, 1, 9))
    assert told("a-visit")["report_published_on"] == ("2019-01-09", "")


def test_a_person_is_told_by_their_id(told: Any) -> None:
    make_board(slug="a-board", chair=make_person(slug="a-chair"))
    assert told("a-board")["chair"] == ("a-chair", "person")


def test_an_event_is_told_by_its_id(told: Any) -> None:
    make_publication(slug="a-report", report_of=make_inspection(slug="a-visit"))
    assert told("a-report")["report_of"] == ("a-visit", "event")


def test_an_event_that_is_a_draft_is_not_told(told: Any) -> None:
    make_publication(slug="a-report", report_of=make_inspection(slug="a-visit", status="draft"))
    assert "report_of" not in told("a-report")


@pytest.mark.parametrize(("value", "word"), [(True, "true"), (False, "false")])
def test_yes_and_no_are_words(told: Any, value: bool, word: str) -> None:
    make_board(slug="a-board", statutory=value)
    assert told("a-board")["statutory"] == (word, "")


def test_what_is_not_stated_has_no_row(told: Any) -> None:
    make_board(slug="a-board", statutory=None, chair=None)
    assert told("a-board") == {}


def test_a_text_that_a_spreadsheet_would_run_is_guarded(told: Any) -> None:
    make_notice(slug="a-notice", reasons="=1+1")
    assert told("a-notice")["reasons"] == ("'=1+1", "")


@pytest.mark.parametrize("model", kinds.models(), ids=lambda model: model.KIND.slug)
def test_every_field_of_a_kind_is_explained(client: Client, model: Any) -> None:
    [schema] = [
        table["tableSchema"]
        for table in client.get("/particulars.csv-metadata.json").json()["tables"]
        if table["url"] == "particulars.csv"
    ]
    [column] = [column for column in schema["columns"] if column["name"] == "particular"]
    own = {field.name for field in model._meta.local_concrete_fields if not field.primary_key}
    assert own <= set(column["datatype"]["format"].split("|"))
