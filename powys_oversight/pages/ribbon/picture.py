"""The lanes of the ribbon, from the record's states and events, for `layout`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.timeline.dates.edtf import Precision
from powys_oversight.timeline.dates.formatting import format_month
from powys_oversight.timeline.models import Event, Organisation, Service

from ..asof import intervals
from ..asof.groups import Record
from ..asof.intervals import TrackedItem
from ..asof.states import STATES
from ..display.entries import Entry
from . import layout
from .layout import Lane, Moment, Phase, Ribbon

SHAPES = {Precision.DAY.value: layout.DAY, Precision.MONTH.value: layout.MONTH}
"""Precisions with a solid mark and with an open one. Others are dashed."""


MAX_LANES, MAX_ENTRIES = 6, 400  # the most services and entries drawn; beyond them only the list is shown


@dataclass(frozen=True)
class Picture:
    """The ribbon, the key to its letters, and the phases as lists."""

    drawings: list[tuple[str, Ribbon]]  # the narrow and the wide drawing, each with its class
    key: list[tuple[str, str]]  # each letter in a mark, and what it stands for
    lists: list[tuple[Service, list[Entry]]]  # each service's phases, for who cannot see the ribbon


def ribbon_of_services(
    services: Sequence[Service],
    record: Record,
    entries: Iterable[Entry],
    *,
    listed_on: str = "",
    day: date | None = None,
) -> Picture | None:
    """Return one lane for each service over the days of the record; None where there are too many.

    `listed_on` is the page that lists the entries; blank for the same page. Costs no query.
    """
    entries = list(entries)
    if len(services) > MAX_LANES or len(entries) > MAX_ENTRIES:
        return None
    states = [item for item in record.items if item.group == STATES]
    moments = [entry for entry in entries if not entry.kind.lasts and not entry.is_end]
    lanes = [_lane(service, states, moments, record, listed_on) for service in services]
    used = {(entry.kind.mark, str(entry.kind.label)) for entry in moments}
    return Picture(
        [
            (name, layout.draw_ribbon(lanes, record.first, record.last, _several, width=width, day=day))
            for name, width in (("narrow", layout.NARROW), ("wide", layout.WIDE))
        ],
        sorted(used),
        [(service, [phase.subject for phase in _about(service, states)]) for service in services],
    )


def ribbon_of_record(record: Record, *, listed_on: str = "", day: date | None = None) -> Picture | None:
    """Return the ribbon of all services and events, or None as above. Costs five queries."""
    services = list(Service.objects.all()[: MAX_LANES + 1])
    events = Event.objects.published().in_order().with_related()[: MAX_ENTRIES + 1]
    return ribbon_of_services(services, record, map(Entry, events), listed_on=listed_on, day=day)


def _about(service: Service, states: list[TrackedItem]) -> list[TrackedItem]:
    return [item for item in states if service.slug in item.services]


def _lane(
    service: Service, states: list[TrackedItem], entries: list[Entry], record: Record, listed_on: str
) -> Lane:
    about = [entry for entry in entries if service in entry.event.services.all()]
    return Lane(
        name=service.name,
        href=service.get_absolute_url(),
        rows=[(voice.value, str(voice.label)) for voice in Organisation.Voice],
        moments=[_moment(entry, listed_on) for entry in about],
        phases=[_phase(item, record) for item in _about(service, states)],
    )


def _moment(entry: Entry, listed_on: str) -> Moment:
    name = _("%(title)s: %(when)s (%(kind)s)")
    return Moment(
        day=entry.sorts_on,
        row=entry.voice,
        shape=SHAPES.get(entry.mark, layout.LESS),
        letter=entry.kind.mark,
        name=name % {"title": entry.event.title, "when": entry.when, "kind": entry.kind.label},
        href=entry.event.get_absolute_url(),
        listed=f"{listed_on}#{entry.anchor}",
    )


def _phase(item: TrackedItem, record: Record) -> Phase:
    entry = item.subject
    title, ended = entry.event.title, entry.end_in_words
    label = _("%(title)s (ended %(ended)s)")
    name = (
        _("%(title)s (ended %(ended)s): began %(began)s")
        if ended
        else _("%(title)s (no end stated): began %(began)s")
    )
    words = {"title": title, "began": entry.when, "ended": ended}
    return Phase(
        label=label % words if ended else title,
        name=name % words,
        href=entry.event.get_absolute_url(),
        note="" if ended else _("no end stated"),
        stretches=intervals.stretches(item.interval, record.first, record.last),
    )


def _several(moments: Sequence[Moment]) -> str:
    first, last = (format_month(m.day.year, m.day.month) for m in (moments[0], moments[-1]))
    words = {"n": len(moments), "first": first, "last": last}
    if first == last:
        return ngettext("%(n)d event in %(first)s", "%(n)d events in %(first)s", len(moments)) % words
    return (
        ngettext(
            "%(n)d event from %(first)s to %(last)s", "%(n)d events from %(first)s to %(last)s", len(moments)
        )
        % words
    )
