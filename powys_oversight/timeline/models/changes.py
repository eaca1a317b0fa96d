"""The history of changes, written by `history.recorder` only."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..db.revision import Revision
from .events import Event


class ChangeQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(seen=True).exclude(held_back=True, events__status="withdrawn")

    def substantive(self) -> Self:
        return self.filter(weight="substantive")

    def corrections(self) -> Self:
        return self.substantive().exclude(act="publish")

    def withdrawals(self) -> Self:
        return self.filter(act="withdraw")

    def of_event(self, event: Any) -> Self:
        return self.filter(events=event.pk)

    def counts(self) -> dict[str, object]:
        """Return the numbers of substantive and minor changes, and the time of the last."""
        return self.order_by().aggregate(
            substantive=models.Count("pk", filter=models.Q(weight="substantive")),
            minor=models.Count("pk", filter=models.Q(weight="minor")),
            last=models.Max("made_at"),
        )

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Change(models.Model):
    class Act(models.TextChoices):
        EDIT = "edit", _("Edited")
        PUBLISH = "publish", _("Published")
        WITHDRAW = "withdraw", _("Withdrawn")
        IMPORT = "import", _("Imported")
        STEP = "step", _("Sent on or back")
        UNDO = "undo", _("Undone")
        PROGRAM = "program", _("Changed by a program")

    class Weight(models.TextChoices):
        """Substantive changes are published whole; minor ones are counted."""

        SUBSTANTIVE = "substantive", _("Substantive")
        MINOR = "minor", _("Minor: typing or a web address")

    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,  # who did what outlives an account: it is made inactive instead
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("made by"),
    )
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    weight = models.CharField(_("weight"), max_length=12, choices=Weight)
    reason = models.TextField(_("reason"), blank=True)
    seen = models.BooleanField(
        _("seen by readers"), default=False, help_text=_("Whether it touched anything that is published.")
    )
    held_back = models.BooleanField(
        _("made while withdrawn"), default=False, help_text=_("Told once the entry is published again.")
    )
    events = models.ManyToManyField(Event, related_name="changes", verbose_name=_("events"))
    undoes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    withheld = models.TextField(
        _("why its values are withheld"),
        blank=True,
        help_text=_("Say it, and readers see that there was a change and this reason, but no value of it."),
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        permissions = [
            ("undo_change", "Can undo a change"),
            ("withhold_change", "Can withhold the values of a change from readers"),
        ]
        indexes = [
            # /changes/ and its feed, newest first.
            models.Index(fields=["seen", "weight", "-id"], name="changes_as_readers_see_them")
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"

    def save(self, *args: object, **kwargs: Any) -> None:
        """As Django's. Withholding raises the revision, so that cached pages are fetched anew."""
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            if not self._state.adding:
                Revision.raise_by_one()
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{reverse('changes')}#change-{self.pk}"


class ChangedRow(models.Model):
    """One row's part of a change: each value before and after.

    Values are kept in machine form and in words, so that history stays the same when what the row refers to
    is renamed or deleted.
    """

    class Did(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")

    change = models.ForeignKey(Change, models.CASCADE, related_name="rows")
    model = models.CharField(_("table"), max_length=80)
    key = models.JSONField(_("natural key"))
    path = models.CharField(_("natural key, as one text"), max_length=400)
    label = models.TextField(_("row"))
    did = models.CharField(_("what was done"), max_length=8, choices=Did)
    seen = models.BooleanField(_("seen by readers"))
    stands_alone = models.BooleanField(_("told of no event"))
    events = models.JSONField(_("addresses of the events that show it"), default=list)
    fields = models.JSONField(
        _("values that differ"),
        default=dict,
        help_text=_(
            "By column: before, after, and both in words; as readers may hear them, if not all of it."
        ),
    )

    class Meta:
        ordering = ["change", "pk"]
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")
        indexes = [
            # The history of one row and of what hangs on it, and the check that nobody else has saved it.
            models.Index(fields=["model", "path"], name="history_of_a_row")
        ]

    def __str__(self) -> str:
        return f"{self.get_did_display()}: {self.label}"

    @staticmethod
    def path_of(key: Any) -> str:
        """Return a natural key as text. A part's path begins with its parent's."""
        return "/".join(str(part) for part in key)[:400]
