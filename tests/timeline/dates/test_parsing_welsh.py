import pytest

from powys_oversight.timeline.dates.edtf import DateRefusedError
from powys_oversight.timeline.dates.parsing import parse_date

MONTHS = [
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
]


@pytest.mark.parametrize(("number", "month"), enumerate(MONTHS, 1))
def test_a_day_of_every_month_is_read(number: int, month: str) -> None:
    assert parse_date(f"17 {month} 2017") == f"2017-{number:02}-17"


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("Gorffennaf 2017", "2017-07"),
        ("mis Hydref 2018", "2018-10"),
        ("yr hydref 2018", "2018-23"),
        ("haf 2018", "2018-22"),
        ("gwanwyn 2018", "2018-21"),
        ("y gwanwyn 2018", "2018-21"),
        ("wythnos yn dechrau 30 Ebrill 2018", "2018-04-30/2018-05-06"),
        ("erbyn 18 Hydref 2018", "../2018-10-18"),
        ("erbyn mis Mawrth 2020", "../2020-03"),
        ("ers 16 Ebrill 2018", "2018-04-16/.."),
        ("o Orffennaf 2017", "2017-07/.."),
        ("o fis Gorffennaf 2017", "2017-07/.."),
        ("tua Gorffennaf 2017", "2017-07~"),
        ("14 i 18 Medi 2020", "2020-09-14/2020-09-18"),
        ("rhwng 16 a 30 Ebrill 2018", "2018-04-16/2018-04-30"),
        ("Ebrill i Fai 2018", "2018-04/2018-05"),
        ("Medi i fis Hydref 2018", "2018-09/2018-10"),
        ("erbyn yr hydref 2018", "../2018-23"),
        ("o 30 Ebrill 2018 i 6 Mai 2018", "2018-04-30/2018-05-06"),
        ("rhwng Mai 2017 a 17 Hydref 2017", "2017-05/2017-10-17"),
    ],
)
def test_every_form_is_read(typed: str, edtf: str) -> None:
    assert parse_date(typed) == edtf


@pytest.mark.parametrize(
    "typed",
    [
        "Hydref 2018",
        "hydref 2018",
        "erbyn Hydref 2018",
        "o Hydref 2018",
        "oddeutu Hydref 2018",
        "Hydref 2018 i Ragfyr 2018",
    ],
)
def test_october_and_autumn_share_a_word_that_is_refused_with_both(typed: str) -> None:
    with pytest.raises(DateRefusedError, match="October 2018 or autumn 2018"):
        parse_date(typed)


def test_winter_belongs_to_two_years_in_welsh_too() -> None:
    with pytest.raises(DateRefusedError, match="Winter belongs to two years"):
        parse_date("gaeaf 2018")


def test_two_days_are_refused_in_welsh_too() -> None:
    with pytest.raises(DateRefusedError, match="two days or a span"):
        parse_date("13 a 14 Mehefin 2017")


def test_a_day_without_a_year_is_refused_in_welsh_too() -> None:
    with pytest.raises(DateRefusedError, match="has no year"):
        parse_date("17 Hydref")
