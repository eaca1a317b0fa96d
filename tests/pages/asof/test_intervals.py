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
        begins, draw(st.none() | bounds(begins.first)), draw(st.none() | days), draw(st.none() | days)
    )


def make_spell(**given: Any) -> UncertainInterval:
    return UncertainInterval(**{"begins": JANUARY, "ends": MAY_THE_FIRST} | given)


def make_held(spell: UncertainInterval) -> TrackedItem:
    return TrackedItem("states", frozenset({"adult-services"}), spell)


def walked(states: list[Any]) -> set[date]:
    """The days on which something differs from the day before."""
    return {day for day, (before, after) in zip(DAYS[1:], pairwise(states), strict=True) if before != after}


def test_it_knows_no_django() -> None:
    tree = ast.parse(Path(intervals.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [ast.unparse(node) for node in imports if "django" in ast.unparse(node)]


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2017, 12, 31), IntervalStatus.NOT_YET),
        (date(2018, 1, 1), IntervalStatus.MAY_HAVE_BEGUN),
        (date(2018, 1, 30), IntervalStatus.MAY_HAVE_BEGUN),
        (date(2018, 1, 31), IntervalStatus.ONGOING),
        (date(2018, 5, 1), IntervalStatus.ONGOING),
        (date(2018, 5, 2), IntervalStatus.OVER),
    ],
)
def test_a_spell_begins_within_a_month_and_ends_with_a_day(day: date, standing: IntervalStatus) -> None:
    assert make_spell().on(day) is groups


def test_an_end_known_to_the_month_may_have_come_from_its_second_day() -> None:
    spell = make_spell(ends=Bounds(date(2018, 5, 1), date(2018, 5, 31)))
    assert spell.on(date(2018, 5, 1)) is IntervalStatus.ONGOING
    assert spell.on(date(2018, 5, 2)) is IntervalStatus.MAY_HAVE_ENDED
    assert spell.on(date(2018, 5, 31)) is IntervalStatus.MAY_HAVE_ENDED
    assert spell.on(date(2018, 6, 1)) is IntervalStatus.OVER


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
    spell: UncertainInterval, known_then: bool
) -> None:
    states = [spell.standing(day, known_then=known_then) for day in DAYS]
    assert walked(states) == {day for day in spell.turns(known_then=known_then) if FIRST < day <= LAST}


@given(spells())
def test_it_turns_only_on_its_own_dates(spell: UncertainInterval) -> None:
    ends = (
        [day + timedelta(days=1) for day in (spell.ends.first, spell.ends.last) if day] if spell.ends else []
    )
    assert spell.turns() <= {spell.begins.first, spell.begins.last, *ends}


@given(spells(), days)
def test_nothing_is_known_before_it_was_published(spell: UncertainInterval, day: date) -> None:
    known = spell.known_by(day)
    if known is not None:
        assert spell.public
        assert spell.public <= day
    if known is not None and known.ends:
        assert spell.end_public
        assert spell.end_public <= day


@given(spells(), days)
def test_what_was_known_then_is_known_now(spell: UncertainInterval, day: date) -> None:
    then = spell.standing(day, known_then=True)
    now = spell.standing(day)
    told_less = {IntervalStatus.NOT_YET, IntervalStatus.NO_END_STATED, IntervalStatus.MAY_HAVE_BEGUN}
    assert then is now or then in told_less


@given(spells())
def test_the_stretches_of_a_spell_tile_its_days_without_invention(spell: UncertainInterval) -> None:
    stretches = intervals.stretches(spell, FIRST, LAST)
    told = {
        day: stretch.standing for stretch in stretches for day in DAYS if stretch.first <= day <= stretch.last
    }
    assert told == {day: spell.on(day) for day in DAYS if spell.on(day).is_present}
    assert all(left.last < right.first for left, right in pairwise(stretches))


@given(st.lists(spells(), max_size=4), days, days)
def test_what_changed_between_two_days_is_what_stands_otherwise(
    some: list[UncertainInterval], one: date, other: date
) -> None:
    record = [make_held(spell) for spell in some]
    first, last = sorted((one, other))
    turns = intervals.status_changes(record, first, last)
    assert all(turn.before is not turn.after for turn in turns)
    assert len(turns) == sum(spell.on(first) is not spell.on(last) for spell in some)


@given(st.lists(spells(), max_size=4), days)
def test_the_nearest_changes_are_the_nearest(some: list[UncertainInterval], day: date) -> None:
    turning = intervals.change_days([make_held(spell) for spell in some])
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
    stands = intervals.statuses_on(record.held, day, known_then=known_then)
    return [(id(stand.held), stand.standing) for stand in stands]


@pytest.mark.parametrize("known_then", [False, True])
def test_the_record_changes_exactly_on_its_turning_days(record: groups.Record, known_then: bool) -> None:
    states = [state(record, day, known_then=known_then) for day in DAYS]
    turning = {
        day for day in intervals.change_days(record.held, known_then=known_then) if FIRST < day <= LAST
    }
    assert walked(states) == turning
    assert len(turning) > 25


def test_on_no_day_is_anything_of_the_record_known_before_it_was_published(record: groups.Record) -> None:
    early = [
        (day, stand.subject)
        for day in DAYS
        for stand in intervals.statuses_on(record.held, day, known_then=True)
        if not stand.held.spell.public or stand.held.spell.public > day
    ]
    assert early == []


def test_in_august_2017_an_inspection_had_taken_place_and_nothing_was_public(
    record: groups.Record,
) -> None:
    august = date(2017, 8, 15)
    inspected = [s for s in intervals.statuses_on(record.held, august) if s.held.group == "inspections"]
    assert [stand.standing for stand in inspected] == [IntervalStatus.ONGOING]
    assert intervals.statuses_on(record.held, august, known_then=True) == []
