"""The timeline as a calendar: events on exact days, and the number of events left out.

A date known to the month is left out: as thirty days it would seem to last for all of them.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.about import SITE_NAME, site_title
from powys_oversight.timeline.db.text import UNPRINTABLE
from powys_oversight.timeline.db.transactions import stream_in_transaction
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Event, Version

CONTENT_TYPE = "text/calendar; charset=utf-8"

EVENTS_AT_ONCE = 500
LANGUAGE = {"LANGUAGE": "en-GB"}

_END = b"END:VCALENDAR\r\n"


def stream(asked: TimelineFilter, site: str, version: Version) -> Iterator[bytes]:
    """Stream the calendar in the page's order. Costs two counts, and the queries of its events."""
    from icalendar import Calendar, vText  # inside, as it takes a fifth of a second to load

    events = asked.events()
    shown = events.on_exact_days()
    calendar = Calendar()
    calendar.add("prodid", f"-//{SITE_NAME}//{version}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(site_title(asked.in_words())))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(_about(events.count() - shown.count(), version)))
    head, _between, _tail = calendar.to_ical().partition(_END)
    yield head
    with stream_in_transaction(shown):
        for event in shown.with_related().iterator(chunk_size=EVENTS_AT_ONCE):
            yield _event(event, site)
    yield _END


def _about(left_out: int, version: Version) -> str:
    said = ngettext(
        "%(n)d event is left out, as its day is not known.",
        "%(n)d events are left out, as their days are not known.",
        left_out,
    )
    return f"{said % {'n': left_out}} {_('Version %(version)s of the record.') % {'version': version}}"


def _event(event: Event, site: str) -> bytes:
    """Return an all-day event. Its UID is made from its address, which never changes."""
    from icalendar import Event as CalendarEvent

    entry = CalendarEvent()
    address = site + event.get_absolute_url()
    entry.add("uid", f"{event.slug}@powys-oversight-timeline")
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("dtstart", event.earliest)
    entry.add("dtend", event.earliest + timedelta(days=1))  # the day after: the end is not part of it
    entry.add("summary", UNPRINTABLE.sub("", event.title), LANGUAGE)
    entry.add("description", UNPRINTABLE.sub("", _description(event, address)), LANGUAGE)
    entry.add("url", address)
    entry.add("categories", [str(event.kind_info.label)])
    entry.add("transp", "TRANSPARENT")
    return entry.to_ical()


def _description(event: Event, address: str) -> str:
    entry = Entry(event)
    lines = [event.summary, *(cited.in_a_line for cited in entry.sources), address]
    if entry.kind.lasts:
        lines.insert(0, f"{entry.date_label}: {entry.when}.")
    return "\n\n".join(lines)
