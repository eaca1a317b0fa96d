import re

from django.utils.translation import gettext as _

from powys_oversight.timeline.db import keyset
from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models.event_queries import EventQuerySet

EVENTS_ON_A_PAGE = 200  # the whole record fits one page today; beyond this the timeline is paged by key


_OFFSET = 2**63  # makes keys before 2000 positive in addresses, where “-1” is a mistake


def parse_page_key(page: str) -> tuple[int | None, list[Problem]]:
    if not page:
        return None, []
    if re.fullmatch(r"\d{1,20}", page, re.ASCII) and int(page) < 2 * _OFFSET:
        return int(page) - _OFFSET, []
    message = _("There is no page “%(page)s”. This is the first.") % {"page": page.replace("\x00", "")[:30]}
    return None, [Problem("page", message)]


def page_query(asked: TimelineFilter, key: int) -> str:
    return "&".join(part for part in (asked.query, f"page={key + _OFFSET}") if part)


def previous_page_key(events: EventQuerySet, key: int | None, newest_first: bool) -> int | None:
    """Return the key of the page before; None on the first page."""
    if key is None:
        return None
    earlier = keyset.beyond(events, "sort_key", key, reverse=not newest_first)
    keys = earlier.in_order(newest_first=not newest_first).values_list("sort_key", flat=True)
    return next(reversed(list(keys[:EVENTS_ON_A_PAGE])), None)
