from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powys_oversight.timeline.db.sort_key import SortKey
from powys_oversight.timeline.models import Event
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db


def order() -> list[str]:
    return list(Event.objects.in_order().values_list("occurred", flat=True))


def test_events_come_by_the_first_day_they_may_be() -> None:
    for occurred in ("2019", "2018-04", "2018-22", "2017-10-17"):
        make_milestone(occurred=occurred)
    assert order() == ["2017-10-17", "2018-04", "2018-22", "2019"]


def test_of_two_that_begin_alike_the_more_exact_comes_first() -> None:
    for occurred in ("2018-01-01/..", "2018", "2018-01", "2018-01-01"):
        make_milestone(occurred=occurred)
    assert order() == ["2018-01-01", "2018-01", "2018", "2018-01-01/.."]


def test_an_open_start_comes_at_its_last_day_and_after_what_is_known_of_that_day() -> None:
    for occurred in ("../2018-10-18", "2018-10-19", "2018-10-18"):
        make_milestone(occurred=occurred)
    assert order() == ["2018-10-18", "../2018-10-18", "2018-10-19"]


def test_order_within_the_day_breaks_ties_before_the_order_of_entry() -> None:
    for slug, place in (("c", 2), ("b", 1), ("a", 2)):
        make_milestone(slug=slug, order=place)
    assert list(Event.objects.in_order().values_list("slug", flat=True)) == ["b", "c", "a"]


def test_newest_first_is_exactly_the_reverse() -> None:
    for occurred in ("2018", "2018-01", "../2018-10-18", "2018-01"):
        make_milestone(occurred=occurred)
    newest = list(Event.objects.in_order(newest_first=True))
    assert newest == list(Event.objects.in_order())[::-1]


def test_the_key_follows_a_change_of_date() -> None:
    event = make_milestone(occurred="2018")
    make_milestone(occurred="2019")
    Event.objects.filter(pk=event.pk).update(occurred="2020")
    assert order() == ["2019", "2020"]


@pytest.mark.parametrize("occurred", ["1700-01-01", "1999-12-31", "2000-01-01", "2299-12-31", "../1700"])
def test_the_key_holds_every_year_the_record_accepts(occurred: str) -> None:
    event = Event.objects.get(pk=make_milestone(occurred=occurred, order=255).pk)
    assert SortKey.at(event.sorts_on()) < event.sort_key < SortKey.at(event.sorts_on()) + SortKey.DAY


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.dates(date(1700, 1, 1), date(2299, 12, 31)), st.integers(0, 255)), max_size=6))
def test_the_database_sorts_days_as_python_does(days: list[tuple[date, int]]) -> None:
    Event.objects.all().delete()
    for day, place in days:
        make_milestone(occurred=day.isoformat(), order=place, services=[], cited_in=[])
    found = list(Event.objects.in_order().values_list("occurred", "order"))
    assert found == sorted((day.isoformat(), place) for day, place in days)
