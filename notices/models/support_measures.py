from django.db import models
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event, Organisation


class SupportMeasure(Event):
    """Help given to the council or put in place by it."""

    KIND = Kind("support", _("Support measure"), date_label=_("In place"))
    detail_fields = ("provider", "legal_basis")

    provider = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="support_given",
        verbose_name=_("provided by"),
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("support measure")
        verbose_name_plural = _("support measures")
