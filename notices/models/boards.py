from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event, Person


class ImprovementBoard(Event):
    """A board set up to oversee improvement: a state, with a beginning and perhaps an end."""

    KIND = Kind(
        "improvement-board", _("Improvement board"), date_label=_("Set up"), end_label=_("Ended"), lasts=True
    )
    detail_fields = ("chair", "statutory", "replaces")

    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="boards_chaired", verbose_name=_("chair")
    )
    statutory = models.BooleanField(
        _("statutory"),
        null=True,
        blank=True,
        help_text=_("Only if a source calls it so. Unknown: not stated."),
    )

    class Meta:
        verbose_name = _("improvement board")
        verbose_name_plural = _("improvement boards")
        constraints = [
            models.CheckConstraint(
                name="a_board_does_not_replace_itself",
                condition=~Q(replaces=F("event_ptr")),
                violation_error_message=_("A board does not replace itself."),
            )
        ]


class MonitoringArrangement(Event):
    """A level of monitoring of the council: enhanced monitoring, formal monitoring of a plan."""

    KIND = Kind(
        "monitoring", _("Monitoring arrangement"), date_label=_("Began"), end_label=_("Ended"), lasts=True
    )
    detail_fields = ("basis", "replaces")

    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    basis = models.CharField(
        _("basis"),
        max_length=200,
        blank=True,
        help_text=_("Administrative or statutory, as a source states it."),
    )

    class Meta:
        verbose_name = _("monitoring arrangement")
        verbose_name_plural = _("monitoring arrangements")
        constraints = [
            models.CheckConstraint(
                name="an_arrangement_does_not_replace_itself",
                condition=~Q(replaces=F("event_ptr")),
                violation_error_message=_("An arrangement does not replace itself."),
            )
        ]
