from collections.abc import Iterator

from powys_oversight.timeline.dates.edtf import EDTF, parse_edtf
from powys_oversight.timeline.publishing.rules import Fault, rule
from powys_oversight.timeline.record_rules import names_in

from ..models import (
    ActionOutcome,
    ImprovementBoard,
    MinisterialStatement,
    MonitoringArrangement,
    RequiredAction,
    WarningNotice,
)

STATUTORY_CONTENTS = ("grounds", "reasons", "action_required", "compliance_period", "minded_to_take")


@rule
def notices_that_were_read_are_given_whole() -> Iterator[Fault]:
    """A notice whose text was read gives all five contents that section 151(2) of the Act requires."""
    for notice in WarningNotice.objects.filter(text_seen=True):
        missing = [name for name in STATUTORY_CONTENTS if not getattr(notice, name)]
        if missing:
            yield Fault(notice, f"was read, and lacks {', '.join(missing)}")


@rule
def notices_relate_to_earlier_ones() -> Iterator[Fault]:
    """No notice follows or adds to a later one."""
    for notice in WarningNotice.objects.exclude(relates_to=None).select_related("relates_to"):
        if notice.certainly_before(notice.relates_to):
            yield Fault(notice, f"comes before {notice.relates_to.slug}, which it relates to")


@rule
def states_replace_earlier_ones() -> Iterator[Fault]:
    """No board or arrangement replaces a later one."""
    for model in (ImprovementBoard, MonitoringArrangement):
        for state in model.objects.exclude(replaces=None).select_related("replaces"):
            if state.certainly_before(state.replaces):
                yield Fault(state, f"comes before {state.replaces.slug}, which it replaces")


@rule
def ministers_speak_in_what_is_cited() -> Iterator[Fault]:
    """Every ministerial statement cites a source that names the minister who made it."""
    for statement in MinisterialStatement.objects.exclude(minister=None).select_related("minister"):
        if not names_in(statement.citations.all(), str(statement.minister)):
            yield Fault(statement, f"is by {statement.minister}, whom no cited source names")


@rule
def requirements_are_made_by_documents() -> Iterator[Fault]:
    """Every requirement is dated by the document or state that makes it, not by a visit before it."""
    for action in RequiredAction.objects.select_related("event"):
        kind = action.event.kind_info
        if not (kind.is_document or kind.lasts):
            yield Fault(action, f"is dated {action.event.occurred}, by an event that makes none")


@rule
def requirements_are_cited() -> Iterator[Fault]:
    """Every required action, and every reported outcome, is cited."""
    for model in (RequiredAction, ActionOutcome):
        for row in model.objects.filter(citations__isnull=True):
            yield Fault(row, "has no citation")


@rule
def outcomes_come_after_requirements() -> Iterator[Fault]:
    """No outcome is reported, or done, before it was required, or done after it was reported."""
    for outcome in ActionOutcome.objects.select_related("reported_at", "action__event"):
        if outcome.reported_at.certainly_before(outcome.action.event):
            yield Fault(outcome, "is reported before it was required")
        if outcome.occurred:
            yield from _done_out_of_time(outcome, parse_edtf(outcome.occurred))


def _done_out_of_time(outcome: ActionOutcome, done: EDTF) -> Iterator[Fault]:
    required, reported = outcome.action.event.earliest, outcome.reported_at.latest
    if done.latest and required and done.latest < required:
        yield Fault(outcome, f"was done on {outcome.occurred}, before it was required")
    if done.earliest and reported and done.earliest > reported:
        yield Fault(outcome, f"was done on {outcome.occurred}, after it was reported")
