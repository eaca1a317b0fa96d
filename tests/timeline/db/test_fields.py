from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from notices.models import Milestone
from powys_oversight.timeline.db.text import fold
from powys_oversight.timeline.models import Event
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db


def stored(event: Event) -> tuple[date | None, date | None, str]:
    return Event.objects.values_list("earliest", "latest", "precision").get(pk=event.pk)


def test_bounds_are_stored_when_an_event_is_saved() -> None:
    event = make_milestone(occurred="2017-07")
    assert stored(event) == (date(2017, 7, 1), date(2017, 7, 31), "month")


@pytest.mark.parametrize("manager", [Event, Milestone])
def test_bounds_follow_a_date_that_is_changed_and_saved(manager: Any) -> None:
    event = manager.objects.get(pk=make_milestone(occurred="2017-07").pk)
    event.occurred = "2018-22"
    event.save()
    assert stored(event) == (date(2018, 6, 1), date(2018, 8, 31), "season")


def test_bounds_follow_a_date_that_is_saved_by_name() -> None:
    event = Event.objects.get(pk=make_milestone(occurred="2017-07").pk)
    event.occurred = "2018-22"
    event.save(update_fields=["occurred"])
    assert stored(event) == (date(2018, 6, 1), date(2018, 8, 31), "season")


def test_bounds_follow_a_date_of_a_row_that_was_loaded_in_part() -> None:
    event = Event.objects.only("occurred").get(pk=make_milestone(occurred="2017-07").pk)
    event.occurred = "2018-22"
    event.save()
    assert stored(event) == (date(2018, 6, 1), date(2018, 8, 31), "season")


def test_bounds_are_stored_when_rows_are_made_in_bulk() -> None:
    Event.objects.bulk_create([Event(slug="a", kind="milestone", title="A", summary="A", occurred="2018-22")])
    assert stored(Event.objects.get(slug="a")) == (date(2018, 6, 1), date(2018, 8, 31), "season")


def test_bounds_follow_an_update_of_the_date() -> None:
    event = make_milestone(occurred="2017-07")
    Event.objects.filter(pk=event.pk).update(occurred="../2018-10-18")
    assert stored(event) == (None, date(2018, 10, 18), "open")


def test_bounds_follow_a_bulk_update_of_the_date() -> None:
    event = Event.objects.get(pk=make_milestone(occurred="2017-07").pk)
    event.occurred = "2019"
    Event.objects.bulk_update([event], ["occurred"])
    assert stored(event) == (date(2019, 1, 1), date(2019, 12, 31), "year")


def test_what_is_assigned_to_a_derived_column_is_ignored() -> None:
    event = make_milestone(occurred="2017-07", earliest=date(1999, 1, 1))
    event.latest = date(1999, 1, 1)
    event.save()
    assert stored(event) == (date(2017, 7, 1), date(2017, 7, 31), "month")


def test_an_update_that_would_leave_a_derived_column_half_known_is_refused() -> None:
    make_milestone()
    with pytest.raises(TypeError, match="needs"):
        Event.objects.update(title="New")


def test_a_date_the_record_cannot_hold_fails_validation() -> None:
    event = make_milestone()
    event.occurred = "banana"
    with pytest.raises(ValidationError, match="not a date this record can hold"):
        event.full_clean()


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Tŷ", "ty"), ("ŴYLIO", "wylio"), ("Straße", "strasse"), ("ﬁnding", "finding"), ("CSSIW", "cssiw")],
)
def test_folding_removes_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded
