"""Undoes one change: restores values and removed rows, removes added ones."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from powys_oversight.timeline.models import RecordModel

from ..history.recorder import Editor, recording
from ..history.reports import RowReport
from ..models import Change, ChangedRow, Event
from .checks import blocking_problems

NOT_UNDONE = ("status", "withdrawal_reason")  # columns of publication, which has its own steps and checks


@dataclass
class UndoPlan:
    rows: list[RowReport] = field(default_factory=list)  # each row with its values now and after
    obstacles: list[str] = field(default_factory=list)


def plan_undo(change: Change) -> UndoPlan:
    plan = UndoPlan()
    try:
        with transaction.atomic():
            with recording(by=None, act=Change.Act.PROGRAM) as done:
                _set_back(change)
            if done.change is None:
                plan.obstacles.append(_("Everything is as it was before this change already."))
            else:
                plan.rows = [RowReport(row) for row in done.change.rows.all()]
            transaction.set_rollback(True)
    except (ValidationError, IntegrityError, ObjectDoesNotExist, ProtectedError) as hindrance:
        plan.obstacles.append(_in_words(hindrance))
    return plan


def undo(change: Change, *, by: Editor, reason: str) -> None:
    """Undo the change. Raises ReasonNeededError, or ValidationError where the record would be invalid."""
    with recording(by=by, act=Change.Act.UNDO, reason=reason, undoes=change) as recorded:
        _set_back(change, by=by)
    if change.withheld and recorded.change:
        recorded.change.withheld = change.withheld  # its values are the same, the other way round
        recorded.change.save()


def _in_words(hindrance: Exception) -> str:
    if isinstance(hindrance, ValidationError):
        return " ".join(hindrance.messages)
    return _("Something else in the record has come to rest on it, or has taken its place.")


def _set_back(change: Change, *, by: Editor = None) -> None:
    """Remove added rows, children first, and restore removed ones, parents first.

    Raises ValidationError where a published entry would then be unfit for readers.
    """
    rows = list(change.rows.all())
    for row in reversed(rows):
        if row.did == ChangedRow.Did.ADDED:
            _remove(row)
    for row in rows:
        if row.did == ChangedRow.Did.REMOVED:
            _write(_anew(row, by), row)
        elif row.did == ChangedRow.Did.CHANGED:
            _write(_find(row), row)
    for event in change.events.published():
        if lacking := blocking_problems(event.as_own_kind()):
            raise ValidationError(lacking)


def _anew(row: ChangedRow, by: Any) -> Any:
    instance = apps.get_model(row.model)()
    if isinstance(instance, Event):
        instance.drafted_by = by  # so that somebody else publishes it
    return instance


def _find(row: ChangedRow) -> Any:
    return apps.get_model(row.model)._default_manager.get_by_natural_key(*row.key)


def _remove(row: ChangedRow) -> None:
    try:
        instance = _find(row)
    except ObjectDoesNotExist:
        return  # gone already, with what it hung on
    if isinstance(instance, Event) and instance.has_been_seen:
        raise ValidationError(_("Readers have seen this entry. Withdraw it instead."))
    instance.delete()


def _write(instance: RecordModel, row: ChangedRow) -> None:
    links = {}
    for name, value_change in row.fields.items():
        column = instance._meta.get_field(name)
        if name in NOT_UNDONE and instance.pk:
            continue
        value = _value(column, value_change["before"])
        if column.many_to_many:
            links[name] = value
        else:
            setattr(instance, name, value)
    instance.full_clean()
    instance.save()
    for name, value in links.items():
        getattr(instance, name).set(value)


def _value(column: Any, kept: Any) -> Any:
    """Return a value from the history. Raises ObjectDoesNotExist."""
    if column.many_to_many:
        return [_related(column, key) for key in kept or []]
    if column.is_relation:
        return _related(column, kept) if kept else None
    if kept is None:
        return None if column.null else column.get_default()
    return column.to_python(kept)


def _related(column: Any, key: list[Any]) -> Any:
    return column.related_model._default_manager.get_by_natural_key(*key)
