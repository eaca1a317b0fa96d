from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.deadlines.counting import Counting, count_from, day_number, is_working_day

NOTICE = date(2017, 10, 17)
CALENDAR, WORKING, MONTHS = Counting.CALENDAR_DAYS, Counting.WORKING_DAYS, Counting.MONTHS
DAYS = st.dates(date(2015, 1, 1), date(2022, 12, 31))


class TestTheClocksOfTheRecord:
    """The Warning Notice's 20 days, the Act's 90 and CIW's 20 working days, as they fell."""

    def test_twenty_calendar_days_from_the_notice(self) -> None:
        assert count_from(NOTICE, 20, CALENDAR).due == date(2017, 11, 6)

    def test_twenty_working_days_from_the_notice(self) -> None:
        assert count_from(NOTICE, 20, WORKING).due == date(2017, 11, 14)

    def test_the_plan_came_on_day_27_and_working_day_19(self) -> None:
        plan = date(2017, 11, 13)
        assert (day_number(NOTICE, plan, CALENDAR), day_number(NOTICE, plan, WORKING)) == (27, 19)

    def test_ministers_first_report_was_made_on_day_90(self) -> None:
        assert count_from(NOTICE, 90, CALENDAR).due == date(2018, 1, 15)
        assert day_number(NOTICE, date(2018, 1, 15), CALENDAR) == 90

    def test_day_90_of_the_second_was_a_sunday_and_the_report_came_on_day_91(self) -> None:
        second = count_from(date(2018, 1, 15), 90, CALENDAR)
        assert second.due == date(2018, 4, 15)
        assert second.next_working_day == date(2018, 4, 16)
        assert day_number(date(2018, 1, 15), date(2018, 4, 16), CALENDAR) == 91

    def test_twenty_working_days_from_the_follow_up_report(self) -> None:
        assert count_from(date(2019, 1, 9), 20, WORKING).due == date(2019, 2, 6)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2017, 10, 20), True),  # a Friday
        (date(2017, 10, 21), False),  # a Saturday
        (date(2017, 10, 22), False),  # a Sunday
        (date(2017, 12, 25), False),
        (date(2017, 1, 2), False),  # New Year's Day was a Sunday
        (date(2018, 3, 30), False),  # Good Friday
        (date(2018, 4, 2), False),  # Easter Monday
        (date(2018, 1, 2), True),  # a holiday in Scotland, not in Wales
        (date(2018, 3, 1), True),  # Saint David's Day is no bank holiday
        (date(2020, 5, 4), True),  # the May holiday moved that year
        (date(2020, 5, 8), False),
        (date(2020, 12, 28), False),  # Boxing Day was a Saturday
    ],
    ids=str,
)
def test_a_working_day_is_a_weekday_that_is_no_bank_holiday_in_wales(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_working_days_pass_over_bank_holidays_and_name_them() -> None:
    over_christmas = count_from(date(2017, 12, 20), 5, WORKING)
    assert over_christmas.due == date(2017, 12, 29)
    assert [day.day for day in over_christmas.holidays_left_out] == [25, 26]


def test_a_holiday_on_a_weekend_is_not_said_to_be_left_out() -> None:
    new_year = count_from(date(2016, 12, 29), 3, WORKING)  # 1 January 2017 was a Sunday
    assert list(new_year.holidays_left_out) == [date(2017, 1, 2)]


def test_calendar_days_leave_nothing_out() -> None:
    assert count_from(date(2017, 12, 20), 10, CALENDAR).holidays_left_out == {}


def test_a_count_that_ends_on_a_working_day_has_no_next_one() -> None:
    assert count_from(NOTICE, 20, CALENDAR).next_working_day is None


def test_no_days_is_the_day_itself() -> None:
    assert count_from(NOTICE, 0, WORKING).due == count_from(NOTICE, 0, CALENDAR).due == NOTICE


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2018, 1, 15), 6, date(2018, 7, 15)),
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2017, 10, 17), 27, date(2020, 1, 17)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_months_last(start: date, months: int, due: date) -> None:
    assert count_from(start, months, MONTHS).due == due


def test_the_day_of_the_start_is_day_nought() -> None:
    assert day_number(NOTICE, NOTICE, CALENDAR) == day_number(NOTICE, NOTICE, WORKING) == 0


def test_a_saturday_has_the_number_of_the_friday_before() -> None:
    friday, saturday = date(2017, 10, 20), date(2017, 10, 21)
    assert day_number(NOTICE, saturday, WORKING) == day_number(NOTICE, friday, WORKING) == 3


def test_a_day_before_the_start_has_no_number() -> None:
    with pytest.raises(ValueError, match="before the count starts"):
        day_number(NOTICE, date(2017, 10, 16), CALENDAR)


def test_days_are_not_numbered_in_months() -> None:
    with pytest.raises(ValueError, match="count of months"):
        day_number(NOTICE, NOTICE, MONTHS)


@given(start=DAYS, length=st.integers(1, 120))
def test_counting_and_numbering_agree(start: date, length: int) -> None:
    for counting in (CALENDAR, WORKING):
        assert day_number(start, count_from(start, length, counting).due, counting) == length


@given(start=DAYS, length=st.integers(1, 120))
def test_working_days_end_on_a_working_day_and_no_earlier_than_calendar_days(
    start: date, length: int
) -> None:
    due = count_from(start, length, WORKING).due
    assert is_working_day(due)
    assert due >= count_from(start, length, CALENDAR).due
