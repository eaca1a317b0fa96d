"""The words queries are made of. Every rule about which events count, and in what order, is here."""

from collections.abc import Collection
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, ExtractYear

from . import kinds
from .db.queries import BY_DATE, RecordQuerySet, _known, sorts_on
from .db.text import fold, spellings


class EventQuerySet(RecordQuerySet):
    """Sentences about events: `Event.objects.published().overlapping(a, b).in_order()`."""

    ORDER = ("sort_key",)

    def published(self) -> Self:
        """What a reader may see. Every public page, export and count begins here."""
        return self.filter(status=self.model.Status.PUBLISHED)

    def seen(self) -> Self:
        """What readers may know the address of: what is published, and what was and is withdrawn."""
        return self.filter(status__in=[self.model.Status.PUBLISHED, self.model.Status.WITHDRAWN])

    def of_kinds(self, slugs: Collection[str]) -> Self:
        return self.filter(kind__in=slugs) if slugs else self

    def about(self, services: Collection[str]) -> Self:
        """Events of any of the services, by slug. An event of two of them comes once."""
        if not services:
            return self
        links = self.model.services.through.objects.filter(service__slug__in=services)
        return self.filter(Exists(links.filter(event=OuterRef("pk"))))

    def citing(self, sources: Collection[str]) -> Self:
        """Events that rest on any of the sources, by slug, or whose findings, figures or requirements do."""
        return self._resting_on(source__slug__in=sources) if sources else self

    def drawn_from(self, source: Any) -> Self:
        """Events of which anything rests on the source, drafts among them: for editors."""
        citation = apps.get_model("timeline", "EventCitation")
        cited = Q()
        for model in citation.concrete():
            for path in model.event_paths:
                rows = model._default_manager.filter(source=source.pk, **{path: OuterRef("pk")})
                cited |= Q(Exists(rows))
        return self.filter(cited)

    def citing_tiers(self, tiers: Collection[int]) -> Self:
        """Events that rest on any source of these tiers: founding, official, press."""
        return self._resting_on(source__tier__in=tiers) if tiers else self

    def _resting_on(self, **source: Any) -> Self:
        citation = apps.get_model("timeline", "EventCitation")
        cited = Q()
        for model in citation.concrete():
            for path in model.event_paths:
                rows = model._default_manager.visible().filter(**source, **{path: OuterRef("pk")})
                cited |= Q(Exists(rows))
        return self.filter(cited)

    def overlapping(self, first: date | None, last: date | None) -> Self:
        """Events that may have fallen, or were going on, on some day from `first` to `last`.

        An imprecise date counts on every day it may be. A state counts from its beginning to its
        stated end; where no end is stated it counts only at its beginning, as no source says more.
        """
        events = self
        if last:
            events = events.filter(Q(earliest__lte=last) | Q(earliest__isnull=True))
        if first:
            may_be_later = Q(latest__gte=first) | Q(latest__isnull=True)
            may_end_later = Q(ended_latest__gte=first) | Q(ended_latest__isnull=True)
            events = events.filter((Q(ended="") & may_be_later) | (~Q(ended="") & may_end_later))
        return events

    def on_known_days(self) -> Self:
        """Those of which the day is known, and not just about when."""
        return self.filter(precision="day").exclude(occurred__regex="[~?%]$")

    def mentioning(self, text: str) -> Self:
        """Events with every word in their title, summary or findings, or in a name their issuer has borne."""
        events = self
        for word in fold(text).split():
            found = (self._spelt(spelling) for spelling in spellings(word))
            events = events.filter(reduce(or_, found))
        return events

    def _spelt(self, word: str) -> Q:
        names = apps.get_model("timeline", "OrganisationName")._default_manager
        borne = names.filter(folded__contains=word, organisation=OuterRef("issued_by"))
        found = Q(folded__contains=word) | Q(issued_by__folded__contains=word) | Q(Exists(borne))
        for model in self.model.statement_models():
            found |= Q(Exists(model._default_manager.filter(folded__contains=word, event=OuterRef("pk"))))
        return found

    def in_order(self, *, newest_first: bool = False) -> Self:
        """The one order of every output; `sort_key` ends in the id, so it has no ties."""
        (key,) = self.ORDER
        return self.order_by(f"-{key}" if newest_first else key)

    def with_related(self) -> Self:
        """Everything an entry of the timeline shows, in four more queries however many events."""
        citations = self.model._meta.get_field("citations").related_model.objects.select_related("source")
        return self.select_related("issued_by").prefetch_related(
            "services", "issued_by__names", Prefetch("citations", citations)
        )

    def with_disagreements(self) -> Self:
        """With the questions about each on which the sources differ. One query."""
        return self.prefetch_related("disagreements")

    def count_by_year(self) -> dict[int, int]:
        """How many events stand under each year's heading, oldest year first."""
        rows = (
            self.order_by()
            .annotate(year=ExtractYear(sorts_on("earliest", "latest")))
            .values_list("year")
            .annotate(events=Count("pk"))
        )
        return dict(sorted(rows))

    def span(self) -> dict[str, Any]:
        """First and last day of the events, when one last changed, and how many there are."""
        return self.aggregate(
            first=Min("earliest"), last=Max("latest"), changed=Max("changed_at"), events=Count("pk")
        )

    def ending_between(self, first: date | None, last: date | None) -> Self:
        """States whose stated end sorts from `first` up to, but not on, `last`: see `listing`."""
        lasting = [slug for slug, model in kinds.by_slug().items() if model.KIND.lasts]
        events = (
            self.filter(kind__in=lasting)
            .exclude(ended="")
            .annotate(ends_on=sorts_on("ended_earliest", "ended_latest"))
        )
        if first:
            events = events.filter(ends_on__gte=first)
        return events.filter(ends_on__lt=last) if last else events

    def uncited(self) -> Self:
        return self.filter(citations__isnull=True)

    def unpublished(self) -> Self:
        """Drafts, at whatever stage: what no reader has seen."""
        return self.filter(status__in=self.model.Status.before_readers())

    def due(self, now: datetime) -> Self:
        """Those whose hour of publication has come."""
        return self.filter(status=self.model.Status.READY, publish_at__lte=now)


class RelationQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Those a reader may see: both ends are published."""
        return self.filter(from_event__status="published", to_event__status="published")

    def of_event(self, event: Any) -> Self:
        return self.filter(Q(from_event=event.pk) | Q(to_event=event.pk))

    def about(self, service: str) -> Self:
        """Those of which one end at least is about the service."""
        links = apps.get_model("timeline", "EventService")._default_manager.filter(service__slug=service)
        ends = Q(event=OuterRef("from_event")) | Q(event=OuterRef("to_event"))
        return self.filter(Exists(links.filter(ends)))

    def for_page(self) -> Self:
        """With both events and the citations, in the order of the events. Three queries."""
        return (
            self.select_related("from_event__issued_by", "to_event__issued_by")
            .prefetch_related("citations__source")
            .order_by("from_event__sort_key", "to_event__sort_key", "kind")
        )


class DisagreementQuerySet(RecordQuerySet):
    def for_page(self) -> Self:
        """What a reader may see, by the first event concerned, with versions and citations. Five queries."""
        events = apps.get_model("timeline", "Event").objects.published().in_order()
        return (
            self.filter(events__status="published")
            .annotate(first_event=Min("events__sort_key"))
            .prefetch_related(Prefetch("events", events), "versions__citations__source")
            .order_by("first_event", "slug")
        )


class VersionQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Those of questions about something published, with `first_event`: the place of the first of it."""
        first = _published_events(disagreements=OuterRef("disagreement")).in_order().values("sort_key")[:1]
        return self.annotate(first_event=models.Subquery(first)).filter(first_event__isnull=False)

    def in_order(self) -> Self:
        """By their questions, as these stand on their page."""
        return self.order_by("first_event", "disagreement__slug", "number")


class OfficeQuerySet(RecordQuerySet):
    @classmethod
    def order(cls) -> tuple[Any, ...]:
        """By the bodies, the ministers' first, and in each by when a holder is first known in office."""
        voices = apps.get_model("timeline", "Organisation").Voice.values
        placed = models.Case(
            *(models.When(organisation__voice=voice, then=n) for n, voice in enumerate(voices)),
            default=len(voices),
            output_field=models.IntegerField(),
        )
        known = Coalesce(
            "began_earliest",
            "began_latest",
            "ended_earliest",
            _known("ended_latest", date.max),
            output_field=models.DateField(),
        )
        return (placed, "organisation__name", "organisation_id", known, "pk")

    def in_order(self) -> Self:
        return self.order_by(*self.order())


def _published_events(**conditions: Any) -> "EventQuerySet":
    return apps.get_model("timeline", "Event").objects.published().filter(**conditions)


class SourceQuerySet(RecordQuerySet):
    ORDER = ("tier", *BY_DATE, "slug")

    def in_order(self) -> Self:
        """As their page has them: the founding documents, the official ones, the press, each by date."""
        return self.order_by(*self.ORDER)

    def with_claim_counts(self) -> Self:
        """Sources with `claims`: how many published statements of the record rest on each."""
        total: Any = models.Value(0)
        for model in apps.get_model("timeline", "EventCitation").concrete():
            cited = model._default_manager.visible().filter(source=OuterRef("pk")).order_by()
            per_source = cited.values("source").annotate(n=Count("pk", distinct=True)).values("n")
            total = total + Coalesce(models.Subquery(per_source), 0)
        return self.annotate(claims=total)

    def cited(self) -> Self:
        """Those that something published rests on: a reader sees no other."""
        cited = Q()
        for model in apps.get_model("timeline", "EventCitation").concrete():
            cited |= Q(Exists(model._default_manager.visible().filter(source=OuterRef("pk"))))
        return self.filter(cited)


class ChangeQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those that touched what readers see. What was mended while withdrawn waits until it is back."""
        return self.filter(seen=True).exclude(held_back=True, events__status="withdrawn")

    def substantive(self) -> Self:
        return self.filter(weight="substantive")

    def corrections(self) -> Self:
        """What was changed once readers had it."""
        return self.substantive().exclude(act="publish")

    def of_event(self, event: Any) -> Self:
        return self.filter(events=event.pk)

    def newest_first(self) -> Self:
        return self.order_by("-pk")
