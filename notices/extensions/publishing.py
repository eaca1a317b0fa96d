from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from powys_oversight.timeline.models import Event
from powys_oversight.timeline.publishing.checks import PublicationProblem, check, long_quotations

ACTIONS = "requiredactions-group"


@check
def required_actions(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    for action in event.requiredactions.prefetch_related("citations"):
        if not action.citations.all():
            yield PublicationProblem(
                _("Required action %(number)d has no citation.") % {"number": action.number}, ACTIONS
            )
        yield from long_quotations(action.citations.all(), ACTIONS)
