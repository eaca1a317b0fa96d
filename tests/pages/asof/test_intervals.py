"""A picture is a function of a record and a day: walked day by day, it changes just where the dates say."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.pages.asof import groups, intervals
from powys_oversight.pages.asof.intervals import Bounds, IntervalStatus, TrackedItem, UncertainInterval

FIRST, LAST = date(2017, 1, 1), date(2020, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]

JANUARY = Bounds(date(2018, 1, 1), date(2018, 1, 31))
MAY_THE_FIRST = Bounds(date(2018, 5, 1), date(2018, 5, 1))

days = st.dates(date(2016, 6, 1), date(2021, 6, 1))


@st.composite
def bounds(draw: Any, after: date = date(2016, 6, 1)) -> Bounds:
    first = draw(st.dates(after, date(2021, 6, 1)))
    last = draw(st.none() | st.dates(first, date(2021, 12, 31)))
    return Bounds(first, last)


@st.composite
def spells(draw: Any) -> UncertainInterval:
    begins = draw(bounds())
    return UncertainInterval(
        begins,
        draw(st.none() | bounds(begins.first)),
        draw(st.none() | days),
        draw(st.none() | days),
        draw(st.none() | days),
    )


def make_spell(**given: Any) -> UncertainInterval:
    return UncertainInterval(**{"begins": JANUARY, "ends": MAY_THE_FIRST} | given)


def make_held(interval: UncertainInterval) -> TrackedItem:
    return TrackedItem("states", frozenset({"adult-services"}), interval)


def walked(states: list[Any]) -> set[date]:
    """The days on which something differs from the day before."""
    return {day for day, (before, after) in zip(DAYS[1:], pairwise(states), strict=True) if before != after}


def test_it_knows_no_django() -> None:
    tree = ast.parse(Path(intervals.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [ast.unparse(node) for node in imports if "django" in ast.unparse(node)]


@pytest.mark.parametrize(
    ("day", "interval_status"),
    [
        (date(2017, 12, 31), IntervalStatus.NOT_YET),
        (date(2018, 1, 1), IntervalStatus.MAY_HAVE_BEGUN),
        (date(2018, 1, 30), IntervalStatus.MAY_HAVE_BEGUN),
        (date(2018, 1, 31), IntervalStatus.ONGOING),
        (date(2018, 5, 1), IntervalStatus.ONGOING),
        (date(2018, 5, 2), IntervalStatus.OVER),
    ],
)
def test_a_spell_begins_within_a_month_and_ends_with_a_day(
    day: date, interval_status: IntervalStatus
) -> None:
    assert make_spell().on(day) is interval_status


def test_an_end_known_to_the_month_may_have_come_from_its_second_day() -> None:
    interval = make_spell(ends=Bounds(date(2018, 5, 1), date(2018, 5, 31)))
    assert interval.on(date(2018, 5, 1)) is IntervalStatus.ONGOING
    assert interval.on(date(2018, 5, 2)) is IntervalStatus.MAY_HAVE_ENDED
    assert interval.on(date(2018, 5, 31)) is IntervalStatus.MAY_HAVE_ENDED
    assert interval.on(date(2018, 6, 1)) is IntervalStatus.OVER


def test_without_a_stated_end_it_is_never_said_to_go_on_or_to_be_over() -> None:
    assert make_spell(ends=None).on(date(2299, 1, 1)) is IntervalStatus.NO_END_STATED


def test_a_beginning_that_no_source_bounds_is_never_certain() -> None:
    assert (
        make_spell(begins=Bounds(date(2018, 1, 1), None), ends=None).on(LAST) is IntervalStatus.MAY_HAVE_BEGUN
    )


def test_bounds_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        Bounds(date(2018, 1, 2), date(2018, 1, 1))


@given(spells(), st.booleans())
def test_it_changes_exactly_on_the_days_it_is_said_to_turn(
    interval: UncertainInterval, known_then: bool
) -> None:
    states = [interval.status_on(day, known_then=known_then) for day in DAYS]
    assert walked(states) == {
        day for day in interval.change_days(known_then=known_then) if FIRST < day <= LAST
    }


@given(spells())
def test_it_turns_only_on_its_own_dates(interval: UncertainInterval) -> None:
    ends = (
        [day + timedelta(days=1) for day in (interval.ends.first, interval.ends.last) if day]
        if interval.ends
        else []
    )
    assert interval.change_days() <= {interval.begins.first, interval.begins.last, *ends}


@given(spells(), days)
def test_nothing_is_known_before_it_was_published(interval: UncertainInterval, day: date) -> None:
    known = interval.known_by(day)
    if known is not None:
        assert min(filter(None, [interval.public, interval.announced])) <= day
    if known is not None and known.ends:
        assert interval.end_public
        assert interval.end_public <= day


def test_what_was_only_announced_stands_from_the_day_of_the_announcement() -> None:
    spell = make_spell(announced=date(2017, 12, 1), public=date(2018, 3, 1))
    assert spell.status_on(date(2017, 11, 30), known_then=True) is IntervalStatus.NOT_YET
    assert spell.status_on(date(2017, 12, 1), known_then=True) is IntervalStatus.MAY_HAVE_BEGUN
    assert spell.status_on(date(2018, 2, 28), known_then=True) is IntervalStatus.MAY_HAVE_BEGUN
    assert spell.status_on(date(2018, 3, 1), known_then=True) is IntervalStatus.NO_END_STATED


@given(spells(), days)
def test_what_was_known_then_is_known_now(interval: UncertainInterval, day: date) -> None:
    then = interval.status_on(day, known_then=True)
    now = interval.status_on(day)
    told_less = {IntervalStatus.NOT_YET, IntervalStatus.NO_END_STATED, IntervalStatus.MAY_HAVE_BEGUN}
    assert then is now or then in told_less


@given(st.lists(spells(), max_size=4), days, days)
def test_what_changed_between_two_days_is_what_stands_otherwise(
    some: list[UncertainInterval], one: date, other: date
) -> None:
    record = [make_held(interval) for interval in some]
    first, last = sorted((one, other))
    changes = intervals.status_changes(record, first, last)
    assert all(change.before is not change.after for change in changes)
    assert len(changes) == sum(interval.on(first) is not interval.on(last) for interval in some)


@given(st.lists(spells(), max_size=4), days)
def test_the_nearest_changes_are_the_nearest(some: list[UncertainInterval], day: date) -> None:
    turning = intervals.change_days([make_held(interval) for interval in some])
    before, after = intervals.around(turning, day)
    assert not [each for each in turning if before and before < each < day]
    assert not [each for each in turning if after and day < each < after]
    assert (before is None) == all(each >= day for each in turning)
    assert (after is None) == all(each <= day for each in turning)


# The record itself, walked over its four years.


@pytest.fixture(scope="module")
def record(record_for_all: None, django_db_blocker: Any) -> Iterator[groups.Record]:
    with django_db_blocker.unblock():
        loaded = groups.load()
        assert loaded
        yield loaded


def state(record: groups.Record, day: date, *, known_then: bool = False) -> list[Any]:
    statuses = intervals.statuses_on(record.items, day, known_then=known_then)
    return [(id(status.item), status.interval_status) for status in statuses]


@pytest.mark.parametrize("known_then", [False, True])
def test_the_record_changes_exactly_on_its_turning_days(record: groups.Record, known_then: bool) -> None:
    states = [state(record, day, known_then=known_then) for day in DAYS]
    turning = {
        day for day in intervals.change_days(record.items, known_then=known_then) if FIRST < day <= LAST
    }
    assert walked(states) == turning
    assert len(turning) > 25


def test_on_no_day_is_anything_of_the_record_known_before_it_was_published(record: groups.Record) -> None:
    early = [
        (day, status.subject)
        for day in DAYS
        for status in intervals.statuses_on(record.items, day, known_then=True)
        if min(filter(None, [status.item.interval.public, status.item.interval.announced])) > day
    ]
    assert early == []


def test_in_august_2017_an_inspection_had_taken_place_and_nothing_was_public(record: groups.Record) -> None:
    august = date(2017, 8, 15)
    inspected = [s for s in intervals.statuses_on(record.items, august) if s.item.group == "inspections"]
    assert [status.interval_status for status in inspected] == [IntervalStatus.ONGOING]
    assert intervals.statuses_on(record.items, august, known_then=True) == []
