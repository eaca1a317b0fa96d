from collections.abc import Collection
from typing import Self

from django.apps import apps
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Value, When

from powys_oversight.timeline.db.queries import BY_DATE, RecordQuerySet
from powys_oversight.timeline.models import Organisation


class FindingQuerySet(RecordQuerySet):
    ORDER = ("event__sort_key", "number")

    def about(self, service: str) -> Self:
        return self.filter(services__slug=service)

    def about_any(self, services: Collection[str]) -> Self:
        if not services:
            return self
        links = self.model.services.through._default_manager.filter(service__slug__in=services)
        return self.filter(Exists(links.filter(finding=OuterRef("pk"))))

    def on(self, theme: str) -> Self:
        return self.filter(Q(theme=theme) | Q(also_about=theme))

    def spoken_by(self, voices: Collection[str]) -> Self:
        if not voices:
            return self
        spoken = Q(stated_by__voice__in=voices)
        if Organisation.Voice.OTHER in voices:
            spoken |= Q(stated_by__isnull=True)
        return self.filter(spoken)

    def with_judgement(self) -> Self:
        inspections = apps.get_model("inspections", "Inspection")._default_manager
        at_one = Exists(inspections.filter(pk=OuterRef("event")))
        reviewer = Q(stated_by__isnull=True) | Q(stated_by__voice=Organisation.Voice.OTHER)
        inspectorate = Q(stated_by__voice=Organisation.Voice.INSPECTORATE)
        judges = Case(When(inspectorate | (reviewer & at_one), then=Value(True)), default=Value(False))
        return self.annotate(judges=judges)

    def judging(self) -> Self:
        return self.with_judgement().filter(judges=True)

    def asking(self) -> Self:
        return self.filter(verdict__in=self.model.ASKING)

    def unanswered(self) -> Self:
        later = self.model._default_manager.published().filter(follows_up=OuterRef("pk"))
        return self.filter(~Exists(later))

    def resting_on(self, tiers: Collection[int]) -> Self:
        if not tiers:
            return self
        citations = self.model._meta.get_field("citations").related_model.objects
        return self.filter(Exists(citations.filter(source__tier__in=tiers, claim=OuterRef("pk"))))

    def in_order(self) -> Self:
        return self.order_by(*self.ORDER)

    def for_page(self) -> Self:
        """Return findings with all that a page shows, in order. Six queries in all."""
        return (
            self.select_related("event", "event__issued_by", "stated_by", "speaker")
            .prefetch_related("stated_by__names", "event__issued_by__names", "citations__source", "services")
            .in_order()
        )

    def with_links(self) -> Self:
        """Add the published findings followed up, and those that follow up. Two queries."""
        linked = self.model._default_manager.published().select_related("event")
        linked = linked.order_by("event__sort_key", "number")
        return self.prefetch_related(Prefetch("follows_up", linked), Prefetch("followed_up_by", linked))


class MeasureQuerySet(RecordQuerySet):
    def published(self) -> Self:
        values = self.model._meta.get_field("observations").related_model.objects.published()
        return self.filter(Exists(values.filter(measure=OuterRef("pk"))))


class ObservationQuerySet(RecordQuerySet):
    ORDER = ("measure__slug", *BY_DATE, "pk")

    def about(self, service: str) -> Self:
        return self.filter(measure__services__slug=service)

    def for_page(self) -> Self:
        return (
            self.select_related("measure", "event", "stated_by", "speaker")
            .prefetch_related("stated_by__names", "citations__source")
            .in_order()
        )

    def in_order(self) -> Self:
        return self.order_by(*self.ORDER)
