from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel
from ..db.queries import RecordQuerySet
from .events import Event
from .sources import Citation


class RelationQuerySet(RecordQuerySet):
    def replacing(self, events: Iterable[Any]) -> Self:
        return self.filter(kind=RelationKind.REPLACES, to_event__in=[event.pk for event in events])

    def of_event(self, event: Any) -> Self:
        return self.filter(Q(from_event=event.pk) | Q(to_event=event.pk))

    def about(self, service: str) -> Self:
        links = apps.get_model("timeline", "EventService")._default_manager.filter(service__slug=service)
        ends = Q(event=OuterRef("from_event")) | Q(event=OuterRef("to_event"))
        return self.filter(Exists(links.filter(ends)))

    def for_page(self) -> Self:
        """Return relations with events and citations, in order. Three queries."""
        return (
            self.select_related("from_event__issued_by", "to_event__issued_by")
            .prefetch_related("citations__source")
            .order_by("from_event__sort_key", "to_event__sort_key", "kind")
        )


class RelationKind(models.TextChoices):
    PROMPTED = "prompted", _("Prompted")
    FOLLOWS_UP = "follows-up", _("Follows up")
    AMENDS = "amends", _("Amends")
    REPLACES = "replaces", _("Replaces")
    RESPONDS_TO = "responds-to", _("Responds to")
    ENDS = "ends", _("Ends")


class Relation(RecordModel):
    """How one event led to another, from left to right: "the inspection prompted the notice"."""

    natural = ("from_event__slug", "kind", "to_event__slug")
    event_paths = ("from_event", "to_event")

    from_event = models.ForeignKey(
        Event, models.CASCADE, related_name="relations_out", verbose_name=_("this event")
    )
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)
    to_event = models.ForeignKey(
        Event, models.CASCADE, related_name="relations_in", verbose_name=_("that event")
    )

    objects = RelationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["from_event", "kind", "to_event"]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["from_event", "kind", "to_event"], name="a_relation_is_stated_once"
            ),
            models.CheckConstraint(
                name="an_event_is_not_related_to_itself",
                condition=~Q(from_event=F("to_event")),
                violation_error_message=_("An event is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_event} – {self.get_kind_display()} – {self.to_event}"

    @property
    def earlier_end(self) -> Event:
        return self.from_event if self.kind == RelationKind.PROMPTED else self.to_event

    @property
    def later_end(self) -> Event:
        return self.to_event if self.kind == RelationKind.PROMPTED else self.from_event

    def get_absolute_url(self) -> str:
        return f"{self.from_event.get_absolute_url()}#related"


class RelationCitation(Citation):
    event_paths = ("claim__from_event", "claim__to_event")
    shown_with = ("claim__from_event", "claim__to_event")

    claim = models.ForeignKey(Relation, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("relation citation")
        verbose_name_plural = _("relation citations")
