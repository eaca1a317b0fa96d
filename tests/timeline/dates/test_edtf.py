import contextlib
import datetime
import warnings
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.timeline.dates.edtf import DateRefusedError, Precision, parse_edtf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the oracle's grammar is written for an older pyparsing
    from edtf import parse_edtf as parse_with_library


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        pytest.param("2017", date(2017, 1, 1), date(2017, 12, 31), Precision.YEAR, id="a year"),
        pytest.param("2017-07", date(2017, 7, 1), date(2017, 7, 31), Precision.MONTH, id="a month"),
        pytest.param("2017-12", date(2017, 12, 1), date(2017, 12, 31), Precision.MONTH, id="December"),
        pytest.param("2020-02", date(2020, 2, 1), date(2020, 2, 29), Precision.MONTH, id="a leap February"),
        pytest.param("2019-02", date(2019, 2, 1), date(2019, 2, 28), Precision.MONTH, id="a February"),
        pytest.param("2020-02-29", date(2020, 2, 29), date(2020, 2, 29), Precision.DAY, id="a leap day"),
        pytest.param("2018-21", date(2018, 3, 1), date(2018, 5, 31), Precision.SEASON, id="spring"),
        pytest.param("2018-22", date(2018, 6, 1), date(2018, 8, 31), Precision.SEASON, id="summer"),
        pytest.param("2018-23", date(2018, 9, 1), date(2018, 11, 30), Precision.SEASON, id="autumn"),
        pytest.param(
            "2018-04-30/2018-05-06", date(2018, 4, 30), date(2018, 5, 6), Precision.RANGE, id="a week"
        ),
        pytest.param(
            "2018-01/2018-10-18", date(2018, 1, 1), date(2018, 10, 18), Precision.RANGE, id="a span"
        ),
        pytest.param("../2018-10-18", None, date(2018, 10, 18), Precision.OPEN, id="by a day"),
        pytest.param("2018-04-16/..", date(2018, 4, 16), None, Precision.OPEN, id="from a day"),
        pytest.param("2017-07/..", date(2017, 7, 1), None, Precision.OPEN, id="from a month"),
        pytest.param("2017-07~", date(2017, 7, 1), date(2017, 7, 31), Precision.MONTH, id="about a month"),
        pytest.param(
            "2018-22?", date(2018, 6, 1), date(2018, 8, 31), Precision.SEASON, id="an uncertain season"
        ),
    ],
)
def test_a_date_has_the_bounds_it_states(
    text: str, earliest: date | None, latest: date | None, precision: Precision
) -> None:
    when = parse_edtf(text)
    assert (when.earliest, when.latest, when.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("", "is not a date"),
        ("July 2017", "is not a date"),
        ("2017-7", "is not a date"),
        ("2017-07-01T09:00", "is not a date"),
        ("17-10-2017", "is not a date"),
        ("٢٠١٧", "is not a date"),
        ("2017-07\n", "is not a date"),
        ("/2018-10-18", "is not a date"),
        ("2018-10-18/", "is not a date"),
        ("2018/2019/2020", "is not a date"),
        ("2017-00", "no such month"),
        ("2017-13", "no such month"),
        ("2017-25", "no such month"),
        ("2017-07-00", "no such day"),
        ("2017-06-31", "no such day"),
        ("2019-02-29", "no such day"),
        ("2018-22-01", "a season has no day"),
        ("2018-24", "Winter belongs to two years"),
        ("../..", "at least one end"),
        ("2018-06/2018-01", "ends before it starts"),
        ("2018-04-16/2018-04-16", "its ends overlap"),
        ("2018-06/2018-06", "its ends overlap"),
        ("2018/2018-06", "its ends overlap"),
        ("2018-04~/2018-05", "take no ~"),
        ("1699", "outside the years"),
        ("2300-01", "outside the years"),
        ("9999", "outside the years"),
    ],
)
def test_anything_else_is_refused_with_its_reason(text: str, explanation: str) -> None:
    with pytest.raises(DateRefusedError, match=explanation):
        parse_edtf(text)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
points = st.one_of(
    days.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y}"),
    days.map(lambda day: f"{day.year}-{21 + day.month % 3}"),
)


def _as_date(moment: Any) -> date:
    return datetime.date(*tuple(moment)[:3])


@given(points)
def test_bounds_of_a_point_agree_with_the_edtf_library(text: str) -> None:
    ours, theirs = parse_edtf(text), parse_with_library(text)
    assert ours.earliest == _as_date(theirs.lower_strict())
    assert ours.latest == _as_date(theirs.upper_strict())


@given(points, points)
def test_bounds_of_an_interval_agree_with_the_edtf_library(first: str, last: str) -> None:
    text = f"{first}/{last}"
    try:
        ours = parse_edtf(text)
    except DateRefusedError:
        assert parse_edtf(last).earliest <= parse_edtf(first).latest  # type: ignore[operator]
        return
    theirs = parse_with_library(text)
    assert ours.earliest == _as_date(theirs.lower_strict())
    assert ours.latest == _as_date(theirs.upper_strict())


@given(st.text(max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    with contextlib.suppress(DateRefusedError):
        assert parse_edtf(text).text == text


@pytest.mark.parametrize(
    ("text", "exact", "iso"),
    [
        ("2017-10-17", True, True),
        ("2017-10-17~", False, False),
        ("2017-10-17?", False, False),
        ("2017-10", False, True),
        ("2017", False, True),
        ("2017%", False, False),
        ("2018-22", False, False),
        ("2018-04-16/2018-04-20", False, False),
        ("../2018-10-18", False, False),
        ("2018-04-16/..", False, False),
    ],
)
def test_one_unqualified_day_is_exact_and_a_month_or_year_is_iso_8601(
    text: str, exact: bool, iso: bool
) -> None:
    when = parse_edtf(text)
    assert (when.is_exact, when.is_iso_8601) == (exact, iso)
