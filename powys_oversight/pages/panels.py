"""Panels that apps above add to the pages of an event, of a service and of a briefing, and to the front.

An app registers them in `extensions/panels.py`. They stand in their order; the pages know nothing of their
content.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from powys_oversight.timeline.kinds import Words
from powys_oversight.timeline.models import Event, Service


@dataclass(frozen=True)
class Panel:
    """A part of a page: its anchor, heading and template, and the template's context."""

    anchor: str
    heading: Words
    template: str
    context: dict[str, object]


def panel(anchor: str, heading: Words, template: str, **context: object) -> Panel | None:
    """Return the panel; None where everything in its context is empty."""
    return Panel(anchor, heading, template, context) if any(context.values()) else None


@dataclass(frozen=True)
class Count:
    """A number of the record on the front page, the words after it, and where the rows it counts are."""

    number: str
    words: Words
    href: str


Draw = Callable[[Any], Panel | None]


@dataclass(frozen=True)
class ServicePart:
    """A part of a service's history with a page of its own, at `/services/<service>/<slug>/`."""

    slug: str
    label: Words
    draw: Draw
    order: int


_event_panels: list[tuple[int, Draw]] = []
_answers: list[tuple[int, Draw]] = []
_glances: list[tuple[int, Draw]] = []
_parts: list[ServicePart] = []
_briefing_panels: list[tuple[int, Draw]] = []
_counts: list[tuple[int, Callable[[], Count]]] = []


def on_event(order: int) -> Callable[[Draw], Draw]:
    """Show the function's result on an event's page; nothing for None."""
    return _register(_event_panels, order)


def on_answer(order: int) -> Callable[[Draw], Draw]:
    """Show the function's result near the top of an event's page: what its kind is asked first."""
    return _register(_answers, order)


def on_glance(order: int) -> Callable[[Draw], Draw]:
    """Show the function's result on the page of a service, in short."""
    return _register(_glances, order)


def on_service(slug: str, label: Words, order: int) -> Callable[[Draw], Draw]:
    """Show the function's result on a page of its own below the page of a service."""

    def register(draw: Draw) -> Draw:
        _parts.append(ServicePart(slug, label, draw, order))
        return draw

    return register


def on_briefing(order: int) -> Callable[[Draw], Draw]:
    return _register(_briefing_panels, order)


def on_front(order: int) -> Callable[[Callable[[], Count]], Callable[[], Count]]:
    """Show the function's count among the numbers of the front page."""

    def register(count: Callable[[], Count]) -> Callable[[], Count]:
        _counts.append((order, count))
        return count

    return register


def counts() -> list[Count]:
    return [count() for _order, count in sorted(_counts, key=lambda each: each[0])]


def of_event(event: Event) -> list[Panel]:
    return _drawn(_event_panels, event)


def answers(event: Event) -> list[Panel]:
    return _drawn(_answers, event)


def glances(service: Service) -> list[Panel]:
    return _drawn(_glances, service)


def parts_of_services() -> list[ServicePart]:
    return sorted(_parts, key=lambda part: part.order)


def of_briefing(service: Service) -> list[Panel]:
    return _drawn(_briefing_panels, service)


def _register(panels: list[tuple[int, Draw]], order: int) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        panels.append((order, draw))
        return draw

    return register


def _drawn(panels: list[tuple[int, Draw]], subject: object) -> list[Panel]:
    ordered = sorted(panels, key=lambda panel: panel[0])
    return [panel for _order, draw in ordered if (panel := draw(subject))]
