import pytest

from powys_oversight.timeline.dates.formatting import format_edtf, format_span, html_datetime


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("", ""),
        ("2017", "2017"),
        ("2017-07", "July 2017"),
        ("2017-10-17", "17 October 2017"),
        ("2018-22", "summer 2018"),
        ("2018-04-30/2018-05-06", "week beginning 30 April 2018"),
        ("2018-05-01/2018-05-07", "between 1 and 7 May 2018"),
        ("2018-04-16/2018-04-30", "between 16 and 30 April 2018"),
        ("2017-05/2017-10-17", "between May and 17 October 2017"),
        ("2018-12-20/2019-01-09", "between 20 December 2018 and 9 January 2019"),
        ("2017/2018", "between 2017 and 2018"),
        ("../2018-10-18", "by 18 October 2018"),
        ("../2018-22", "by summer 2018"),
        ("2018-04-16/..", "on or after 16 April 2018"),
        ("2017-07~", "about July 2017"),
        ("2017-07?", "July 2017, uncertain"),
        ("2017-07%", "about July 2017, uncertain"),
    ],
)
def test_a_date_is_worded_as_exactly_as_it_is_known(edtf: str, words: str) -> None:
    assert format_edtf(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "value"),
    [
        ("2017", "2017"),
        ("2017-07", "2017-07"),
        ("2017-10-17", "2017-10-17"),
        ("2018-22", ""),
        ("2018-04-30/2018-05-06", ""),
        ("../2018-10-18", ""),
        ("2017-07~", ""),
        ("", ""),
    ],
)
def test_the_time_element_carries_exactly_the_known_precision(edtf: str, value: str) -> None:
    assert html_datetime(edtf) == value


@pytest.mark.parametrize(
    ("began", "ended", "words"),
    [
        ("2020-09-14", "2020-09-18", "14 to 18 September 2020"),
        ("2018-10-29", "2018-11-02", "29 October to 2 November 2018"),
        ("2018-12-20", "2019-01-09", "20 December 2018 to 9 January 2019"),
        ("2018-03", "2018-05", "March to May 2018"),
        ("2018-03", "../2018-10-18", "March 2018 to by 18 October 2018"),
    ],
)
def test_a_stretch_of_time_is_one_phrase(began: str, ended: str, words: str) -> None:
    assert format_span(began, ended) == words
