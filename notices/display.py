from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.functional import cached_property

from .deadlines.display import Deadline, deadline_of
from .models import ActionOutcome, RequiredAction
from .querysets import RequiredActionQuerySet


@dataclass
class ActionLine:
    action: RequiredAction

    @property
    def outcomes(self) -> list[ActionOutcome]:
        return list(self.action.outcomes.all())

    @property
    def met(self) -> ActionOutcome | None:
        """The first report that it was met."""
        return next((outcome for outcome in self.outcomes if outcome.state == ActionOutcome.Result.MET), None)

    @cached_property
    def clock(self) -> Deadline | None:
        return deadline_of(self.action, self.outcomes)


def lines_of(actions: RequiredActionQuerySet) -> list[ActionLine]:
    """Return published actions in order, with their published outcomes. Costs eight queries."""
    outcomes = (
        ActionOutcome.objects.published()
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
