"""A required action as a page shows it: its time, the counts, each reported outcome."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.functional import cached_property

from powys_oversight.pages.display.cited_sources import CitedSource, by_source
from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.models import Event

from .deadlines.display import Deadline, deadline_of
from .models import ActionOutcome, RequiredAction
from .querysets import RequiredActionQuerySet


@dataclass(frozen=True)
class OutcomeLine:
    outcome: ActionOutcome

    @property
    def stated_by(self) -> str:
        return self.outcome.stated_by.named_on(self.outcome.reported_at.sorts_on())

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.outcome.citations.all())


@dataclass
class ActionLine:
    """A required action with its reported outcomes."""

    action: RequiredAction

    @property
    def outcomes(self) -> list[OutcomeLine]:
        return [OutcomeLine(outcome) for outcome in self.action.outcomes.all()]

    @property
    def met(self) -> OutcomeLine | None:
        return next((line for line in self.outcomes if line.outcome.state == ActionOutcome.State.MET), None)

    @property
    def due(self) -> str:
        return format_edtf(self.action.due)

    @cached_property
    def clock(self) -> Deadline | None:
        return deadline_of(self.action, list(self.action.outcomes.all()))

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.action.citations.all())


def lines_of(actions: RequiredActionQuerySet) -> list[ActionLine]:
    """Return published actions in order, with their published outcomes. Costs eight queries."""
    outcomes = (
        ActionOutcome.objects.filter(reported_at__status=Event.Status.PUBLISHED)
        .select_related("reported_at", "stated_by")
        .prefetch_related("stated_by__names", "citations__source")
        .order_by("reported_at__sort_key")
    )
    actions = (
        actions.published()
        .select_related("event__issued_by", "addressed_to")
        .prefetch_related("citations__source", "event__issued_by__names", Prefetch("outcomes", outcomes))
        .order_by("event__sort_key", "number")
    )
    return [ActionLine(action) for action in actions]
