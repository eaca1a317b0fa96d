"""How a time allowed is counted: calendar days, working days or months, from the next day.

The count is ours, never a source's, and can be shown with its working. Working days are Monday to Friday
without the bank holidays of Wales. The notice sets the times (section 151(2)(d) of the Social Services and
Well-being (Wales) Act 2014), or the Act: Ministers lay a copy of a warning notice within 21 days (section
151(3)(a)) and report within 90 (section 151(3)(b)).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays
from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Counting(StrEnum):
    """The unit of a count. The values are those that `RequiredAction.Unit` stores."""

    CALENDAR_DAYS = "calendar-day"
    WORKING_DAYS = "working-day"
    MONTHS = "month"


@dataclass(frozen=True)
class DeadlineCount:
    """A number of days or months from a day, and the day that results."""

    start: date
    length: int
    counting: Counting
    due: date

    @property
    def holidays_left_out(self) -> dict[date, str]:
        """Return the bank holidays on weekdays that a count of working days passes over."""
        if self.counting is not Counting.WORKING_DAYS:
            return {}
        return {
            day: bank_holidays(day.year)[day]
            for day in _days_after(self.start, self.due)
            if day.weekday() < SATURDAY and day in bank_holidays(day.year)
        }

    @property
    def next_working_day(self) -> date | None:
        return None if is_working_day(self.due) else count_from(self.due, 1, Counting.WORKING_DAYS).due


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """Return the bank holidays of Wales in a year, by day.

    The mapping is complete before it is cached, as threads share it.
    """
    by_day = holidays.country_holidays("GB", subdiv="WLS", years=year, expand=False, language="en_GB")
    return dict(by_day)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def count_from(start: date, length: int, counting: Counting) -> DeadlineCount:
    if counting is Counting.MONTHS:
        return DeadlineCount(start, length, counting, start + relativedelta(months=length))
    if counting is Counting.CALENDAR_DAYS:
        return DeadlineCount(start, length, counting, start + timedelta(days=length))
    day, left = start, length
    while left:
        day += ONE_DAY
        left -= is_working_day(day)
    return DeadlineCount(start, length, counting, day)


def day_number(start: date, day: date, counting: Counting) -> int:
    """Return the number of `day` in a count: 17 October to 13 November 2017 is day 27, or working day 19.

    A day that is not a working day has the number of the one before. Raises ValueError for a count in months,
    and for a day before the start.
    """
    if day < start:
        raise ValueError("The day is before the count starts.")
    if counting is Counting.MONTHS:
        raise ValueError("Days are not numbered in a count of months.")
    if counting is Counting.CALENDAR_DAYS:
        return (day - start).days
    return sum(is_working_day(counted) for counted in _days_after(start, day))


def _days_after(start: date, last: date) -> Iterator[date]:
    day = start
    while day < last:
        day += ONE_DAY
        yield day
