"""The timeline as a page shows it: years, months, clusters and entries, in the one order.

Takes the events of a filter and decides where each stands and how its date is worded. Templates
decide nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.pages.display.entries import Entry

from . import searching
from .dates import edtf as dates
from .dates import formatting as date_wording
from .db.sort_key import SortKey
from .filters.query import Problem
from .filters.timeline_filter import TimelineFilter
from .models import Event
from .models.event_queries import EventQuerySet

QUIET_MONTHS = 3
"""Whole months without an event before the silence is said."""

EVENTS_ON_A_PAGE = 200
"""The whole record fits one page today; beyond this the timeline is paged by key."""


@dataclass
class Section:
    """A month of entries, or the entries of a season or year whose month no source states."""

    anchor: str
    heading: str
    clusters: list[list[Entry]]
    quiet_before: str = ""

    @property
    def events(self) -> int:
        return sum(not entry.is_end for cluster in self.clusters for entry in cluster)


@dataclass(frozen=True)
class Year:
    number: int
    events: int
    sections: list[Section] = field(default_factory=list)
    above: int | None = None
    below: int | None = None
    """The years whose headings stand before and after it on the page."""

    @property
    def anchor(self) -> str:
        return f"y{self.number}"


@dataclass(frozen=True)
class YearLink:
    """A year to go to: an anchor where it is on this page, else the page it begins."""

    number: int
    events: int
    href: str


@dataclass(frozen=True)
class Listing:
    """A page of the timeline."""

    years: list[Year]
    year_links: list[YearLink]
    total: int
    on_page: int
    previous_query: str
    next_query: str
    first_query: str
    problems: list[Problem]

    @property
    def entries(self) -> list[Entry]:
        """Every entry of the page, in its order."""
        return [
            entry
            for year in self.years
            for section in year.sections
            for cluster in section.clusters
            for entry in cluster
        ]

    @property
    def is_head(self) -> bool:
        """Whether it is the first page."""
        return not self.previous_query

    @property
    def is_whole(self) -> bool:
        """Whether the page holds every event asked for."""
        return not (self.previous_query or self.next_query)


def build(asked: TimelineFilter, page: str = "") -> Listing:
    """The page that a filter and a page key ask for.

    Costs four queries and their prefetches; two more where words are searched for.
    """
    events = asked.events()
    counts = events.count_by_year()
    key, problems = _page_key(page)
    here = _from_key(events, key, asked.newest_first).with_related().with_disagreements()
    shown = list(here[: EVENTS_ON_A_PAGE + 1])
    following = shown[EVENTS_ON_A_PAGE:]
    shown = shown[:EVENTS_ON_A_PAGE]
    before = _key_before(events, key, asked.newest_first)
    ends = _ends(asked, events, key, shown, following)
    found = searching.entries(shown, asked.q)
    entries = sorted([*found, *ends], key=lambda e: e.place, reverse=asked.newest_first)
    years = _years(entries, counts)
    _say_silences(years, asked)
    return Listing(
        years=years,
        year_links=_year_links(asked, counts, years),
        total=sum(counts.values()),
        on_page=len(shown),
        previous_query=_page_query(asked, before) if before is not None else "",
        next_query=_page_query(asked, following[0].sort_key) if following else "",
        first_query=asked.query,
        problems=problems,
    )


# Paging: by key, never by counting rows from the start.

_OFFSET = 2**63
"""Keys before 2000 are negative; in an address they are written above nought, so that “-1” is a mistake."""


def _page_key(page: str) -> tuple[int | None, list[Problem]]:
    if not page:
        return None, []
    if re.fullmatch(r"\d{1,20}", page, re.ASCII) and int(page) < 2 * _OFFSET:
        return int(page) - _OFFSET, []
    message = _("There is no page “%(page)s”. This is the first.") % {"page": page.replace("\x00", "")[:30]}
    return None, [Problem("page", message)]


def _page_query(asked: TimelineFilter, key: int) -> str:
    return "&".join(part for part in (asked.query, f"page={key + _OFFSET}") if part)


def _from_key(events: EventQuerySet, key: int | None, newest_first: bool) -> EventQuerySet:
    if key is None:
        return events
    return events.filter(sort_key__lte=key) if newest_first else events.filter(sort_key__gte=key)


def _key_before(events: EventQuerySet, key: int | None, newest_first: bool) -> int | None:
    """The key of the page before this one; None on the first page."""
    if key is None:
        return None
    earlier = events.filter(sort_key__gt=key) if newest_first else events.filter(sort_key__lt=key)
    keys = earlier.in_order(newest_first=not newest_first).values_list("sort_key", flat=True)
    return next(reversed(list(keys[:EVENTS_ON_A_PAGE])), None)


# Ends of states: entries of their own, each on exactly one page.


def _ends(
    asked: TimelineFilter, events: EventQuerySet, key: int | None, shown: list[Event], following: list[Event]
) -> Iterator[Entry]:
    """The ends that fall on this page. One comes after what happened that day, so the bounds are days."""
    if key is not None and not shown:
        return
    first = SortKey.day_of(key, ending=asked.newest_first) if key is not None else None
    last = following[0].sorts_on() if following else None
    if asked.newest_first:
        first, last = last, first
    words = searching.as_searched(asked.q)
    ending = events.ending_between(first, last).with_disagreements()
    for event in ending.select_related("issued_by").prefetch_related("services"):
        within = (
            asked.first is None or event.ended_latest is None or event.ended_latest >= asked.first
        ) and (asked.last is None or event.ended_earliest is None or event.ended_earliest <= asked.last)
        if within:
            yield Entry(event, is_end=True, words=words)


# Headings.


def _years(entries: list[Entry], counts: dict[int, int]) -> list[Year]:
    taken: set[str] = set()
    grouped = [(year, list(group)) for year, group in groupby(entries, key=lambda entry: entry.sorts_on.year)]
    numbers = [year for year, _group in grouped]
    return [
        Year(year, counts.get(year, 0), _sections(group, taken), above, below)
        for (year, group), above, below in zip(grouped, [None, *numbers], [*numbers[1:], None], strict=False)
    ]


def _sections(entries: list[Entry], taken: set[str]) -> list[Section]:
    sections = []
    for (anchor, heading), group in groupby(entries, key=_heading):
        clusters = [list(same) for _when, same in groupby(group, key=lambda entry: (entry.edtf, entry.when))]
        unique = _untaken(anchor, taken)
        if unique != anchor:
            heading = _("%(heading)s, continued") % {"heading": heading}
        sections.append(Section(unique, heading, clusters))
    return sections


def _untaken(anchor: str, taken: set[str]) -> str:
    """The anchor, numbered if a year-only date has split its month in two."""
    number, unique = 1, anchor
    while unique in taken:
        number += 1
        unique = f"{anchor}-{number}"
    taken.add(unique)
    return unique


def _heading(entry: Entry) -> tuple[str, str]:
    """Anchor and words of the smallest heading that claims no more than the date does."""
    when = dates.parse(entry.edtf)
    day = entry.sorts_on
    if when.precision is dates.Precision.SEASON and when.start and when.start.season:
        words = date_wording.season_in_words(when.start.year, when.start.season)
        return f"s{when.text[:7]}", _("%(season)s, month not stated") % {"season": words}
    if when.precision is dates.Precision.YEAR:
        return f"m{day.year}-undated", _("%(year)s, month not stated") % {"year": day.year}
    if when.precision is dates.Precision.OPEN or _spans_months(when):
        words = date_wording.in_words(when.text)
        return f"d{when.text.replace('..', '').replace('/', '-to-')}", words[:1].upper() + words[1:]
    return f"m{day:%Y-%m}", date_wording.month_in_words(day.year, day.month)


def _spans_months(when: dates.EDTF) -> bool:
    """Whether a span is too wide to stand under the month it begins in, as a week still may."""
    if when.precision is not dates.Precision.RANGE or not when.earliest or not when.latest:
        return False
    return when.latest - when.earliest > timedelta(days=7) and (when.earliest.month != when.latest.month)


# Silences: said, not left to be noticed.


def _say_silences(years: list[Year], asked: TimelineFilter) -> None:
    """Mark each section that whole months without an event come before, in order of date."""
    sections = [section for year in years for section in year.sections]
    if asked.newest_first:
        sections = sections[::-1]
    reached: date | None = None
    for section in sections:
        entries = [entry for cluster in section.clusters for entry in cluster]
        begins = min(entry.sorts_on for entry in entries)
        if reached:
            section.quiet_before = _silence(reached, begins, narrowed=asked.is_narrowed)
        ends = max(entry.may_end for entry in entries)
        reached = max(reached, ends) if reached else ends


def _silence(last: date, following: date, *, narrowed: bool) -> str:
    months = (following.year - last.year) * 12 + following.month - last.month - 1
    if months < QUIET_MONTHS:
        return ""
    template = (
        ngettext(
            "No event found by these filters from %(first)s to %(last)s: %(n)d month.",
            "No event found by these filters from %(first)s to %(last)s: %(n)d months.",
            months,
        )
        if narrowed
        else ngettext(
            "No published event found from %(first)s to %(last)s: %(n)d month.",
            "No published event found from %(first)s to %(last)s: %(n)d months.",
            months,
        )
    )
    first = last.year * 12 + last.month  # the month after, counted from nought
    end = following.year * 12 + following.month - 2
    return template % {
        "first": date_wording.month_in_words(first // 12, first % 12 + 1),
        "last": date_wording.month_in_words(end // 12, end % 12 + 1),
        "n": months,
    }


def _year_links(asked: TimelineFilter, counts: dict[int, int], years: list[Year]) -> list[YearLink]:
    here = {year.number for year in years}
    links = [
        YearLink(
            number,
            events,
            f"#y{number}"
            if number in here
            else f"?{_page_query(asked, _year_key(number, asked.newest_first))}",
        )
        for number, events in counts.items()
    ]
    return links[::-1] if asked.newest_first else links


def _year_key(year: int, newest_first: bool) -> int:
    return SortKey.at(date(year + 1, 1, 1)) - 1 if newest_first else SortKey.at(date(year, 1, 1))
