"""Raises the revision, and dates the entry, when a row is saved or deleted.

Writes that skip signals (`update`, `bulk_create`) raise it in `queries.RecordQuerySet`.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from ..db.base import follow
from ..models import Event, RecordModel, Revision


@receiver(pre_save)
def refuse_nul(sender: type, instance: Model, **kwargs: object) -> None:
    if isinstance(instance, RecordModel):
        instance.refuse_nul()


@receiver([post_save, post_delete])
def raise_revision(sender: type, instance: Model, raw: bool = False, **kwargs: object) -> None:
    if not isinstance(instance, RecordModel):
        return
    Revision.raise_by_one()
    instance.loaded_raw = raw  # a fixture sets its links after its row, and gives dates of its own
    if not raw:
        _date_the_entry(instance)


@receiver(m2m_changed)
def raise_revision_for_links(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    if isinstance(instance, RecordModel) and action.startswith("post_"):
        Revision.raise_by_one()
        if not instance.loaded_raw:
            _date_the_entry(instance)
            if issubclass(kwargs["model"], Event):  # a disagreement, linked to what it concerns
                Event.objects.filter(pk__in=kwargs["pk_set"] or ()).update(changed_at=timezone.now())


def _date_the_entry(row: RecordModel) -> None:
    events = [follow(row, path).pk for path in row.event_paths]
    if events:
        Event.objects.filter(pk__in=events).update(changed_at=timezone.now())
