"""The ribbon of some services, from the record's states and key events, for `layout`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from powys_oversight.timeline.dates.edtf import Precision
from powys_oversight.timeline.models import Service

from ..asof.groups import Record
from ..asof.intervals import TrackedItem
from ..asof.offices import OFFICES
from ..asof.states import STATES
from ..display.entries import Entry
from ..display.story import KeyEvent
from .layout import Band, Moment, Ribbon, draw_ribbon

SHAPES = {Precision.DAY.value: "day", Precision.MONTH.value: "open"}
"""Precisions with a solid dot and with an open one. Others are dashed."""

MOST_MOMENTS, MOST_BANDS = 12, 40  # beyond them nothing is drawn, and only the lists are shown


@dataclass(frozen=True)
class Picture:
    """The drawing, and the same as lists: the key events, and what was in place."""

    ribbon: Ribbon
    key_events: Sequence[KeyEvent]
    states: list[Entry]


def picture_of(
    record: Record, key_events: Sequence[KeyEvent], *, about: Service | None = None, day: date | None = None
) -> Picture | None:
    """Return the picture of all services, or of one; None where there is too much to draw."""
    told = [key for key in key_events if about is None or about in key.entry.event.services.all()]
    states = [
        item
        for item in record.items
        if item.group == STATES and (about is None or about.slug in item.services)
    ]
    if len(told) > MOST_MOMENTS or len(states) > MOST_BANDS:
        return None
    ribbon = draw_ribbon(
        [_moment(key) for key in told], [_band(item) for item in states], record.first, record.last, day
    )
    return Picture(ribbon, told, [item.subject for item in states])


def drawings_of_offices(record: Record) -> dict[int, Ribbon]:
    """Return the offices of each body over the days of the record, by the key of the body."""
    by_body: dict[int, list[Band]] = {}
    offices = [item for item in record.items if item.group == OFFICES]
    for item in sorted(offices, key=lambda item: item.interval.begins.first):
        held, voice = item.subject, item.subject.organisation.voice
        if item.interval.begins.first <= record.last:
            band = Band(str(held), voice, held.get_absolute_url(), item.interval)
            by_body.setdefault(held.organisation_id, []).append(band)
    return {body: draw_ribbon([], bands, record.first, record.last) for body, bands in by_body.items()}


def _moment(key: KeyEvent) -> Moment:
    entry = key.entry
    return Moment(
        day=entry.sorts_on,
        when=capfirst(entry.when),
        label=key.label,
        voice=entry.voice,
        shape=SHAPES.get(entry.mark, "less"),
        href=entry.event.get_absolute_url(),
    )


def _band(item: TrackedItem) -> Band:
    entry = item.subject
    return Band(entry.event.title, entry.voice, entry.event.get_absolute_url(), item.interval)
