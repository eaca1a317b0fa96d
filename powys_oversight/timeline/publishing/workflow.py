"""The steps of publication: who may take which, and the step itself.

An app registers checks of its own rows in `extensions/publishing.py`. Blocking problems prevent publication;
others are shown to the editor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..history.recorder import EDITS, Editor, recording
from ..models import Change, Event
from .checks import Status, blocking_problems, problems_of


@dataclass(frozen=True)
class Step:
    """A step of publication, with the permission it needs."""

    slug: str
    label: str | Promise
    permission: str
    from_status: tuple[str, ...]
    to_status: str
    second_person: bool = False  # whether the drafter leaves it to somebody else
    checks: bool = False  # whether blocking problems prevent it
    needs_reason: bool = False

    def refusals(self, event: Event, user: Any) -> str:
        if not user.has_perm(self.permission):
            return _("Your role does not include this step.")
        if event.status not in self.from_status:
            return _("It is “%(status)s”.") % {"status": event.get_status_display()}
        if not self.second_person or settings.PUBLISH_OWN_DRAFTS:
            return ""
        if event.drafted_by_id == user.pk:
            return _("You drafted it, so somebody else takes this step.")
        reviewed_by_another = event.reviewed_by_id not in (None, user.pk)
        if not reviewed_by_another and _has_edited(user, event):
            return _("You have changed it, so somebody else looks at it first.")
        return ""


def _has_edited(user: User | AnonymousUser, event: Event) -> bool:
    return Change.objects.of_event(event).filter(made_by=user, act__in=EDITS).exists()


BEFORE = tuple(Status.before_readers())
SEND, REVIEWED, RETURN, PUBLISH, SCHEDULE, WITHDRAW = STEPS = (
    Step("send", gettext_lazy("Send for review"), "timeline.draft_event", (Status.DRAFT,), Status.REVIEW),
    Step(
        "reviewed",
        gettext_lazy("Mark as reviewed"),
        "timeline.review_event",
        (Status.DRAFT, Status.REVIEW),
        Status.READY,
        second_person=True,
        checks=True,
    ),
    Step(
        "return",
        gettext_lazy("Return to draft"),
        "timeline.review_event",
        (Status.REVIEW, Status.READY),
        Status.DRAFT,
        needs_reason=True,
    ),
    Step(
        "publish",
        gettext_lazy("Publish now"),
        "timeline.publish_event",
        (*BEFORE, Status.WITHDRAWN),
        Status.PUBLISHED,
        second_person=True,
        checks=True,
    ),
    Step(
        "schedule",
        gettext_lazy("Publish at the hour given"),
        "timeline.publish_event",
        BEFORE,
        Status.READY,
        second_person=True,
        checks=True,
    ),
    Step(
        "withdraw",
        gettext_lazy("Withdraw from readers"),
        "timeline.publish_event",
        (Status.PUBLISHED,),
        Status.WITHDRAWN,
        needs_reason=True,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


class StepRefusedError(ValidationError):
    """A step that may not be taken, with the reasons."""


def take(
    step: Step,
    events: Sequence[Event],
    *,
    by: Editor,
    reason: str = "",
    at: datetime | None = None,
    in_order: bool = False,
) -> Change | None:
    """Take the step with all of the events, read anew, or with none.

    `at` is the hour of publication; `in_order` says that no event is a duplicate. Raises StepRefusedError
    with a sentence for each reason.
    """
    act = {PUBLISH: Change.Act.PUBLISH, WITHDRAW: Change.Act.WITHDRAW}.get(step, Change.Act.STEP)
    with recording(by=by, act=act, reason=reason) as recorded:
        now = [event.as_own_kind() for event in events]  # as they are once nobody else can save them
        refused = _refusals(step, now, by=by, reason=reason, at=at, in_order=in_order)
        if refused:
            raise StepRefusedError(refused)
        for event in now:
            _move(step, event, by, reason, at)
    return recorded.change


def _refusals(
    step: Step, events: Sequence[Event], *, by: Editor, reason: str, at: datetime | None, in_order: bool
) -> list[str]:
    refused = [
        f"{event.title}: {why}" for event in events for why in _why_not(step, event, events, by, in_order)
    ]
    again = step is PUBLISH and any(event.status == Status.WITHDRAWN for event in events)
    if (step.needs_reason or again) and not reason.strip():
        refused.append(_("Say why."))
    if step is SCHEDULE and at is None:
        refused.append(_("Give the day and the hour."))
    return refused


def _why_not(step: Step, event: Event, events: Sequence[Event], by: Editor, in_order: bool) -> Iterator[str]:
    refusal = step.refusals(event, by)
    if refusal:
        yield refusal
    elif step.checks:
        for problem in problems_of(event, events):
            if problem.is_blocking or (problem.needs_confirmation and not in_order and step is not REVIEWED):
                yield str(problem.words) if problem.is_blocking else _("Say whether it is a duplicate.")


def _move(step: Step, event: Event, by: Any, reason: str, at: datetime | None) -> None:
    if step is PUBLISH:
        event.publish()
    elif step is WITHDRAW:
        event.withdraw(reason)
    else:
        event.status, event.publish_at = step.to_status, at if step is SCHEDULE else None
        if step is REVIEWED:
            event.reviewed_by = by
        event.save()


def publish_due(now: datetime) -> Iterator[tuple[Event, list[str]]]:
    """Publish what is due. Yields each event with its blocking problems; a blocked one is tried again."""
    due = [event.as_own_kind() for event in Event.objects.due(now).in_order()]
    ready = due
    while True:
        blocked_by = {event.pk: blocking_problems(event, ready) for event in due}
        left = [event for event in ready if not blocked_by[event.pk]]
        if len(left) == len(ready):
            break
        ready = left  # what is linked to one that stays behind may have to stay too
    with recording(by=None, act=Change.Act.PUBLISH):
        for event in ready:
            event.publish()
    yield from ((event, blocked_by[event.pk]) for event in due)
