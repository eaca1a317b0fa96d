from datetime import date

import pytest

from powys_oversight.timeline.models import Event
from tests.factories import (
    cite,
    make_board,
    make_finding,
    make_inspection,
    make_milestone,
    make_organisation,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_published() -> None:
    make_milestone(status="draft")
    assert not Event.objects.published().exists()


def test_an_event_of_two_services_is_found_once_when_both_are_asked_for() -> None:
    one, two = make_service(), make_service()
    event = make_milestone(services=[one, two])
    assert [each.pk for each in Event.objects.about([one.slug, two.slug])] == [event.pk]


def test_citing_finds_events_by_any_of_their_sources() -> None:
    source = make_source()
    event = make_milestone()
    cite(event, source)
    make_milestone()
    assert [each.pk for each in Event.objects.citing([source.slug])] == [event.pk]


@pytest.mark.parametrize(
    ("occurred", "first", "last", "found"),
    [
        pytest.param("2017-07", date(2017, 7, 31), None, True, id="the last day of a month"),
        pytest.param("2017-07", date(2017, 8, 1), None, False, id="the day after a month"),
        pytest.param("2017-07", None, date(2017, 7, 1), True, id="the first day of a month"),
        pytest.param("2017-07", None, date(2017, 6, 30), False, id="the day before a month"),
        pytest.param("2017-12", date(2017, 12, 31), date(2018, 1, 1), True, id="the turn of the year"),
        pytest.param("2018-22", date(2018, 8, 31), date(2018, 8, 31), True, id="the last day of summer"),
        pytest.param("2018-22", date(2018, 9, 1), None, False, id="the day after summer"),
        pytest.param("../2018-10-18", date(2018, 10, 19), None, False, id="after an open start"),
        pytest.param("../2018-10-18", None, date(1900, 1, 1), True, id="long before an open start's end"),
        pytest.param("2018-04-16/..", date(2030, 1, 1), None, True, id="long after an open end's start"),
        pytest.param("2018-04-16/..", None, date(2018, 4, 15), False, id="before an open end's start"),
        pytest.param("2018-04-16", date(2018, 4, 16), date(2018, 4, 16), True, id="the very day"),
    ],
)
def test_a_date_filter_matches_by_overlap(
    occurred: str, first: date | None, last: date | None, found: bool
) -> None:
    make_milestone(occurred=occurred)
    assert Event.objects.overlapping(first, last).exists() is found


@pytest.mark.parametrize(
    ("ended", "first", "found"),
    [
        pytest.param("2020-11-02", date(2020, 11, 2), True, id="on its last day"),
        pytest.param("2020-11-02", date(2020, 11, 3), False, id="after its last day"),
        pytest.param("2020", date(2020, 12, 31), True, id="within the year it ended"),
        pytest.param("2020/..", date(2031, 1, 1), True, id="ended on or after a date"),
        pytest.param("", date(2019, 1, 1), False, id="no end stated"),
    ],
)
def test_a_state_counts_from_its_beginning_to_its_stated_end(ended: str, first: date, found: bool) -> None:
    make_board(occurred="2018-03", ended=ended)
    assert Event.objects.overlapping(first, None).exists() is found


def test_an_end_that_is_stated_closes_a_beginning_that_is_open() -> None:
    make_board(occurred="2017-07/..", ended="../2020-11-02")
    assert Event.objects.overlapping(date(2020, 11, 2), None).exists()
    assert not Event.objects.overlapping(date(2020, 11, 3), None).exists()


def test_every_word_must_be_found_somewhere_in_the_event() -> None:
    make_milestone(title="A board meets", summary="It met in Llandrindod.")
    assert Event.objects.mentioning("board llandrindod").exists()
    assert not Event.objects.mentioning("board cardiff").exists()


@pytest.mark.parametrize("asked", ["TY GWYN", "tŷ gwyn", "Tŷ"])
def test_search_ignores_case_and_accents(asked: str) -> None:
    make_milestone(title="Cyfarfod: Tŷ Gwyn")
    assert Event.objects.mentioning(asked).exists()


def test_search_looks_inside_findings_and_requirements() -> None:
    make_finding(summary="Supervision was irregular.")
    make_required_action(summary="Publish a strategy.")
    assert Event.objects.mentioning("irregular").count() == 1
    assert Event.objects.mentioning("strategy").count() == 1


def test_an_issuer_is_found_under_any_name_it_has_borne() -> None:
    inspectorate = make_organisation(name="Care Inspectorate Wales")
    inspectorate.names.create(name="Care and Social Services Inspectorate Wales", abbreviation="CSSIW")
    make_inspection(issued_by=inspectorate)
    assert Event.objects.mentioning("cssiw").exists()


@pytest.mark.parametrize("asked", ["100%", "_", "\\", "'; drop table", '"', "(*"])
def test_signs_that_mean_something_to_a_database_are_only_signs(asked: str) -> None:
    make_milestone(title="Nothing of the sort")
    assert not Event.objects.mentioning(asked).exists()


def test_years_are_counted_by_the_day_an_event_sorts_on() -> None:
    for occurred in ("2017-12", "../2018-10-18", "2018", "2018-12-31/2019-01-06"):
        make_milestone(occurred=occurred)
    assert Event.objects.count_by_year() == {2017: 1, 2018: 3}


def test_an_update_dates_the_entry() -> None:
    event = make_milestone()
    before = Event.objects.get(pk=event.pk).changed_at
    Event.objects.filter(pk=event.pk).update(published_on=date(2018, 5, 1))
    assert Event.objects.get(pk=event.pk).changed_at > before
