"""Relations between events in sentences: on an event's page, and as chains of a service."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Event, Relation, RelationKind, Service

from .cited_sources import CitedSource, by_source
from .entries import Entry

SENTENCES = {
    RelationKind.PROMPTED: _("It prompted “{event}”."),
    RelationKind.FOLLOWS_UP: _("It follows up “{event}”."),
    RelationKind.AMENDS: _("It amends “{event}”."),
    RelationKind.REPLACES: _("It replaces “{event}”."),
    RelationKind.RESPONDS_TO: _("It responds to “{event}”."),
    RelationKind.ENDS: _("It ends “{event}”."),
}
"""Sentences on the page of a relation's first event."""

SENTENCES_FROM_THE_OTHER_END = {
    RelationKind.PROMPTED: _("It was prompted by “{event}”."),
    RelationKind.FOLLOWS_UP: _("It was followed up by “{event}”."),
    RelationKind.AMENDS: _("It was amended by “{event}”."),
    RelationKind.REPLACES: _("It was replaced by “{event}”."),
    RelationKind.RESPONDS_TO: _("It was answered by “{event}”."),
    RelationKind.ENDS: _("It was ended by “{event}”."),
}
"""Sentences on the page of a relation's second event."""


@dataclass(frozen=True)
class RelationSentence:
    sentence: SafeString
    sources: list[CitedSource]


@dataclass(frozen=True)
class ChainStep:
    entry: Entry
    because: list[RelationSentence]


def of_event(event: Event) -> list[RelationSentence]:
    """Return an event's relations in order of the other events. Costs three queries."""
    relations = Relation.objects.published().of_event(event).for_page()
    ordered = sorted(relations, key=lambda relation: (other_end(relation, event).sort_key, relation.kind))
    return [_sentence(relation, event) for relation in ordered]


def chains_of(service: Service) -> list[list[ChainStep]]:
    """Return each chain of related events, the longest first, in order of time.

    An event of another service is included where it is related to one of this. Costs three queries.
    """
    relations = list(Relation.objects.published().about(service.slug).for_page())
    because: dict[int, list[RelationSentence]] = {}
    for relation in relations:
        later = relation.later_end
        because.setdefault(later.pk, []).append(_sentence(relation, later))
    return [[ChainStep(Entry(event), because.get(event.pk, [])) for event in run] for run in _runs(relations)]


def other_end(relation: Relation, event: Event) -> Event:
    return relation.to_event if relation.from_event_id == event.pk else relation.from_event


def _sentence(relation: Relation, event: Event) -> RelationSentence:
    sentences = SENTENCES if relation.from_event_id == event.pk else SENTENCES_FROM_THE_OTHER_END
    other = other_end(relation, event)
    sentence = format_html(str(sentences[RelationKind(relation.kind)]), event=link_to(other))
    return RelationSentence(sentence, by_source(relation.citations.all()))


def _runs(relations: list[Relation]) -> list[list[Event]]:
    events: dict[int, Event] = {}
    run_of: dict[int, set[int]] = {}
    for relation in relations:
        ends = (relation.from_event, relation.to_event)
        events |= {event.pk: event for event in ends}
        small, large = sorted((run_of.get(event.pk, {event.pk}) for event in ends), key=len)
        large |= small
        run_of.update(dict.fromkeys([*small, *(event.pk for event in ends)], large))
    led_to_by: dict[int, set[int]] = {}
    for relation in relations:
        led_to_by.setdefault(relation.later_end.pk, set()).add(relation.earlier_end.pk)
    runs = [
        _causes_first([events[pk] for pk in run], led_to_by)
        for run in {id(run): run for run in run_of.values()}.values()
    ]
    return sorted(runs, key=lambda run: (-len(run), run[0].sort_key))


def _causes_first(events: Iterable[Event], led_to_by: dict[int, set[int]]) -> list[Event]:
    """Sort by time, but never put an event with an imprecise date before its cause."""
    waiting = sorted(events, key=lambda event: event.sort_key)
    ordered: dict[int, Event] = {}
    while waiting:
        free = [event for event in waiting if led_to_by.get(event.pk, set()) <= ordered.keys()]
        following = (free or waiting)[0]  # relations that run in a ring are told in order of time
        ordered[following.pk] = following
        waiting.remove(following)
    return list(ordered.values())
