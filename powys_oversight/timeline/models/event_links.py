from django.db import models
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel
from .events import Event
from .organisations import Service
from .sources import DatedCitation


class EventService(RecordModel):
    natural = ("event__slug", "service__slug")
    event_paths = ("event",)

    event = models.ForeignKey(Event, models.CASCADE)
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))

    class Meta:
        verbose_name = _("service concerned")
        verbose_name_plural = _("services concerned")
        constraints = [
            models.UniqueConstraint(fields=["event", "service"], name="an_event_names_a_service_once")
        ]
        indexes = [
            # A service's page and the timeline of one service.
            models.Index(fields=["service", "event"], name="events_of_a_service")
        ]

    def __str__(self) -> str:
        return str(self.service)


class EventCitation(DatedCitation):
    claim = models.ForeignKey(Event, models.CASCADE, related_name="citations")

    class Meta(DatedCitation.Meta):
        verbose_name = _("event citation")
        verbose_name_plural = _("event citations")
