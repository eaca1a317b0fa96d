"""The timeline's list: years, months, clusters and entries, in order.

Decides where each event stands and how its date is worded. Templates decide nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from powys_oversight.timeline.dates.edtf import EDTF, Precision, parse_edtf
from powys_oversight.timeline.dates.formatting import format_edtf, format_month, format_season
from powys_oversight.timeline.db import keyset
from powys_oversight.timeline.db.sort_key import SortKey
from powys_oversight.timeline.db.text import search_terms
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Event
from powys_oversight.timeline.models.event_queries import EventQuerySet

from ..display.entries import Entry
from . import paging, search_results
from .paging import page_query, parse_page_key, previous_page_key
from .silences import mark_silences
from .structure import Listing, Section, Year, YearLink


def build_listing(asked: TimelineFilter, page: str = "") -> Listing:
    """Return the page for a filter and a page key.

    Costs four queries and their prefetches; two more for a search.
    """
    events = asked.events()
    counts = events.count_by_year()
    key, problems = parse_page_key(page)
    here = keyset.beyond(events, "sort_key", key, reverse=asked.newest_first, inclusive=True)
    here = here.with_related().with_disagreements()
    shown, following = keyset.take(here, paging.EVENTS_ON_A_PAGE)
    before = previous_page_key(events, key, asked.newest_first)
    ends = _ends(asked, events, key, shown, following)
    entries = search_results.entries(shown, asked.q)
    entries = sorted([*entries, *ends], key=lambda e: e.place, reverse=asked.newest_first)
    years = _years(entries, counts)
    mark_silences(years, asked)
    return Listing(
        years=years,
        year_links=_year_links(asked, counts, years),
        total=sum(counts.values()),
        on_page=len(shown),
        previous_query=page_query(asked, before) if before is not None else "",
        next_query=page_query(asked, following.sort_key) if following else "",
        first_query=asked.query,
        problems=problems,
    )


# Ends of states: entries of their own, each on exactly one page.


def _ends(
    asked: TimelineFilter, events: EventQuerySet, key: int | None, shown: list[Event], following: Event | None
) -> Iterator[Entry]:
    if key is not None and not shown:
        return
    first = SortKey.day_of(key, ending=asked.newest_first) if key is not None else None
    last = following.sorts_on() if following else None
    if asked.newest_first:
        first, last = last, first
    words = tuple(search_terms(asked.q))
    ending = events.ending_between(first, last).with_disagreements()
    for event in ending.select_related("issued_by").prefetch_related("services"):
        if asked.last is None or event.ended_earliest is None or event.ended_earliest <= asked.last:
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
    """Return the anchor, numbered where a year-only date splits its month in two."""
    number, unique = 1, anchor
    while unique in taken:
        number += 1
        unique = f"{anchor}-{number}"
    taken.add(unique)
    return unique


def _heading(entry: Entry) -> tuple[str, str]:
    when = parse_edtf(entry.edtf)
    day = entry.sorts_on
    if when.precision is Precision.SEASON and when.start and when.start.season:
        words = capfirst(format_season(when.start.year, when.start.season))
        return f"s{when.text[:7]}", _("%(season)s, month not stated") % {"season": words}
    if when.precision is Precision.YEAR:
        return f"m{day.year}-undated", _("%(year)s, month not stated") % {"year": day.year}
    if when.precision is Precision.OPEN or _spans_months(when):
        words = format_edtf(when.text)
        return f"d{when.text.replace('..', '').replace('/', '-to-')}", capfirst(words)
    return f"m{day:%Y-%m}", format_month(day.year, day.month)


def _spans_months(when: EDTF) -> bool:
    """True where a span, wider than a week, is not within one month."""
    if when.precision is not Precision.RANGE or not when.earliest or not when.latest:
        return False
    return when.latest - when.earliest > timedelta(days=7) and (when.earliest.month != when.latest.month)


def _year_links(asked: TimelineFilter, counts: dict[int, int], years: list[Year]) -> list[YearLink]:
    here = {year.number for year in years}
    links = [
        YearLink(
            number,
            events,
            f"#y{number}"
            if number in here
            else f"?{page_query(asked, _year_key(number, asked.newest_first))}",
        )
        for number, events in counts.items()
    ]
    return links[::-1] if asked.newest_first else links


def _year_key(year: int, newest_first: bool) -> int:
    return SortKey.at(date(year + 1, 1, 1)) - 1 if newest_first else SortKey.at(date(year, 1, 1))
