from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, Q
from django.db.models.functions import ExtractYear

from .. import kinds
from ..db.queries import RecordQuerySet, sorts_on
from ..db.text import SearchTerm, search_terms


class EventQuerySet(RecordQuerySet):
    """Events: `Event.objects.published().overlapping(a, b).in_order()`."""

    ORDER = ("sort_key",)

    def known_to_readers(self) -> Self:
        """Return events whose address readers may know: published now, or withdrawn since."""
        return self.filter(status__in=[self.model.Status.PUBLISHED, self.model.Status.WITHDRAWN])

    def of_kinds(self, slugs: Collection[str]) -> Self:
        return self.filter(kind__in=slugs) if slugs else self

    def about(self, services: Collection[str]) -> Self:
        if not services:
            return self
        links = self.model.services.through.objects.filter(service__slug__in=services)
        return self.filter(Exists(links.filter(event=OuterRef("pk"))))

    def citing(self, sources: Collection[str]) -> Self:
        """Return events that cite any of the sources, by slug, also in a statement or a relation."""
        return self._resting_on(source__slug__in=sources) if sources else self

    def citing_tiers(self, tiers: Collection[int]) -> Self:
        return self._resting_on(source__tier__in=tiers) if tiers else self

    def of_kinds_or_citing(self, slugs: Collection[str], source: Any) -> Self:
        """Return events of these kinds, and those of any kind that cite the source themselves."""
        if source is None:
            return self.of_kinds(slugs)
        citations = apps.get_model("timeline", "EventCitation").objects.filter(source=source.pk)
        return self.filter(Q(kind__in=slugs) | Q(pk__in=citations.values("claim")))

    def drawn_from(self, source: Any) -> Self:
        """Return events of which anything cites the source, published or not."""
        return self._resting_on(visible_only=False, source=source.pk)

    def _resting_on(self, *, visible_only: bool = True, **source: object) -> Self:
        cited = Q()
        for model in apps.get_model("timeline", "EventCitation").concrete():
            citations = model._default_manager.filter(**source)
            for path in model.event_paths:
                rows = citations.published() if visible_only else citations
                cited |= Q(Exists(rows.filter(**{path: OuterRef("pk")})))
        return self.filter(cited)

    def overlapping(self, first: date | None, last: date | None) -> Self:
        """Return events that may have happened or lasted on a day from `first` to `last`.

        An imprecise date counts on every day it may be. A state counts from its beginning to its stated end;
        without one, only at its beginning, as no source says more.
        """
        events = self
        if last:
            events = events.filter(Q(earliest__lte=last) | Q(earliest__isnull=True))
        if first:
            may_be_later = Q(latest__gte=first) | Q(latest__isnull=True)
            may_end_later = Q(ended_latest__gte=first) | Q(ended_latest__isnull=True)
            events = events.filter((Q(ended="") & may_be_later) | (~Q(ended="") & may_end_later))
        return events

    def on_exact_days(self) -> Self:
        """Return events whose date `is_exact`."""
        return self.filter(precision="day").exclude(occurred__regex="[~?%]$")

    def mentioning(self, text: str) -> Self:
        """Return events with every word in title, summary, statements or names of the issuer."""
        terms = search_terms(text)
        events = self if terms or not text else self.filter(pk__lt=0)  # none() cannot be streamed as a file
        for term in terms:
            matches = self.holding(term)
            for model in self.model.statement_models():
                said = model._default_manager.filter(term.anywhere_in("folded"), event=OuterRef("pk"))
                matches |= Q(Exists(said))
            events = events.filter(matches)
        return events

    def holding(self, term: SearchTerm) -> Q:
        """Return the events that hold a term in their title, their summary or a name of their issuer."""
        names = apps.get_model("timeline", "OrganisationName")._default_manager
        borne = names.filter(term.anywhere_in("folded"), organisation=OuterRef("issued_by"))
        return term.anywhere_in("folded", "issued_by__folded") | Q(Exists(borne))

    def in_order(self, *, newest_first: bool = False) -> Self:
        """Sort by `sort_key`, which has no ties: the order of every output."""
        (key,) = self.ORDER
        return self.order_by(f"-{key}" if newest_first else key)

    def with_related(self) -> Self:
        """Add all that an entry of the timeline shows. Three more queries."""
        citations = self.model._meta.get_field("citations").related_model.objects.select_related("source")
        return self.select_related("issued_by").prefetch_related(
            "services", "issued_by__names", Prefetch("citations", citations)
        )

    def with_disagreements(self) -> Self:
        return self.prefetch_related("disagreements")

    def count_by_year(self) -> dict[int, int]:
        rows = (
            self.order_by()
            .annotate(year=ExtractYear(sorts_on("earliest", "latest")))
            .values_list("year")
            .annotate(events=Count("pk"))
        )
        return dict(sorted(rows))

    def span(self) -> dict[str, Any]:
        """Return the first and last day, the last change, and the number of events."""
        return self.aggregate(
            first=Min("earliest"), last=Max("latest"), changed=Max("changed_at"), events=Count("pk")
        )

    def ending_between(self, first: date | None, last: date | None) -> Self:
        """Return states whose end sorts from `first` up to, but not on, `last`: see `listing`."""
        events = (
            self.filter(kind__in=kinds.lasting())
            .exclude(ended="")
            .annotate(ends_on=sorts_on("ended_earliest", "ended_latest"))
        )
        if first:
            events = events.filter(ends_on__gte=first)
        return events.filter(ends_on__lt=last) if last else events

    def uncited(self) -> Self:
        return self.filter(citations__isnull=True)

    def not_withdrawn(self) -> Self:
        return self.exclude(status=self.model.Status.WITHDRAWN)

    def at_stages(self, stages: Collection[str]) -> Self:
        return self.filter(status__in=stages)

    def scheduled(self) -> Self:
        return self.unpublished().exclude(publish_at=None)

    def not_in_welsh(self) -> Self:
        return self.filter(title_cy="")

    def without_stated_end(self) -> Self:
        """Return events of kinds that last, of which no source states an end."""
        return self.of_kinds(kinds.lasting()).filter(ended="")

    def unpublished(self) -> Self:
        return self.filter(status__in=self.model.Status.before_readers())

    def due(self, now: datetime) -> Self:
        return self.filter(status=self.model.Status.READY, publish_at__lte=now)
