import pytest

from notices.deadlines.display import Deadline, deadline_of
from notices.models import LONGEST_TIME, RequiredAction
from tests.factories import make_milestone, make_notice, make_outcome, make_required_action

pytestmark = pytest.mark.django_db


def action(
    occurred: str = "2017-10-17", value: int | None = 20, unit: str = "day-not-stated"
) -> RequiredAction:
    return make_required_action(event=make_notice(occurred=occurred), period_value=value, period_unit=unit)


def clock(required: RequiredAction, *done: str) -> Deadline:
    found = maybe_clock(required, *done)
    assert found
    return found


def maybe_clock(required: RequiredAction, *done: str) -> Deadline | None:
    later = [make_milestone(occurred="2020") for _each in done]
    outcomes = [
        make_outcome(action=required, occurred=day, reported_at=event)
        for day, event in zip(done, later, strict=True)
    ]
    return deadline_of(required, outcomes)


def test_days_of_no_stated_kind_are_counted_both_ways() -> None:
    sums = clock(action()).sums
    assert [(each.working, each.due) for each in sums] == [
        ("17 October 2017 + 20 calendar days", "Monday 6 November 2017"),
        ("17 October 2017 + 20 working days", "Tuesday 14 November 2017"),
    ]


def test_a_working_count_says_what_it_leaves_out() -> None:
    [plain] = clock(action(unit="working-day")).sums
    assert plain.notes == ["Leaving out weekends; no bank holiday in Wales fell on a weekday between."]
    [christmas] = clock(action(occurred="2017-12-20", value=5, unit="working-day")).sums
    assert christmas.notes == [
        "Leaving out weekends and 25 December 2017 (Christmas Day) and 26 December 2017 (Boxing Day)."
    ]


def test_a_count_that_ends_on_a_sunday_names_the_next_working_day() -> None:
    [only] = clock(action(occurred="2018-01-15", value=90, unit="calendar-day")).sums
    assert only.due == "Sunday 15 April 2018"
    assert only.notes == ["Not a working day; the next one is Monday 16 April 2018."]


def test_a_month_of_issue_gives_the_first_and_the_last_day_it_may_end() -> None:
    sums = clock(action(occurred="2018-04", unit="calendar-day")).sums
    assert [each.due for each in sums] == ["Saturday 21 April 2018", "Sunday 20 May 2018"]


def test_months_are_counted_as_months() -> None:
    [only] = clock(action(value=6, unit="month")).sums
    assert (only.working, only.due) == ("17 October 2017 + 6 months", "Tuesday 17 April 2018")


@pytest.mark.parametrize("occurred", ["../2018-10-18", "2017-07/..", "2017-10-17~", "2017-10-17?"])
def test_a_start_that_is_open_or_approximate_cannot_be_counted_from(occurred: str) -> None:
    assert maybe_clock(action(occurred=occurred)) is None


def test_no_stated_length_is_not_counted() -> None:
    assert maybe_clock(action(value=None, unit="")) is None


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("day-not-stated", "Done, as reported, on Monday 13 November 2017: calendar day 27, working day 19."),
        ("calendar-day", "Done, as reported, on Monday 13 November 2017: day 27."),
        ("working-day", "Done, as reported, on Monday 13 November 2017: working day 19."),
    ],
)
def test_what_was_done_on_a_known_day_is_numbered(unit: str, words: str) -> None:
    assert clock(action(unit=unit), "2017-11-13").fell_on == [words]


@pytest.mark.parametrize("done", ["2017-11", "../2017-11-21", "", "2017-10-16", "2017-11-13~"])
def test_what_was_done_on_no_known_day_or_before_is_not(done: str) -> None:
    assert clock(action(), done).fell_on == []


def test_one_day_reported_twice_is_numbered_once() -> None:
    assert len(clock(action(), "2017-11-13", "2017-11-13").fell_on) == 1


def test_nothing_is_numbered_in_a_count_of_months() -> None:
    assert clock(action(value=6, unit="month"), "2017-11-13").fell_on == []


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("working-day", "Done, as reported, on Saturday 21 October 2017, after 3 working days."),
        (
            "day-not-stated",
            "Done, as reported, on Saturday 21 October 2017: calendar day 4, after 3 working days.",
        ),
    ],
)
def test_what_was_done_on_a_saturday_is_not_said_to_be_on_a_working_day(unit: str, words: str) -> None:
    assert clock(action(unit=unit), "2017-10-21").fell_on == [words]


def test_what_was_done_at_once_fell_on_the_day_itself() -> None:
    assert clock(action(), "2017-10-17").fell_on == [
        "Done, as reported, on Tuesday 17 October 2017: the day itself."
    ]


@pytest.mark.parametrize("value", [0, LONGEST_TIME + 1, 32_767])
@pytest.mark.parametrize("unit", ["calendar-day", "working-day", "month"])
def test_a_length_beyond_counting_is_not_counted(value: int, unit: str) -> None:
    assert maybe_clock(action(value=value, unit=unit)) is None
