"""How one event led to another, in sentences: on an event's page, and as the chain of a service."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .listing import CitedSource, Entry, by_source
from .models import Event, Relation, RelationKind, Service

SENTENCES = {
    RelationKind.PROMPTED: _("It prompted {event}."),
    RelationKind.FOLLOWS_UP: _("It follows up {event}."),
    RelationKind.AMENDS: _("It amends {event}."),
    RelationKind.REPLACES: _("It replaces {event}."),
    RelationKind.RESPONDS_TO: _("It responds to {event}."),
    RelationKind.ENDS: _("It ends {event}."),
}
"""What the event a relation begins at says of the event it leads to."""

SENTENCES_FROM_THE_OTHER_END = {
    RelationKind.PROMPTED: _("It was prompted by {event}."),
    RelationKind.FOLLOWS_UP: _("It was followed up by {event}."),
    RelationKind.AMENDS: _("It was amended by {event}."),
    RelationKind.REPLACES: _("It was replaced by {event}."),
    RelationKind.RESPONDS_TO: _("It was responded to by {event}."),
    RelationKind.ENDS: _("It was ended by {event}."),
}
"""What the event that a relation leads to says of the event it begins at."""


@dataclass(frozen=True)
class Related:
    """How an event is tied to another, as a sentence with a link, and on what evidence."""

    sentence: SafeString
    sources: list[CitedSource]


@dataclass(frozen=True)
class Step:
    """An event of a chain, and what ties it to the ones before it."""

    entry: Entry
    because: list[Related]


def of_event(event: Event) -> list[Related]:
    """What led to the event and what it led to, in order of the other events. Costs three queries."""
    relations = Relation.objects.published().of_event(event).for_page()
    ordered = sorted(relations, key=lambda relation: (other_end(relation, event).sort_key, relation.kind))
    return [_told_by(relation, event) for relation in ordered]


def chain_of(service: Service) -> list[Step]:
    """The longest run of events of a service that relations tie together, in order.

    An event of another service stands in it where it led to one of this service. Costs three queries.
    """
    relations = list(Relation.objects.published().about(service.slug).for_page())
    events = {event.pk: event for relation in relations for event in (relation.from_event, relation.to_event)}
    run = _largest_run(relations)
    steps = sorted((events[pk] for pk in run), key=lambda event: event.sort_key)
    return [
        Step(Entry(event), [_told_by(each, event) for each in relations if _later_end(each) == event])
        for event in steps
    ]


def other_end(relation: Relation, event: Event) -> Event:
    return relation.to_event if relation.from_event_id == event.pk else relation.from_event


def _later_end(relation: Relation) -> Event:
    """The event that comes second: what was prompted, and whatever follows, answers or ends."""
    return relation.to_event if relation.kind == RelationKind.PROMPTED else relation.from_event


def _told_by(relation: Relation, event: Event) -> Related:
    sentences = SENTENCES if relation.from_event_id == event.pk else SENTENCES_FROM_THE_OTHER_END
    there = other_end(relation, event)
    link = format_html('<a href="{}">“{}”</a>', there.get_absolute_url(), there.title)
    sentence = format_html(str(sentences[RelationKind(relation.kind)]), event=link)
    return Related(sentence, by_source(relation.citations.all()))


def _largest_run(relations: Iterable[Relation]) -> set[int]:
    """The keys of the most events that are tied to one another; of two as large, those met first."""
    runs: list[set[int]] = []
    for relation in relations:
        joined = {relation.from_event_id, relation.to_event_id}
        for run in [run for run in runs if run & joined]:
            joined |= run
            runs.remove(run)
        runs.append(joined)
    return max(runs, key=len, default=set())
