"""Writes a date as a reader sees it: "17 October 2017", "summer 2018", "by 18 October 2018".

Every form is one whole message to translate. Welsh mutates the word after a preposition, so a
date is never glued to a word by code.
"""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .edtf import AUTUMN, EDTF, SPRING, SUMMER, Point, Precision, parse_edtf

_WEEK = timedelta(days=6)


def format_edtf(edtf: str) -> str:
    if not edtf:
        return ""
    when = parse_edtf(edtf)
    if when.start is None and when.end is not None:
        return _("by %(date)s") % {"date": _point(when.end)}
    if when.end is None and when.start is not None:
        return _("on or after %(date)s") % {"date": _point(when.start)}
    if when.precision is Precision.RANGE:
        return _range(when)
    return _qualified(when.start) if when.start else ""


def html_datetime(edtf: str) -> str:
    """Return the value of `<time datetime>`, blank where HTML has no form for this precision."""
    return edtf if edtf and parse_edtf(edtf).is_iso_8601 else ""


def format_day(day: date) -> str:
    return date_format(day, "j F Y")


def format_month(year: int, month: int) -> str:
    return date_format(date(year, month, 1), "F Y")


def format_season(year: int, season: int) -> str:
    templates = {SPRING: _("spring %(year)s"), SUMMER: _("summer %(year)s"), AUTUMN: _("autumn %(year)s")}
    return templates[season] % {"year": year}


def _range(when: EDTF) -> str:
    start, end = when.start, when.end
    assert start is not None  # noqa: S101 - a range has both ends by definition
    assert end is not None  # noqa: S101
    if start.day and end.day and end.latest - start.earliest == _WEEK and start.earliest.weekday() == 0:
        return _("week beginning %(date)s") % {"date": format_day(start.earliest)}
    return _("between %(first)s and %(last)s") % {"first": _shortened(start, end), "last": _point(end)}


def _shortened(start: Point, end: Point) -> str:
    """Return the first date without what it shares with the last: "16" and "30 April 2018"."""
    if start.day and end.day and (start.year, start.month) == (end.year, end.month):
        return str(start.day)
    if start.month and end.month and start.year == end.year:
        return date_format(start.earliest, "j F" if start.day else "F")
    return _point(start)


def _qualified(point: Point) -> str:
    words = _point(point)
    template = {
        "": "%(date)s",
        "~": _("about %(date)s"),
        "?": _("%(date)s, uncertain"),
        "%": _("about %(date)s, uncertain"),
    }[point.qualifier]
    return template % {"date": words}


def _point(point: Point) -> str:
    if point.season:
        return format_season(point.year, point.season)
    if point.day:
        return format_day(point.earliest)
    if point.month:
        return format_month(point.year, point.month)
    return str(point.year)


def format_period(edtf: str) -> str:
    began, slash, ended = edtf.partition("/")
    closed = slash and ".." not in (began, ended)
    return format_span(began, ended) if closed else format_edtf(edtf)


def format_span(began: str, ended: str) -> str:
    first, last = _plain_point(began), _plain_point(ended)
    if first and last:
        return _("%(first)s to %(last)s") % {"first": _shortened(first, last), "last": _point(last)}
    return _("%(first)s to %(last)s") % {"first": format_edtf(began), "last": format_edtf(ended)}


def _plain_point(edtf: str) -> Point | None:
    when = parse_edtf(edtf)
    return when.start if when.start is when.end and not when.qualifier else None
