"""The story in short: its opening, the key events, and a chapter for each of them."""

from dataclasses import dataclass
from itertools import groupby

from powys_oversight.timeline.models import Event, Passage

from .cited_sources import CitedSource, by_source
from .entries import Entry

Part = Passage.Part


@dataclass(frozen=True)
class Told:
    """A passage as a page shows it."""

    passage: Passage

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.passage.citations.all())


@dataclass(frozen=True)
class KeyEvent(Told):
    """A key event: its date, its few words and its sentence."""

    @property
    def entry(self) -> Entry:
        return Entry(self.passage.event)

    @property
    def label(self) -> str:
        return self.passage.label


@dataclass(frozen=True)
class Chapter:
    key: KeyEvent
    passages: list[Told]


def opening() -> list[Told]:
    return [Told(passage) for passage in Passage.objects.at(Part.OPENING)]


def key_events() -> list[KeyEvent]:
    """Return the key events in order, with what an entry shows. Costs five queries."""
    passages = Passage.objects.at(Part.KEY).select_related("event__issued_by")
    passages = passages.prefetch_related("event__services", "event__disagreements")
    return [KeyEvent(passage) for passage in passages]


def chapters() -> list[Chapter]:
    """Return a chapter for each key event, with the passages told of it. Costs eight queries."""
    told = Passage.objects.at(Part.STORY)
    by_event = {event: [Told(passage) for passage in group] for event, group in groupby(told, _event)}
    return [Chapter(key, by_event.get(key.passage.event_id, [])) for key in key_events()]


def _event(passage: Passage) -> int:
    return passage.event_id


def neighbours_of(event: Event) -> tuple[KeyEvent | None, KeyEvent | None]:
    """Return the key events before and after an event. Costs two queries, and what they show."""
    others = Passage.objects.at(Part.KEY).exclude(event=event.pk).prefetch_related(None)
    before = others.filter(event__sort_key__lt=event.sort_key).last()
    after = others.filter(event__sort_key__gt=event.sort_key).first()
    return before and KeyEvent(before), after and KeyEvent(after)
