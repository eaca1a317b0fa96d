"""What was required of the council and arranged around it: notices, boards, plans, statements."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from powys_oversight.timeline.db.fields import EDTFField
from powys_oversight.timeline.kinds import Kind, Legislation, Particular
from powys_oversight.timeline.models import (
    Citation,
    Event,
    Organisation,
    Person,
    RecordModel,
    Statement,
)

from .querysets import RequiredActionQuerySet

LONGEST_TIME = 3660
"""Days or months: more than any notice allows, and few enough to count."""

TOO_EARLY = _("It cannot be reported before it was required.")
STATED = {True: _("Yes"), False: _("No"), None: ""}
BLANK_IS_NOT_SEEN = _("Blank where the text has not been seen.")


class WarningNotice(Event):
    """A notice that Welsh Ministers give a council under Part 8 of the 2014 Act (anaw 4).

    Its five contents are those section 151(2) of the Act requires. A follow-up notice and an
    addendum are not kinds the Act knows: they are titles, and what they relate to.
    """

    KIND = Kind(
        "warning-notice",
        _("Warning notice"),
        date_label=_("Issued"),
        end_label=_("Ceased to have effect"),
        lasts=True,
        schema_type="CreativeWork",
        given_under=Legislation("anaw/2014/4", "Social Services and Well-being (Wales) Act 2014"),
    )
    particular_fields = (
        "notice_title",
        "relates_to",
        "relates_as",
        "legal_basis",
        "text_seen",
        "grounds",
        "reasons",
        "action_required",
        "compliance_period",
        "minded_to_take",
    )
    told_with: ClassVar[dict[str, str]] = {"relates_as": "relates_to"}

    class RelatesAs(models.TextChoices):
        FOLLOWS = "follows", _("Follows")
        AMENDS = "amends", _("Adds to")

    notice_title = models.CharField(
        _("title of the notice"), max_length=120, help_text=_("As the statements name it.")
    )
    relates_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="related_notices",
        verbose_name=_("earlier notice"),
    )
    relates_as = models.CharField(
        _("what it does to the earlier notice"), max_length=10, choices=RelatesAs, blank=True
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    text_seen = models.BooleanField(_("we have read the notice itself"), default=False)
    grounds = models.TextField(
        _("grounds for intervention"),
        blank=True,
        help_text=_("Section 150 of the Act. Blank where the text has not been seen."),
    )
    reasons = models.TextField(_("reasons"), blank=True, help_text=BLANK_IS_NOT_SEEN)
    action_required = models.TextField(
        _("action required"), blank=True, help_text=_("In short; each action is a row below.")
    )
    compliance_period = models.TextField(_("compliance period"), blank=True, help_text=BLANK_IS_NOT_SEEN)
    minded_to_take = models.TextField(
        _("action Ministers are minded to take"), blank=True, help_text=BLANK_IS_NOT_SEEN
    )

    class Meta:
        verbose_name = _("warning notice")
        verbose_name_plural = _("warning notices")
        constraints = [
            models.CheckConstraint(
                name="a_notice_does_not_relate_to_itself",
                condition=~Q(relates_to=F("event_ptr")),
                violation_error_message=_("A notice does not follow itself."),
            ),
            models.CheckConstraint(
                name="an_earlier_notice_and_what_is_done_to_it_go_together",
                condition=Q(relates_to__isnull=True, relates_as="")
                | (Q(relates_to__isnull=False) & ~Q(relates_as="")),
                violation_error_message=_("Give the earlier notice and what this does to it, or neither."),
            ),
        ]

    def particulars(self) -> list[Particular]:
        """The notice's five statutory contents, as far as they are known, and whether it was read."""
        unseen = _("The notice itself has not been read, so its terms are known only as others report them.")
        return [
            (_("Title of the notice"), self.notice_title),
            (self.get_relates_as_display(), self.relates_to),
            (_("Legal basis"), self.legal_basis),
            (_("Text of the notice"), "" if self.text_seen else unseen),
            (_("Grounds for intervention"), self.grounds),
            (_("Reasons"), self.reasons),
            (_("Action required"), self.action_required),
            (_("Compliance period"), self.compliance_period),
            (_("Action Ministers are minded to take"), self.minded_to_take),
        ]


class RequiredAction(Statement):
    """Something a notice requires of the council, or an inspectorate expects, with its time as worded."""

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
    """What a later document says became of a required action, and who says it. Never our inference."""

    class State(models.TextChoices):
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
    state = models.CharField(_("state"), max_length=20, choices=State)
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
            models.UniqueConstraint(
                fields=["action", "reported_at"], name="an_event_reports_an_outcome_once"
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    def clean(self) -> None:
        super().clean()
        if self.action_id and self.reported_at_id and self.reported_at.certainly_before(self.action.event):
            raise ValidationError({"reported_at": TOO_EARLY})

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()


class ActionOutcomeCitation(Citation):
    event_paths = ("claim__action__event", "claim__reported_at")
    shown_with = ("claim__action__event", "claim__stated_by")

    claim = models.ForeignKey(ActionOutcome, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("outcome citation")
        verbose_name_plural = _("outcome citations")


class ImprovementBoard(Event):
    """A board set up to oversee improvement: a state, with a beginning and perhaps an end."""

    KIND = Kind(
        "improvement-board",
        _("Improvement board"),
        date_label=_("Set up"),
        end_label=_("Ended"),
        lasts=True,
    )
    particular_fields = ("chair", "statutory", "replaces")

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
            ),
        ]

    def particulars(self) -> list[Particular]:
        return [
            (_("Chair"), self.chair),
            (_("Statutory"), STATED[self.statutory]),
            (_("Replaces"), self.replaces),
        ]


class MonitoringArrangement(Event):
    """A footing on which the council is watched: enhanced monitoring, formal monitoring of a plan."""

    KIND = Kind(
        "monitoring",
        _("Monitoring arrangement"),
        date_label=_("Began"),
        end_label=_("Ended"),
        lasts=True,
    )
    particular_fields = ("basis", "replaces")

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
            ),
        ]

    def particulars(self) -> list[Particular]:
        return [(_("Basis"), self.basis), (_("Replaces"), self.replaces)]


class ImprovementPlan(Event):
    """A plan of the council's, at the date it was made or handed in."""

    KIND = Kind(
        "improvement-plan",
        _("Improvement plan"),
        date_label=_("Drawn up or submitted"),
        letter=pgettext_lazy("mark of a plan", "P"),
        schema_type="CreativeWork",
    )
    particular_fields = ("version", "submitted_to")

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

    def particulars(self) -> list[Particular]:
        return [(_("Version"), self.version), (_("Submitted to"), self.submitted_to)]


class MinisterialStatement(Event):
    """A minister's statement or answer to the Assembly or Senedd."""

    KIND = Kind(
        "statement",
        _("Ministerial statement"),
        date_label=_("Made"),
        letter=pgettext_lazy("mark of a statement", "S"),
        schema_type="CreativeWork",
    )
    particular_fields = ("form", "minister", "role_at_the_time")

    class Form(models.TextChoices):
        WRITTEN = "written", _("Written statement")
        ORAL = "oral", _("Oral statement")
        ANSWER = "answer", _("Oral answer")

    form = models.CharField(_("form"), max_length=10, choices=Form)
    minister = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("minister"),
        help_text=_("Blank where the source gives the office only."),
    )
    role_at_the_time = models.CharField(_("office at the time"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("ministerial statement")
        verbose_name_plural = _("ministerial statements")

    def particulars(self) -> list[Particular]:
        return [
            (_("Form"), self.get_form_display()),
            (_("Made by"), self.minister),
            (_("Office at the time"), self.role_at_the_time),
        ]


class CouncilProceeding(Event):
    """What the council itself said or did in public: a meeting, a question and answer, a response."""

    KIND = Kind("council", _("Council proceeding"), date_label=_("Took place"))
    particular_fields = ("form", "asked_by", "answered_by")

    class Form(models.TextChoices):
        RESPONSE = "response", _("Public response")
        MEETING = "meeting", _("Meeting")
        QUESTION = "question", _("Question and answer")
        REPORT = "report", _("Report")
        DECISION = "decision", _("Decision")

    form = models.CharField(_("form"), max_length=10, choices=Form)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="asked", verbose_name=_("asked by")
    )
    answered_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered",
        verbose_name=_("answered or given by"),
    )

    class Meta:
        verbose_name = _("council proceeding")
        verbose_name_plural = _("council proceedings")

    def particulars(self) -> list[Particular]:
        return [
            (_("Form"), self.get_form_display()),
            (_("Asked by"), self.asked_by),
            (_("Answered or given by"), self.answered_by),
        ]


class SupportMeasure(Event):
    """Help given to the council or put in place by it."""

    KIND = Kind(
        "support",
        _("Support measure"),
        date_label=_("In place"),
        letter=pgettext_lazy("mark of a support measure", "H"),  # help: S is a statement's
    )
    particular_fields = ("provider", "legal_basis")

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

    def particulars(self) -> list[Particular]:
        return [(_("Provided by"), self.provider), (_("Legal basis"), self.legal_basis)]


class Appointment(Event):
    """Someone taking up a senior post. The person is named only if a source names them in that role."""

    KIND = Kind("appointment", _("Appointment"), date_label=_("Appointed or announced"))
    particular_fields = ("role", "person", "interim")

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("person"),
        help_text=_("Blank where the source does not name them."),
    )
    role = models.CharField(_("post"), max_length=160)
    interim = models.BooleanField(
        _("interim"),
        null=True,
        blank=True,
        help_text=_("Only if a source says whether. Unknown: not stated."),
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")

    def particulars(self) -> list[Particular]:
        return [
            (_("Post"), self.role),
            (_("Person"), self.person or _("Not named in the source")),
            (_("Interim"), STATED[self.interim]),
        ]


class Milestone(Event):
    """Anything else that has a date and belongs in the history."""

    KIND = Kind("milestone", _("Milestone"), date_label=_("Took place"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
