"""What the inspectorate did, and when its reports came out."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event


class Inspection(Event):
    """An inspection or review: fieldwork, a visit, a conference, an audit.

    `occurred` and `ended` are its fieldwork. The publication of its report is a Publication.
    """

    KIND = Kind(
        "inspection",
        _("Inspection activity"),
        date_label=_("Took place"),
        end_label=_("Fieldwork ended"),
        is_followed=True,
    )
    detail_fields = ("activity_type", "report_published_on", "legal_basis")
    detail_labels: ClassVar = {"activity_type": _("Activity"), "report_published_on": _("Report published")}

    class ActivityType(models.TextChoices):
        INSPECTION = "inspection", _("Inspection")
        FOLLOW_UP_INSPECTION = "follow-up-inspection", _("Follow-up inspection")
        MONITORING_VISIT = "monitoring-visit", _("Monitoring visit")
        FOCUSED_ACTIVITY = "focused-activity", _("Focused activity")
        ASSURANCE_REVIEW = "assurance-review", _("Assurance review")
        PERFORMANCE_EVALUATION = "performance-evaluation-inspection", _("Performance evaluation inspection")
        IMPROVEMENT_CONFERENCE = "improvement-conference", _("Improvement conference")
        AUDIT = "audit", _("Audit")
        EXTERNAL_REVIEW = "external-review", _("External review")

        @property
        def is_inspection(self) -> bool:
            """False for a conference, an audit or a review, where inspectors do not look for themselves."""
            return self not in (self.IMPROVEMENT_CONFERENCE, self.AUDIT, self.EXTERNAL_REVIEW)

    activity_type = models.CharField(_("activity type"), max_length=40, choices=ActivityType)
    report_published_on = models.DateField(
        _("report published on"), null=True, blank=True, help_text=_("Blank: not stated, or no report.")
    )
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=200,
        blank=True,
        help_text=_("Only as a source states it. Blank: not stated."),
    )

    class Meta:
        verbose_name = _("inspection activity")
        verbose_name_plural = _("inspection activity")

    @property
    def is_inspection(self) -> bool:
        return self.ActivityType(self.activity_type).is_inspection

    def publication_errors(self) -> Iterator[tuple[str, Any]]:
        yield from super().publication_errors()
        if self.report_published_on and self.earliest and self.report_published_on < self.earliest:
            yield "report_published_on", _("The report cannot be published before the inspection began.")


class Publication(Event):
    KIND = Kind("publication", _("Report published"), date_label=_("Published"), schema_type="Report")
    detail_fields = ("report_of",)

    report_of = models.ForeignKey(
        Inspection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("report of"),
    )

    class Meta:
        verbose_name = _("publication of a report")
        verbose_name_plural = _("publications of reports")
