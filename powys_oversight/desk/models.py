from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Source


class LinkCheckQuerySet(models.QuerySet):
    def to_mend(self) -> Self:
        """Return the checks of addresses that sources still have, and at which there is something to mend."""
        source = (F("source__url"), F("source__url_cy"), F("source__archived_url"))
        fine = (LinkCheck.Outcome.ANSWERED, LinkCheck.Outcome.BARRED)
        return self.filter(address__in=source).exclude(outcome__in=fine).order_by("outcome", "address")


class LinkCheck(models.Model):
    """What an address of a source last answered. It is no part of the record, and changes nothing in it."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answers")
        MOVED = "moved", _("moved for good")
        GONE = "gone", _("is gone")
        ERROR = "error", _("answered with an error")
        FAILED = "failed", _("did not answer")
        BARRED = "barred", _("its robots.txt asks us not to ask")
        PRIVATE = "private", _("leads to a private network, so it was not asked")

    source = models.ForeignKey(Source, models.CASCADE, related_name="link_checks")
    address = models.URLField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome)
    detail = models.CharField(max_length=2000, blank=True)  # the status, the fault, or where it moved to
    checked_at = models.DateTimeField()

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "address"], name="an_address_of_a_source_has_one_check")
        ]

    def __str__(self) -> str:
        return self.address
