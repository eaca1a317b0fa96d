"""Keeps the history of the record: one Change for all that one save does, written in its transaction.

    with recording(by=request.user, reason="The report gives the day."):
        ...

Whatever is saved or deleted inside is told by one Change. What is saved outside becomes a Change of
its own, made by a program. `loaddata`, which brings a record with it, and bulk writes, which send
no signals, leave no history: nothing that an editor reaches uses either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver

from .. import kinds
from ..models import Change, ChangedRow, Event, RecordModel, Revision
from . import snapshots
from .significance import REASON_NEEDED, ReasonNeededError, needs_reason, weight_of

Editor = User | AnonymousUser | None  # who makes a change; None for a program

_active: ContextVar["Recording | None"] = ContextVar("recording", default=None)

EDITS = (Change.Act.EDIT, Change.Act.IMPORT, Change.Act.UNDO, Change.Act.PROGRAM)
"""Kinds of change that edit an entry's content."""

REASONS_ASKED = (Change.Act.EDIT, Change.Act.IMPORT, Change.Act.UNDO, Change.Act.WITHDRAW)
"""Kinds of change that need a reason. Publishing does not."""


class Recording:
    """The rows changed by one save, each as it was before."""

    def __init__(self, *, by: Any, act: str, reason: str, minor: bool, undoes: Change | None) -> None:
        self.by, self.act, self.minor, self.undoes = by, act, minor, undoes
        self.reason = reason.replace("\x00", "").strip()
        self.before: dict[tuple[Any, int], snapshots.Snapshot | None] = {}
        self.still_to_go = 0
        self.change: Change | None = None

    def will_touch(self, row: RecordModel) -> None:
        model = _kind_of(row)
        if (model, row.pk) not in self.before:
            self.before[model, row.pk] = _now(model, row.pk)

    def has_added(self, row: RecordModel) -> None:
        self.before.setdefault((_kind_of(row), row.pk), None)

    def close(self) -> None:
        """Write the Change, parents first. Raises ReasonNeededError where a reason is missing."""
        self.keep([(before, _now(*where)) for where, before in self.before.items()])

    def keep(self, compared: list[tuple[snapshots.Snapshot | None, snapshots.Snapshot | None]]) -> None:
        differing = [(pair, row) for pair in compared if (row := snapshots.difference(*pair))]
        rows = sorted((row for _pair, row in differing), key=lambda row: (len(row.key), row.model, row.path))
        if not rows:
            return
        weighs = weight_of(rows, called_minor=self.minor)
        asked = self.act in REASONS_ASKED and weighs == Change.Weight.SUBSTANTIVE
        if asked and needs_reason(rows) and not self.reason:
            raise ReasonNeededError(REASON_NEEDED, code="reason_needed")
        self.change = Change.objects.create(
            made_by=self.by,
            act=self.act,
            weight=weighs,
            reason=self.reason,
            seen=any(row.seen for row in rows),
            undoes=self.undoes,
            held_back=all(
                snapshot is None or snapshot.held_back for pair, _row in differing for snapshot in pair
            ),
        )
        for row in rows:
            row.change = self.change
        ChangedRow.objects.bulk_create(rows)
        self._link(differing)
        if self.act in EDITS:
            self._review_again()

    def _review_again(self) -> None:
        assert self.change is not None  # noqa: S101 - it was just made
        changed = Event.objects.filter(changes=self.change, status=Event.Status.READY)
        changed.update(status=Event.Status.REVIEW, publish_at=None, reviewed_by=None)

    def _link(self, differing: list[Any]) -> None:
        shown_on = {pk for pair, _row in differing for snapshot in pair if snapshot for pk in snapshot.events}
        gone = {
            pk
            for (before, after), row in differing
            if before and not after and issubclass(apps.get_model(row.model), Event)
            for pk in before.events
        }
        through = Change.events.through
        through._default_manager.bulk_create(
            through(change=self.change, event_id=pk) for pk in sorted(shown_on - gone)
        )


@contextmanager
def recording(
    *,
    by: Editor,
    act: str = Change.Act.EDIT,
    reason: str = "",
    minor: bool = False,
    undoes: Change | None = None,
) -> Iterator[Recording]:
    """Record all that is saved inside as one Change; on an exception, roll back.

    Raises ReasonNeededError where readers see the change and no reason is given, or where it is called
    `minor` and is not. Inside another recording it joins that one.
    """
    outer = _active.get()
    if outer:
        yield outer
        return
    with transaction.atomic():
        Revision.hold()  # so that nobody saves between what is checked and what is saved
        inner = Recording(by=by, act=act, reason=reason, minor=minor, undoes=undoes)
        token = _active.set(inner)
        try:
            yield inner
        finally:
            _active.reset(token)
        inner.close()


def _kind_of(row: RecordModel) -> Any:
    return kinds.by_slug()[row.kind] if type(row) is Event else type(row)


def _now(model: type[RecordModel], key: int) -> snapshots.Snapshot | None:
    row = model._base_manager.filter(pk=key).first()
    return snapshots.take(row) if row else None


@contextmanager
def trial() -> Iterator[None]:
    """Record no history inside, for what is rolled back before anyone sees it."""
    token = _active.set(_alone())
    try:
        yield
    finally:
        _active.reset(token)


# What the database is told, noted before and after. A row changed by itself is a Change by itself,
# and so is one deleted by itself with all that goes with it.


def _alone() -> Recording:
    return Recording(by=None, act=Change.Act.PROGRAM, reason="", minor=False, undoes=None)


def _begin(row: RecordModel, *, adding: bool = False) -> None:
    within = _active.get() or row.__dict__.setdefault("recorded_alone", _alone())
    if not adding:
        within.will_touch(row)


def _end(row: RecordModel, *, added: bool = False) -> None:
    alone = row.__dict__.pop("recorded_alone", None)
    within = alone or _active.get()
    if alone and added:
        alone.keep([(None, snapshots.take_new(row))])  # it is as it was just written
    elif alone:
        alone.close()
    elif within and added:
        within.has_added(row)


@receiver(pre_save)
def _before_save(sender: object, instance: Model, raw: bool = False, **kwargs: object) -> None:
    if isinstance(instance, RecordModel) and not raw:
        _begin(instance, adding=instance._state.adding)


@receiver(post_save)
def _after_save(sender: object, instance: Model, created: bool, raw: bool = False, **kwargs: object) -> None:
    if isinstance(instance, RecordModel) and not raw:
        _end(instance, added=created)


@receiver(pre_delete)
def _before_a_deletion(sender: object, instance: Model, origin: object = None, **kwargs: object) -> None:
    """Record a deletion as one Change. `origin` is the row or query that was deleted first."""
    if not isinstance(instance, RecordModel):
        return
    within = _active.get() or origin.__dict__.setdefault("recorded_alone", _alone())
    within.will_touch(instance)
    within.still_to_go += 1


@receiver(post_delete)
def _after_a_deletion(sender: object, instance: Model, origin: object = None, **kwargs: object) -> None:
    if not isinstance(instance, RecordModel):
        return
    within = _active.get() or origin.__dict__["recorded_alone"]
    within.still_to_go -= 1
    if within is not _active.get() and not within.still_to_go:
        del origin.__dict__["recorded_alone"]
        within.close()


@receiver(m2m_changed)
def _around_a_change_of_links(sender: object, instance: Model, action: str, **kwargs: object) -> None:
    if not isinstance(instance, RecordModel) or instance.loaded_raw or kwargs["reverse"]:
        return
    if action.startswith("pre_"):
        _begin(instance)
    else:
        _end(instance)
