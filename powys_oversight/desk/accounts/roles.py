"""The four roles and their permissions, as groups kept in step with the tables after each migration.

A new kind of event is in every role once it is migrated.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from inspections.models import Measure
from powys_oversight.timeline.models import Change, ChangedRow, Event, RecordModel, Source

CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR = "Contributor", "Editor", "Publisher", "Administrator"
ROLES = (CONTRIBUTOR, EDITOR, PUBLISHER, ADMINISTRATOR)

DRAFTS = ("draft_event",)
EDITS = (*DRAFTS, "review_event", "correct_event", "undo_change")
PUBLISHES = (*EDITS, "publish_event")
ADMINISTERS = (*PUBLISHES, "withhold_change")

ACCOUNTS = ("auth.user", "axes.accessattempt", "axes.accesslog", "otp_totp.totpdevice")


def give_permissions(sender: object = None, using: str = "default", **kwargs: object) -> None:
    """Give each role its permissions. Runs after every migration, when new permissions exist."""
    ContentType.objects.clear_cache()
    for role, codenames in _permissions_by_role().items():
        group, _made = Group.objects.using(using).get_or_create(name=role)
        permissions = Permission.objects.using(using).select_related("content_type")
        group.permissions.set(
            [p for p in permissions if f"{p.content_type.app_label}.{p.codename}" in codenames]
        )


def _permissions_by_role() -> dict[str, set[str]]:
    record = [model for model in installed.get_models() if issubclass(model, RecordModel)]
    looks = _named(record, "view") | _named([Change, ChangedRow], "view")
    drafted = _drafted(record)
    enters = looks | _named(drafted, "add", "change") | _named(_parts(record), "delete") | _special(DRAFTS)
    edits = enters | _named(record, "add", "change", "delete") | _special(EDITS)
    publishes = edits | _special(PUBLISHES)
    accounts = {
        f"{app}.{action}_{model}"
        for app, model in (name.split(".") for name in ACCOUNTS)
        for action in (("view", "delete") if model == "totpdevice" else ("add", "change", "delete", "view"))
    }
    return {
        CONTRIBUTOR: enters,
        EDITOR: edits,
        PUBLISHER: publishes,
        ADMINISTRATOR: publishes | _special(ADMINISTERS) | accounts,
    }


def _drafted(record: list[Any]) -> list[Any]:
    return [
        model
        for model in record
        if model.event_paths or issubclass(model, Event) or model in (Source, Measure)
    ]


def _parts(record: list[Any]) -> list[Any]:
    return [model for model in record if model.event_paths]


def _named(models: list[Any], *actions: str) -> set[str]:
    return {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}" for model in models for action in actions
    }


def _special(codenames: tuple[str, ...]) -> set[str]:
    return {f"{Event._meta.app_label}.{codename}" for codename in codenames}
