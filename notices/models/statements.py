from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event, Person


class MinisterialStatement(Event):
    """A minister's statement or answer to the Assembly or Senedd."""

    KIND = Kind("statement", _("Ministerial statement"), date_label=_("Made"), schema_type="CreativeWork")
    detail_fields = ("form", "minister", "role_at_the_time")
    detail_labels: ClassVar = {"minister": _("Made by")}

    class StatementForm(models.TextChoices):
        WRITTEN = "written", _("Written statement")
        ORAL = "oral", _("Oral statement")
        ANSWER = "answer", _("Answer to a question")

    form = models.CharField(_("form"), max_length=10, choices=StatementForm)
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


class CouncilProceeding(Event):
    """What the council itself said or did in public: a meeting, a question and answer, a response."""

    KIND = Kind("council", _("Council proceeding"), date_label=_("Took place"))
    detail_fields = ("form", "asked_by", "answered_by")

    class ProceedingForm(models.TextChoices):
        RESPONSE = "response", _("Public response")
        MEETING = "meeting", _("Meeting")
        QUESTION = "question", _("Question and answer")
        REPORT = "report", _("Report")
        DECISION = "decision", _("Decision")

    form = models.CharField(_("form"), max_length=10, choices=ProceedingForm)
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
