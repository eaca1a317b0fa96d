"""Where the apps above hang what they know on the pages of an event and of a service, and on a briefing.

An app defines panels in its `panels.py`, found by name when the site starts. The timeline shows
them in their order and knows nothing of what they say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from powys_oversight.timeline.kinds import Words
from powys_oversight.timeline.models import Event, Service


@dataclass(frozen=True)
class Panel:
    """A part of a page: where it stands, what heads it, its template and what the template is given."""

    anchor: str
    heading: Words
    template: str
    context: dict[str, Any]


Draw = Callable[[Any], Panel | None]
_event_panels: list[tuple[int, Draw]] = []
_service_panels: list[tuple[int, Draw]] = []
_briefing_panels: list[tuple[int, Draw]] = []


def on_event(order: int) -> Callable[[Draw], Draw]:
    """Shows what the function returns on an event's page; None where it has nothing to say."""
    return _register(_event_panels, order)


def on_service(order: int) -> Callable[[Draw], Draw]:
    return _register(_service_panels, order)


def on_briefing(order: int) -> Callable[[Draw], Draw]:
    """Shows what the function returns on a service's briefing, in as few lines as will do."""
    return _register(_briefing_panels, order)


def of_event(event: Event) -> list[Panel]:
    return _drawn(_event_panels, event)


def of_service(service: Service) -> list[Panel]:
    return _drawn(_service_panels, service)


def of_briefing(service: Service) -> list[Panel]:
    return _drawn(_briefing_panels, service)


def _register(panels: list[tuple[int, Draw]], order: int) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        panels.append((order, draw))
        return draw

    return register


def _drawn(panels: list[tuple[int, Draw]], subject: Any) -> list[Panel]:
    ordered = sorted(panels, key=lambda panel: panel[0])
    return [panel for _order, draw in ordered if (panel := draw(subject))]
