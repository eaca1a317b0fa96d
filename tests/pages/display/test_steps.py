from datetime import date

import pytest

from powys_oversight.pages.display import steps
from powys_oversight.timeline.models import Event
from tests.factories import make_inspection, make_milestone, make_relation

pytestmark = pytest.mark.django_db


def told(event: Event) -> list[tuple[str, str, int, int]]:
    return [(step.label, step.when, step.least, step.most) for step in steps.of_event(event)]


def test_an_event_that_was_public_later_and_answered_has_three_steps() -> None:
    visit = make_inspection(occurred="2017-07", published_on=date(2017, 10, 17))
    answer = make_milestone(occurred="2017-10-18")
    make_relation(from_event=answer, kind="responds-to", to_event=visit)
    assert told(visit) == [
        ("Took place", "July 2017", 0, 0),
        ("Made public", "17 October 2017", 78, 108),
        ("First answered", "18 October 2017", 79, 109),
    ]


def test_an_event_of_which_only_the_day_is_known_has_none() -> None:
    assert told(make_milestone()) == []


def test_an_answer_of_a_month_is_not_counted_in_days() -> None:
    event = make_milestone(occurred="2017-07-01")
    make_relation(from_event=make_milestone(occurred="2017-10"), kind="responds-to", to_event=event)
    assert told(event)[-1] == ("First answered", "October 2017", 0, 0)


def test_an_answer_that_is_a_draft_is_not_told() -> None:
    event = make_milestone()
    make_relation(from_event=make_milestone(status="draft"), kind="responds-to", to_event=event)
    assert told(event) == []
