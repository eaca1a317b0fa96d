"""The working of a due date in words: each way of counting, and the day number of each reported act."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.timeline.dates.edtf import parse_edtf
from powys_oversight.timeline.dates.formatting import format_day

from ..models import LONGEST_TIME, ActionOutcome, RequiredAction
from .counting import Counting, DeadlineCount, count_from, day_number, is_working_day

READINGS = {
    RequiredAction.Unit.CALENDAR_DAY: [Counting.CALENDAR_DAYS],
    RequiredAction.Unit.WORKING_DAY: [Counting.WORKING_DAYS],
    RequiredAction.Unit.DAY: [Counting.CALENDAR_DAYS, Counting.WORKING_DAYS],
    RequiredAction.Unit.MONTH: [Counting.MONTHS],
}
"""The ways to count each unit: two, where a source says “days” and not which."""


@dataclass(frozen=True)
class CountInWords:
    working: str
    due: str
    notes: list[str]


@dataclass(frozen=True)
class Deadline:
    """Every count of a time allowed, and the day number of each act done on an exact day."""

    sums: list[CountInWords]
    fell_on: list[str]


def deadline_of(action: RequiredAction, outcomes: list[ActionOutcome]) -> Deadline | None:
    """Return the counts; None for no length that can be counted, or an open or qualified first date."""
    began = parse_edtf(action.event.occurred)
    length = action.period_value
    if not length or length > LONGEST_TIME or not (began.start and began.end) or began.qualifier:
        return None
    readings = READINGS[RequiredAction.Unit(action.period_unit)]
    first, last = began.start.earliest, began.end.latest
    starts = [first] if first == last else [first, last]
    sums = [_sum(count_from(start, length, counting)) for counting in readings for start in starts]
    exact = len(starts) == 1
    return Deadline(sums, _day_numbers(starts[0], readings, outcomes) if exact else [])


def _sum(count: DeadlineCount) -> CountInWords:
    template = {
        Counting.CALENDAR_DAYS: ngettext(
            "%(start)s + %(n)d calendar day", "%(start)s + %(n)d calendar days", count.length
        ),
        Counting.WORKING_DAYS: ngettext(
            "%(start)s + %(n)d working day", "%(start)s + %(n)d working days", count.length
        ),
        Counting.MONTHS: ngettext("%(start)s + %(n)d month", "%(start)s + %(n)d months", count.length),
    }[count.counting]
    working = template % {"start": format_day(count.start), "n": count.length}
    return CountInWords(working, _weekday_in_words(count.due), list(_notes(count)))


def _notes(count: DeadlineCount) -> list[str]:
    notes = []
    if count.counting is Counting.WORKING_DAYS:
        left_out = [f"{format_day(day)} ({name})" for day, name in count.holidays_left_out.items()]
        notes.append(
            _("Leaving out weekends and %(days)s.") % {"days": get_text_list(left_out, _("and"))}
            if left_out
            else _("Leaving out weekends; no bank holiday in Wales fell on a weekday between.")
        )
    if count.next_working_day:
        following = {"day": _weekday_in_words(count.next_working_day)}
        notes.append(_("Not a working day; the next one is %(day)s.") % following)
    return notes


def _day_numbers(start: date, readings: list[Counting], outcomes: list[ActionOutcome]) -> list[str]:
    numbered = []
    for done in sorted({outcome.occurred for outcome in outcomes}):
        day = _known_day(done)
        if day and day >= start and Counting.MONTHS not in readings:
            numbers = {
                "day": _weekday_in_words(day),
                "calendar": day_number(start, day, Counting.CALENDAR_DAYS),
                "working": day_number(start, day, Counting.WORKING_DAYS),
            }
            numbered.append(_day_template(readings, start, day) % numbers)
    return numbered


def _known_day(edtf: str) -> date | None:
    when = parse_edtf(edtf) if edtf else None
    return when.earliest if when and when.is_exact else None


def _day_template(readings: list[Counting], start: date, day: date) -> str:
    if day == start:
        return _("Done, as reported, on %(day)s: the day itself.")
    if readings == [Counting.CALENDAR_DAYS]:
        return _("Done, as reported, on %(day)s: day %(calendar)d.")
    works = is_working_day(day)
    if readings == [Counting.WORKING_DAYS]:
        return (
            _("Done, as reported, on %(day)s: working day %(working)d.")
            if works
            else _("Done, as reported, on %(day)s, after %(working)d working days.")
        )
    return (
        _("Done, as reported, on %(day)s: calendar day %(calendar)d, working day %(working)d.")
        if works
        else _("Done, as reported, on %(day)s: calendar day %(calendar)d, after %(working)d working days.")
    )


def _weekday_in_words(day: date) -> str:
    return date_format(day, "l j F Y")
