"""Reads a date as an editor types it: "17 October 2017", "summer 2018", "erbyn Mawrth 2020".

The answer is an EDTF string or a refusal that spells out the choices. Nothing is guessed: a form
that could mean two dates is refused, however likely one of them is.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .edtf import AUTUMN, SPRING, SUMMER, DateRefusedError, parse_edtf
from .parsing_welsh import in_english

_MONTHS = "January February March April May June July August September October November December"
MONTH_NAMES = _MONTHS.split()
MONTHS = {"sept": 9} | {
    form.lower(): number for number, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])
}
SEASONS = {"spring": SPRING, "summer": SUMMER, "autumn": AUTUMN}

MAX_DATE_LENGTH = 100  # characters of a typed date, as forms are parsed recursively

_MONTH = "(?P<month>" + "|".join(MONTHS) + ")"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"


def parse_date(text: str) -> str:
    """Return the EDTF string of a text. Raises DateRefusedError if ambiguous or not understood."""
    text = " ".join(text.split())
    if len(text) > MAX_DATE_LENGTH:
        raise DateRefusedError(_refusal(text, ""))
    if re.fullmatch(r"[\d.?~%/-]+", text) and not is_in_figures(text):
        return parse_edtf(text).text
    lowered = in_english(text.lower().replace(",", ""))
    for pattern, meaning in _FORMS:
        match = re.fullmatch(pattern, lowered, re.ASCII)
        if match:
            return parse_edtf(meaning(match)).text
    raise DateRefusedError(_refusal(text, lowered))


def is_in_figures(text: str) -> bool:
    """True for a day written as 03/05/2018, where day and month may be confused."""
    return bool(re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text))


def _calendar_point(match: re.Match) -> str:
    parts = match.groupdict()
    year, month, day = parts["year"], MONTHS[parts["month"]], parts.get("day")
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _season(match: re.Match) -> str:
    return f"{match['year']}-{SEASONS[match['season']]}"


def _week(match: re.Match) -> str:
    start = parse_edtf(_calendar_point(match)).earliest or date.min
    return f"{start}/{start + timedelta(days=6)}"


def _prefixed(template: str) -> Callable[[re.Match], str]:
    return lambda match: template.format(parse_date(match["rest"]))


def _between(match: re.Match) -> str:
    return f"{parse_date(match['first'])}/{parse_date(match['last'])}"


def _days_of_one_month(match: re.Match) -> str:
    month = f"{match['year']}-{MONTHS[match['month']]:02}"
    return f"{month}-{int(match['first']):02}/{month}-{int(match['last']):02}"


def _months_of_one_year(match: re.Match) -> str:
    year = match["year"]
    return f"{year}-{MONTHS[match['first']]:02}/{year}-{MONTHS[match['last']]:02}"


_MONTH_WORD = "|".join(MONTHS)
_FORMS: list[tuple[str, Callable[[re.Match], str]]] = [
    (f"{_DAY} {_MONTH} {_YEAR}", _calendar_point),
    (f"{_MONTH} {_YEAR}", _calendar_point),
    (f"(?P<season>{'|'.join(SEASONS)})(?: of)? {_YEAR}", _season),
    (f"week (?:beginning|starting|commencing) {_DAY} {_MONTH} {_YEAR}", _week),
    (r"(?:by|no later than) (?P<rest>.+)", _prefixed("../{}")),
    (r"(?:from|since|on or after) (?P<rest>(?!.* to ).+)", _prefixed("{}/..")),
    (r"(?:about|around|circa|c\.) ?(?P<rest>.+)", _prefixed("{}~")),
    (rf"(?:from |between )?(?P<first>\d{{1,2}}) (?:to|and) (?P<last>\d{{1,2}}) {_MONTH} {_YEAR}",
     lambda match: _refuse_two_days(match) if " and " in match[0] and not match[0].startswith("between ")
     else _days_of_one_month(match)),
    (rf"(?:from |between )?(?P<first>{_MONTH_WORD}) (?:to|and) (?P<last>{_MONTH_WORD}) {_YEAR}",
     _months_of_one_year),
    (r"between (?P<first>.+) and (?P<last>.+)", _between),
    (r"(?:from )?(?P<first>.+ \d{4}) to (?P<last>.+ \d{4})", _between),
]  # fmt: skip


def _refuse_two_days(match: re.Match) -> str:
    raise DateRefusedError(
        _("“%(text)s” may be two days or a span. Write “%(span)s” for a span; make two events for two days.")
        % {"text": _capitalised(match[0]), "span": _capitalised(match[0]).replace(" and ", " to ")}
    )


def _capitalised(lowered: str) -> str:
    return " ".join(word.title() if word in MONTHS else word for word in lowered.split())


def _refusal(text: str, lowered: str) -> str:
    slashed = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", text)
    if slashed:
        return _refuse_slashed(text, *(int(part) for part in slashed.groups()))
    if re.search(r"\bwinter\b", lowered):
        return _("Winter belongs to two years. Write its months instead, such as 2018-12/2019-02.")
    if re.match(r"(early|mid|late|q[1-4])\b", lowered):
        return _("“%(text)s” has no agreed first and last day. Write the span, such as 2018-01/2018-03.") % {
            "text": text
        }
    if re.fullmatch(rf"\d{{1,2}} and \d{{1,2}} ({_MONTH_WORD})|(\d{{1,2}} )?({_MONTH_WORD})", lowered):
        return _("“%(text)s” has no year. Write it out, such as “13 June 2017” or “13 to 14 June 2017”.") % {
            "text": text
        }
    return _(
        "“%(text)s” was not understood. Write “17 October 2017”, “July 2017”, “2018”, “summer 2018”, "
        "“week beginning 30 April 2018”, “by 18 October 2018” or “14 to 18 September 2020”."
    ) % {"text": text[:60]}


def _refuse_slashed(text: str, first: int, second: int, year: int) -> str:
    year += 2000 if year < 100 else 0
    readings = [
        f"{day} {MONTH_NAMES[month - 1]} {year}"
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if len(readings) > 1:
        return _("“%(text)s” could be %(one)s or %(other)s. Write the month as a word.") % {
            "text": text,
            "one": readings[0],
            "other": readings[1],
        }
    example = readings[0] if readings else "17 October 2017"
    return _("“%(text)s” is written in figures. Write the month as a word, such as “%(example)s”.") % {
        "text": text,
        "example": example,
    }
