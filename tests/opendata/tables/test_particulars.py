"""What only some kinds of event have, as readers take it away."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from notices.models import ImprovementPlan
from powys_oversight.timeline import kinds
from tests.factories import (
    make_board,
    make_inspection,
    make_notice,
    make_organisation,
    make_person,
    make_publication,
    make_service,
    make_source,
)
from tests.opendata.test_views import rows

pytestmark = pytest.mark.django_db

FILE = "/particulars.csv"


@pytest.fixture
def told(client: Client) -> Any:
    """What the file tells of an event: each particular with its value and what that leads to."""

    def of(slug: str) -> dict[str, tuple[str, str]]:
        there = [row for row in rows(client, FILE) if row["event"] == slug]
        return {row["particular"]: (row["value"], row["leads_to"]) for row in there}

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


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_a_notice_does_to_one_no_reader_sees_is_not_told(told: Any, status: str) -> None:
    earlier = make_notice(status=status, withdrawal_reason="It was wrong." if status == "withdrawn" else "")
    make_notice(slug="a-notice", relates_to=earlier, relates_as="follows")
    assert not told("a-notice").keys() & {"relates_to", "relates_as"}


def test_a_word_from_a_list_is_explained(client: Client) -> None:
    make_inspection(activity_type="follow-up-inspection")
    [row] = rows(client, FILE)
    assert (row["value"], row["value_in_words"]) == ("follow-up-inspection", "Follow-up inspection")


def test_what_an_id_leads_to_is_named(client: Client) -> None:
    ImprovementPlan.objects.create(
        slug="a-plan",
        status="published",
        occurred="2018",
        submitted_to=make_organisation(slug="ministers", name="Welsh Ministers"),
    )
    [row] = rows(client, FILE)
    assert (row["value"], row["value_in_words"]) == ("ministers", "Welsh Ministers")
    assert row["leads_to"] == "organisation"


def test_each_says_what_its_event_rests_on(client: Client) -> None:
    make_board(statutory=True, cited_in=[make_source(slug="bbc")])
    [row] = rows(client, FILE)
    assert row["cited_at"] == "bbc: paragraph 1"


def test_the_filters_of_the_timeline_choose_the_events(client: Client) -> None:
    make_board(slug="a-board", statutory=True, services=[make_service(slug="adult-services")])
    make_board(slug="another", statutory=True, services=[])
    assert [row["event"] for row in rows(client, f"{FILE}?service=adult-services")] == ["a-board"]
    assert rows(client, f"{FILE}?kind=inspection") == []


@pytest.mark.parametrize("model", kinds.models(), ids=lambda model: model.KIND.slug)
def test_every_column_of_a_kind_is_filled_in_by_editors_and_taken_away_by_readers(model: Any) -> None:
    """A kind that is to keep a column back says so here."""
    own = [field.name for field in model._meta.local_concrete_fields if not field.primary_key]
    assert sorted(own) == sorted(model.detail_fields)
