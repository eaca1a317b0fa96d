"""The words queries about requirements are made of."""

from typing import Self

from django.apps import apps
from django.db.models import BigIntegerField, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from powys_oversight.timeline.db.queries import RecordQuerySet
from powys_oversight.timeline.models import Event

BEFORE_ALL = -(2**63)
"""Less than any sort key: where an action of which no report is known stands."""


class RequiredActionQuerySet(RecordQuerySet):
    ORDER = ("event__sort_key", "number", "report_place", "report_key")
    """With each report of it: see `with_reports`."""

    def published(self) -> Self:
        return self.filter(event__status=Event.Status.PUBLISHED)

    def with_reports(self) -> Self:
        """A row for each action and each published report of it, `report`; one where there is none.

        Reports at events that readers do not see are left out by naming those events, which are few:
        given all the others, SQLite would try each of them for each action. What hangs on the report
        is asked for in queries within: Django joins it before the report itself.
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
        """As they were required, and the reports of each as they came."""
        return self.order_by(*self.ORDER)
