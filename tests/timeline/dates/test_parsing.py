import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.timeline.dates.edtf import DateRefusedError
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.dates.parsing import parse_date


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2018", "2018"),
        ("July 2017", "2017-07"),
        ("Sept 2017", "2017-09"),
        ("17 October 2017", "2017-10-17"),
        ("  17   oct  2017 ", "2017-10-17"),
        ("7 October, 2017", "2017-10-07"),
        ("summer 2018", "2018-22"),
        ("Autumn of 2020", "2020-23"),
        ("week beginning 30 April 2018", "2018-04-30/2018-05-06"),
        ("week beginning 31 December 2018", "2018-12-31/2019-01-06"),
        ("by 18 October 2018", "../2018-10-18"),
        ("by March 2020", "../2020-03"),
        ("since 16 April 2018", "2018-04-16/.."),
        ("from July 2017", "2017-07/.."),
        ("about July 2017", "2017-07~"),
        ("circa 2018", "2018~"),
        ("14 to 18 September 2020", "2020-09-14/2020-09-18"),
        ("between 16 and 30 April 2018", "2018-04-16/2018-04-30"),
        ("April to May 2018", "2018-04/2018-05"),
        ("between May 2017 and 17 October 2017", "2017-05/2017-10-17"),
        ("30 April 2018 to 6 May 2018", "2018-04-30/2018-05-06"),
        ("from 30 April 2018 to 6 May 2018", "2018-04-30/2018-05-06"),
        ("2018-04-30/2018-05-06", "2018-04-30/2018-05-06"),
        ("2017-07~", "2017-07~"),
        ("../2018-10-18", "../2018-10-18"),
    ],
)
def test_what_an_editor_types_is_read(typed: str, edtf: str) -> None:
    assert parse_date(typed) == edtf


@pytest.mark.parametrize(
    ("typed", "explanation"),
    [
        pytest.param("03/05/2018", "could be 3 May 2018 or 5 March 2018", id="two readings"),
        pytest.param("3.5.2018", "could be 3 May 2018 or 5 March 2018", id="two readings with dots"),
        pytest.param("17/10/2017", "such as “17 October 2017”", id="one reading, in figures"),
        pytest.param("05/05/2018", "such as “5 May 2018”", id="the same either way, in figures"),
        pytest.param("99/99/2018", "such as “17 October 2017”", id="no reading"),
        pytest.param("13 and 14 June", "has no year", id="no year"),
        pytest.param("17 October", "has no year", id="a day without a year"),
        pytest.param("October", "has no year", id="a month alone"),
        pytest.param("13 and 14 June 2017", "Write “13 to 14 June 2017”", id="two days"),
        pytest.param("winter 2018", "Winter belongs to two years", id="winter"),
        pytest.param("early 2018", "no agreed first and last day", id="early"),
        pytest.param("Q1 2018", "no agreed first and last day", id="a quarter"),
        pytest.param("31 June 2017", "no such day", id="an impossible day"),
        pytest.param("2019-02-29", "no such day", id="an impossible day in EDTF"),
        pytest.param("18 to 14 September 2020", "ends before it starts", id="backwards"),
        pytest.param("last Tuesday", "was not understood", id="prose"),
        pytest.param("by by 2018 by", "was not understood", id="nonsense after a form"),
        pytest.param("", "was not understood", id="nothing"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_the_choices(typed: str, explanation: str) -> None:
    with pytest.raises(DateRefusedError, match=explanation):
        parse_date(typed)


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_a_day_in_words_reads_back_as_itself(day: date) -> None:
    assert parse_date(format_edtf(day.isoformat())) == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_does_anything_but_read_or_be_refused(text: str) -> None:
    with contextlib.suppress(DateRefusedError):
        parse_date(text)


def test_a_long_chain_of_prefixes_is_refused_and_not_followed_for_ever() -> None:
    with pytest.raises(DateRefusedError):
        parse_date("by " * 5000 + "2018")
