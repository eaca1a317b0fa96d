"""Required actions, and what later documents report of them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.db.fields import EDTFField
from powys_oversight.timeline.models import Citation, Event, Organisation, RecordModel, Statement

from ..querysets import RequiredActionQuerySet

LONGEST_TIME = 3660  # the longest time that can be entered, in days or months

TOO_EARLY = _("It cannot be reported before it was required.")


class RequiredAction(Statement):
    """An action that a notice requires or an inspectorate expects, with its time as worded."""

    class Unit(models.TextChoices):
        CALENDAR_DAY = "calendar-day", _("calendar days")
        WORKING_DAY = "working-day", _("working days")
        DAY = "day-not-stated", _("days, kind not stated")
        MONTH = "month", _("months")

    addressed_to = models.ForeignKey(
        Organisation, models.PROTECT, related_name="required_actions", verbose_name=_("required of")
    )
    period_as_worded = models.CharField(
        _("time allowed, as worded"),
        max_length=200,
        blank=True,
        help_text=_("Blank: none stated in what was read."),
    )
    period_value = models.PositiveSmallIntegerField(
        _("length"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TIME)]
    )
    period_unit = models.CharField(_("counted in"), max_length=20, choices=Unit, blank=True)
    due = EDTFField(_("due, as stated"), blank=True, help_text=_("Only where a source gives the date."))
    legal_basis = models.CharField(
        _("section of the Act"),
        max_length=200,
        blank=True,
        help_text=_("Whole, as it is to be read: “Social Services … Act 2014, section 151(3)(b)”."),
    )
    note = models.TextField(
        _("what is not known"),
        blank=True,
        help_text=_("Such as that no source says whether it was published too. In our own words."),
    )

    objects = RequiredActionQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Statement.Meta):
        verbose_name = _("required action")
        verbose_name_plural = _("required actions")
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                name="a_length_of_time_has_its_unit",
                condition=Q(period_value__isnull=True, period_unit="")
                | (Q(period_value__isnull=False) & ~Q(period_unit="")),
                violation_error_message=_("Give the length and what it is counted in, or neither."),
            ),
        ]


class RequiredActionCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event",)

    claim = models.ForeignKey(RequiredAction, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("required action citation")
        verbose_name_plural = _("required action citations")


class ActionOutcome(RecordModel):
    """What a later document reports of a required action, and who states it. Never inferred by us."""

    class Result(models.TextChoices):
        MET = "reported-met", _("Reported met")
        IN_PART = "reported-in-part", _("Reported in part")
        NOT_MET = "reported-not-met", _("Reported not met")

    natural = ("action__event__slug", "action__number", "reported_at__slug")
    event_paths = ("action__event", "reported_at")

    action = models.ForeignKey(
        RequiredAction, models.CASCADE, related_name="outcomes", verbose_name=_("required action")
    )
    reported_at = models.ForeignKey(
        Event, models.PROTECT, related_name="outcomes_reported", verbose_name=_("reported at")
    )
    state = models.CharField(_("state"), max_length=20, choices=Result)
    stated_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="outcomes_stated", verbose_name=_("stated by")
    )
    occurred = EDTFField(_("when it was done, as reported"), blank=True)
    summary = models.TextField(_("what is reported"), help_text=_("In our own words."))

    class Meta:
        ordering = ["action", "pk"]
        verbose_name = _("reported outcome")
        verbose_name_plural = _("reported outcomes")
        constraints = [
            models.UniqueConstraint(fields=["action", "reported_at"], name="an_event_reports_an_outcome_once")
        ]

    def __str__(self) -> str:
        return self.summary

    def clean(self) -> None:
        super().clean()
        if self.action_id and self.reported_at_id and self.reported_at.certainly_before(self.action.event):
            raise ValidationError({"reported_at": TOO_EARLY})

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()

    @property
    def stated_by_name(self) -> str:
        """The body by the name in use at the report. Costs a query unless names are prefetched."""
        return self.stated_by.named_on(self.reported_at.sorts_on())


class ActionOutcomeCitation(Citation):
    event_paths = ("claim__action__event", "claim__reported_at")
    shown_with = ("claim__action__event", "claim__stated_by")

    claim = models.ForeignKey(ActionOutcome, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("outcome citation")
        verbose_name_plural = _("outcome citations")
