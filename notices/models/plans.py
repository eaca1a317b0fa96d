from django.db import models
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event, Organisation


class ImprovementPlan(Event):
    """An improvement plan of the council, at the date it was made or submitted."""

    KIND = Kind(
        "improvement-plan",
        _("Improvement plan"),
        date_label=_("Drawn up or submitted"),
        schema_type="CreativeWork",
    )
    detail_fields = ("version", "submitted_to")

    version = models.CharField(_("version"), max_length=80, blank=True, help_text=_("Such as “revised”."))
    submitted_to = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans_received",
        verbose_name=_("submitted to"),
    )

    class Meta:
        verbose_name = _("improvement plan")
        verbose_name_plural = _("improvement plans")
