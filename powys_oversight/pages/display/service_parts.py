"""The parts of a service's history that every service has: its events, and what led to what."""

from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Event, Service

from .. import panels
from . import relations
from .entries import Entry


@panels.on_service("events", _("What happened"), order=10)
def events(service: Service) -> panels.Panel | None:
    found = Event.objects.published().about([service.slug]).in_order().with_related()
    return panels.panel(
        "events", _("What happened"), "pages/_service_events.html", entries=[Entry(event) for event in found]
    )


@panels.on_service("connections", _("What led to what"), order=20)
def connections(service: Service) -> panels.Panel | None:
    chains = relations.chains_of(service)
    return panels.panel("chain", _("What led to what"), "pages/_chains.html", chains=chains)
