"""What the timeline itself tells a day by: states that last, and who held office.

A state is a notice, a board, an arrangement: any event of a kind that lasts. Each is told alike,
unless the app it belongs to says otherwise of its kind.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from . import kinds
from .asof import Held, Stand, Standing
from .entries import Entry
from .models import Citation, Event, OfficeHolding, Service
from .offices import OfficeLine
from .standing import (
    Group,
    Line,
    Said,
    Tell,
    end_is_held_back,
    first_source,
    link_to,
    of_event,
    present,
    register,
    services_of,
    spell,
    told,
)

STATES, OFFICES = "states", "offices"


def _states(floor: date) -> list[Held]:
    lasting = [slug for slug, model in kinds.by_slug().items() if model.KIND.lasts]
    events = Event.objects.published().of_kinds(lasting).in_order().with_related()
    return [Held(STATES, services_of(event), of_event(event, floor), Entry(event)) for event in events]


PHRASES = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("May have been in place by then. Began: {began}."),
    Standing.ONGOING: gettext_lazy("In place. Began: {began}."),
    Standing.NO_END_STATED: gettext_lazy(
        "Begun: {began}. No source states an end, so on any later day it may have been in place."
    ),
    Standing.MAY_HAVE_ENDED: gettext_lazy("May still have been in place. Began: {began}. Ended: {ended}."),
    Standing.OVER: gettext_lazy("Over. Ended: {ended}."),
}
"""How a state stood, beside its name."""

SENTENCES = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("{title}: may have been in place (began: {began})."),
    Standing.ONGOING: gettext_lazy("{title}: in place (began: {began})."),
    Standing.NO_END_STATED: gettext_lazy("{title}: begun ({began}), and no source states an end."),
    Standing.MAY_HAVE_ENDED: gettext_lazy("{title}: may still have been in place (ended: {ended})."),
    Standing.OVER: gettext_lazy("{title}: over (ended: {ended})."),
}
"""The same with its name, as a sentence of its own."""

END_NOT_PUBLISHED = gettext_lazy("Begun: {began}. No end had been published by then.")
"""Where an end is known now and was not then."""


def phrase(stand: Stand) -> str:
    """How a state stood, in words."""
    words = END_NOT_PUBLISHED if end_is_held_back(stand) else PHRASES[stand.standing]
    return str(words).format(**_when(stand))


def _when(stand: Stand) -> dict[str, str]:
    entry = stand.subject
    return {"began": entry.when, "ended": entry.end_in_words}


TURNS = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have begun."),
    Standing.ONGOING: gettext_lazy("{what}: begun, and in place."),
    Standing.NO_END_STATED: gettext_lazy("{what}: begun; no end is stated."),
    Standing.MAY_HAVE_ENDED: gettext_lazy("{what}: may have ended."),
    Standing.OVER: gettext_lazy("{what}: over."),
}
"""What is said of a state once it stands so."""


def _tell_states(service: Service, stands: list[Stand]) -> list[Said]:
    """For each kind that lasts, the state of which there was news last."""
    said = []
    for slug in kinds.by_slug():
        held = [stand for stand in stands if stand.subject.event.kind_words.slug == slug]
        tell = _tellers.get(slug, _tell_the_latest)
        said += tell(service, held)
    return said


def _tell_the_latest(service: Service, stands: list[Stand]) -> list[Said]:
    return [said_of(max(stands, key=_last_turn))] if stands else []


def _last_turn(stand: Stand) -> date:
    """The last day, up to the one asked about, on which it began to stand otherwise."""
    return max((day for day in stand.spell.turns() if day <= stand.day), default=date.min)


def said_of(stand: Stand) -> Said:
    """One state as a sentence of its own."""
    event = stand.subject.event
    sentence = format_html(str(SENTENCES[stand.standing]), title=link_to(event), **_when(stand))
    return Said(sentence, first_source(stand, event))


_tellers: dict[str, Tell] = {}


def tells(kind: kinds.Kind) -> Callable[[Tell], Tell]:
    """Has the states of a kind told by the function, where the plain sentences would say too little."""

    def register_teller(tell: Tell) -> Tell:
        _tellers[kind.slug] = tell
        return tell

    return register_teller


# Offices, which belong to no one service.

IN_OFFICE = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("May have been in office."),
    Standing.ONGOING: gettext_lazy("In office."),
    Standing.NO_END_STATED: gettext_lazy("Had come into office; no source states an end."),
    Standing.MAY_HAVE_ENDED: gettext_lazy("May still have been in office."),
}
"""How an office stood, beside its holder."""

OFFICE_TURNS = {
    Standing.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have come into office."),
    Standing.ONGOING: gettext_lazy("{what}: in office."),
    Standing.NO_END_STATED: gettext_lazy("{what}: in office; no end is stated."),
    Standing.MAY_HAVE_ENDED: gettext_lazy("{what}: may have left office."),
    Standing.OVER: gettext_lazy("{what}: out of office."),
}


def _offices(floor: date) -> list[Held]:
    holdings = OfficeHolding.objects.select_related("person", "organisation").prefetch_related(
        "citations__source"
    )
    return [
        Held(
            OFFICES,
            frozenset(),
            spell(each.began, each.ended, floor, each.citations.all()),
            OfficeLine(each, each.person.slug),
        )
        for each in holdings.order_by("organisation__name", "role", "began_earliest", "pk")
    ]


def _certain_first(stands: list[Stand]) -> list[Stand]:
    """Those who were in office, or had come into it, before those who may have been."""
    return sorted(present(stands), key=lambda stand: stand.standing is Standing.MAY_HAVE_BEGUN)


def _link_to_office(line: OfficeLine) -> SafeString:
    holding = line.holding
    return format_html('<a href="{}">{}</a>', holding.get_absolute_url(), f"{holding.person}, {holding.role}")


def _line(stand: Stand, words: str, citations: Iterable[Citation]) -> Line:
    return Line(stand.subject, words, told(stand, citations))


register(
    Group(
        STATES,
        10,
        gettext_lazy("Notices, boards and arrangements"),
        "timeline/_states.html",
        _states,
        lambda stand: _line(stand, phrase(stand), stand.subject.event.citations.all()),
        lambda entry: link_to(entry.event),
        TURNS,
        _tell_states,
    )
)
register(
    Group(
        OFFICES,
        90,
        gettext_lazy("Who held office"),
        "timeline/_offices.html",
        _offices,
        lambda stand: _line(stand, str(IN_OFFICE[stand.standing]), stand.subject.holding.citations.all()),
        _link_to_office,
        OFFICE_TURNS,
        choose=_certain_first,
        of_services=False,
    )
)
