"""The as-of group of states that last, and their sentences.

A state is a notice, a board, an arrangement: an event of a kind that lasts. An app may register other
sentences for its own kinds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from powys_oversight.timeline import kinds
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Citation, Event, Relation, Service

from ..display.cited_sources import by_source
from ..display.entries import Entry
from .groups import (
    CitedSentence,
    Group,
    StatusLine,
    Summarise,
    Wording,
    citations_known_by,
    first_cited,
    interval_of_event,
    present,
    register,
    services_of,
)
from .intervals import IntervalStatus, StatusOnDay, TrackedItem

STATES = "states"


@dataclass(frozen=True)
class State(Entry):
    replacements: tuple[Relation, ...] = ()  # each replacement, with its citations

    def replaced_by(self, status: StatusOnDay) -> Relation | None:
        """Return the latest replacement by the day; with `known_then`, if published by then."""
        certain = [
            relation
            for relation in self.replacements
            if relation.from_event.latest
            and relation.from_event.latest <= status.day
            and citations_known_by(status, relation.citations.all())
        ]
        return certain[-1] if certain else None


def _states(floor: date) -> list[TrackedItem]:
    """Return every state in order. Costs seven queries."""
    events = list(Event.objects.published().of_kinds(kinds.lasting()).in_order().with_related())
    replacements = _replacements(events)
    return [
        TrackedItem(
            STATES,
            services_of(event),
            interval_of_event(event, floor),
            State(event, replacements=tuple(replacements.get(event.pk, []))),
        )
        for event in events
    ]


def _replacements(states: Iterable[Event]) -> dict[int, list[Relation]]:
    """Return the published replacements of each state, by its key. Costs three queries."""
    relations = (
        Relation.objects.published()
        .replacing(states)
        .select_related("from_event")
        .prefetch_related("citations__source")
        .order_by("from_event__sort_key")
    )
    by_state: dict[int, list[Relation]] = {}
    for relation in relations:
        by_state.setdefault(relation.to_event_id, []).append(relation)
    return by_state


PHRASES = Wording(
    may_have_begun=_("May have been in place by then. Began: {began}."),
    announced=_("Announced by then. No source had said that it had begun."),
    ongoing=_("In place. Began: {began}."),
    no_end_stated=_(
        "Begun: {began}. No source states an end, so on any later day it may have been in place."
    ),
    may_have_ended=_("May still have been in place. Began: {began}. Ended: {ended}."),
    over=_("Over. Ended: {ended}."),
    end_unpublished=_("Begun: {began}. No end had been published by then."),
)
"""Words beside a state's name."""

REPLACED = _("Begun: {began}. No source states the day it ended; replaced by “{successor}” ({when}).")

CHANGES = Wording(
    may_have_begun=_("{what}: may have begun."),
    announced=_("{what}: announced."),
    ongoing=_("{what}: begun, and in place."),
    no_end_stated=_("{what}: begun; no end is stated."),
    may_have_ended=_("{what}: may have ended."),
    over=_("{what}: over."),
    end_unpublished=_("{what}: begun; no end had been published."),
)
"""Sentences by the new status of a state."""

SENTENCES = Wording(
    ongoing=_("In place: {states}."),
    may_have_ended=_("May still have been in place: {states}."),
    no_end_stated=_("Begun, with no end stated: {states}."),
    may_have_begun=_("May have been in place: {states}."),
    announced=_("Announced, and not yet said to have begun: {states}."),
    over=_("Ended: {states}."),
    end_unpublished=_("Begun, with no end published by then: {states}."),
)
"""Sentences for all states of one status."""

MOST_TOLD = 8  # states named in one sentence, the latest; the day's page lists all

ITEM = _("{state} ({when})")
ITEM_REPLACED = _("{state} ({when}; since replaced)")
ITEM_ENDED = _("{state} (ended {when})")


def phrase(status: StatusOnDay) -> SafeString:
    state = status.subject
    replacement = _replacement(status)
    if replacement is None:
        return format_html(PHRASES.of(status), began=state.when, ended=state.end_in_words)
    successor = replacement.from_event
    when = format_edtf(successor.occurred)
    return format_html(str(REPLACED), began=state.when, successor=link_to(successor), when=when)


def _replacement(status: StatusOnDay) -> Relation | None:
    return (
        status.subject.replaced_by(status) if status.interval_status is IntervalStatus.NO_END_STATED else None
    )


def _claims(status: StatusOnDay) -> list[Any]:
    replacement = _replacement(status)
    return [status.subject.event, replacement] if replacement else [status.subject.event]


def _cited_of_state(status: StatusOnDay) -> list[Citation]:
    return [citation for claim in _claims(status) for citation in claim.citations.all()]


def _summarise_states(service: Service, statuses: list[StatusOnDay]) -> list[CitedSentence]:
    sentences, plain = [], []
    for slug in kinds.by_slug():
        item = [status for status in statuses if status.subject.event.kind_info.slug == slug]
        if slug in _summarisers:
            sentences += _summarisers[slug](service, item)
        else:
            plain += item
    return sentences + summarise_plainly(plain)


def summarise_plainly(statuses: list[StatusOnDay]) -> list[CitedSentence]:
    """Return a sentence for each status: states in place first, the last one over after them."""
    over = sorted((status for status in statuses if status.interval_status is IntervalStatus.OVER), key=_end)
    alike: dict[str, list[StatusOnDay]] = {}
    for status in [*present(statuses), *over[-1:]]:
        alike.setdefault(SENTENCES.of(status), []).append(status)
    order = [str(words) for words in vars(SENTENCES).values()]
    return [_sentence(words, alike[words]) for words in sorted(alike, key=order.index)]


def standing(service: Service, statuses: Iterable[StatusOnDay]) -> CitedSentence | None:
    """Return one sentence: what was surely in place for a service, else what was the last to end."""
    sure = (IntervalStatus.ONGOING, IntervalStatus.OVER)
    states = [
        status
        for status in statuses
        if status.item.group == STATES
        and service.slug in status.item.services
        and status.interval_status in sure
    ]
    return next(iter(summarise_plainly(states)), None)


def _end(status: StatusOnDay) -> date:
    return (status.interval.ends and status.interval.ends.last) or date.min


def _sentence(words: str, statuses: list[StatusOnDay]) -> CitedSentence:
    named = statuses[-MOST_TOLD:]
    items: list[SafeString | str] = [_item(status) for status in named]
    if more := len(statuses) - len(named):
        items.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    states = format_html_join("; ", "{}", ((item,) for item in items))
    sources = by_source(citation for status in named for citation in first_cited(status, *_claims(status)))
    return CitedSentence(format_html(words, states=states), sources)


def _item(status: StatusOnDay) -> SafeString:
    state = status.subject
    when = state.end_in_words if status.interval_status in ENDING else state.when
    words = ITEM_REPLACED if _replacement(status) else ITEM
    if status.interval_status is IntervalStatus.MAY_HAVE_ENDED:
        words = ITEM_ENDED
    return format_html(str(words), state=link_to(state.event), when=when)


ENDING = (IntervalStatus.MAY_HAVE_ENDED, IntervalStatus.OVER)
"""Statuses whose sentence gives the end; others give the beginning."""

_summarisers: dict[str, Summarise] = {}


def summarises(kind: kinds.Kind) -> Callable[[Summarise], Summarise]:
    def register_teller(summarise: Summarise) -> Summarise:
        _summarisers[kind.slug] = summarise
        return summarise

    return register_teller


register(
    Group(
        name=STATES,
        order=10,
        heading=_("Notices, boards and arrangements"),
        template="pages/_states.html",
        load=_states,
        line=lambda status: StatusLine(
            status.subject, phrase(status), citations_known_by(status, _cited_of_state(status))
        ),
        link=lambda state: link_to(state.event),
        cited=_cited_of_state,
        changes=CHANGES,
        summarise=_summarise_states,
    )
)
