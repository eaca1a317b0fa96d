from collections import Counter
from typing import Self

from django.apps import apps
from django.db.models import BigIntegerField, Exists, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from powys_oversight.timeline.db.queries import RecordQuerySet
from powys_oversight.timeline.models import Event

BEFORE_ALL = -(2**63)  # sorts an action without a report first


class RequiredActionQuerySet(RecordQuerySet):
    ORDER = ("event__sort_key", "number", "report_place", "report_key")

    def about(self, service: str) -> Self:
        return self.filter(event__services__slug=service)

    def without_outcome(self) -> Self:
        """Return actions of which no published event reports an outcome."""
        reports = apps.get_model("notices", "ActionOutcome")._default_manager.filter(
            action=OuterRef("pk"), reported_at__status=Event.Status.PUBLISHED
        )
        return self.filter(~Exists(reports))

    def count_by_last_report(self) -> "Counter[str | None]":
        """Return how many published actions were last reported met, in part or not met; None: no report."""
        reports = apps.get_model("notices", "ActionOutcome")._default_manager.published()
        last = reports.filter(action=OuterRef("pk")).order_by("-reported_at__sort_key").values("state")[:1]
        return Counter(self.published().annotate(last=Subquery(last)).values_list("last", flat=True))

    def with_reports(self) -> Self:
        """Return a row for each action and published outcome, `report`; one row where there is none.

        Outcomes at unpublished events are excluded by naming those few events: given all the published ones,
        SQLite would try each of them for each action. What hangs on the report is fetched by subqueries, as
        Django would join it before the report itself.
        """
        events = apps.get_model("timeline", "Event")._default_manager.order_by()
        unseen = Subquery(events.exclude(status=Event.Status.PUBLISHED).values("pk"))
        told_at = events.filter(pk=OuterRef("report__reported_at"))
        return self.annotate(
            report=FilteredRelation("outcomes", condition=~Q(outcomes__reported_at__in=unseen)),
            report_place=Coalesce(
                Subquery(told_at.values("sort_key")), BEFORE_ALL, output_field=BigIntegerField()
            ),
            report_key=Coalesce("report__pk", 0),
            report_slug=Subquery(told_at.values("slug")),
        )

    def in_order(self) -> Self:
        return self.order_by(*self.ORDER)
