"""What the inspectorate did, what was found, and the figures that were reported."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.date_wording import day_in_words
from powys_oversight.timeline.fields import EarliestField, EDTFField, LatestField
from powys_oversight.timeline.kinds import Kind, Particular
from powys_oversight.timeline.models import (
    Citation,
    Disagreement,
    Event,
    Organisation,
    Person,
    RecordModel,
    Service,
    Statement,
)

from .querysets import FindingQuerySet, MeasureQuerySet, ObservationQuerySet


class Inspection(Event):
    """One piece of inspection or review: fieldwork, a visit, a conference, an audit.

    `occurred` and `ended` are its fieldwork. The report's own publication is a Publication.
    """

    KIND = Kind(
        "inspection",
        _("Inspection activity"),
        date_label=_("Took place"),
        end_label=_("Fieldwork ended"),
    )

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

    def unfit_to_publish(self) -> Iterator[tuple[str, Any]]:
        yield from super().unfit_to_publish()
        if self.report_published_on and self.earliest and self.report_published_on < self.earliest:
            yield "report_published_on", _("The report cannot be published before the inspection began.")

    def particulars(self) -> list[Particular]:
        return [
            (_("Activity"), self.get_activity_type_display()),
            (_("Report published"), self.report_published_on and day_in_words(self.report_published_on)),
            (_("Legal basis"), self.legal_basis),
        ]


class Publication(Event):
    """An inspection report made public."""

    KIND = Kind("publication", _("Report published"), date_label=_("Published"))

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

    def particulars(self) -> list[Particular]:
        return [(_("Report of"), self.report_of)]


class Theme(models.TextChoices):
    """What a finding is about: the rows of the judgement ledger."""

    OVERALL = "overall", _("The service overall")
    LEADERSHIP = "leadership-and-governance", _("Leadership and governance")
    VISION = "strategic-vision", _("Strategic vision")
    EARLY_HELP = "early-help", _("Early help")
    FRONT_DOOR = "front-door", _("Front door")
    ASSESSMENT = "assessment", _("Assessment")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    VISITS = "visits-to-children-looked-after", _("Visits to children looked after")
    PLACEMENTS = "placements-and-commissioning", _("Placements and commissioning")
    COURT_WORK = "court-work", _("Court work")
    WORKFORCE = "workforce-and-workload", _("Workforce and workload")
    SUPERVISION = "supervision", _("Supervision")
    QUALITY_ASSURANCE = "quality-assurance", _("Quality assurance")
    PARTNERSHIP = "partnership", _("Partnership")
    COMPLAINTS = "complaints", _("Complaints")
    DATA = "data-and-performance", _("Data and performance")
    VOICE = "voice-of-the-person", _("Voice of the person")


class Verdict(models.TextChoices):
    """How the source puts it. There is no scale: the words are the sources' and are not ranked."""

    CONCERN = "concern", _("Concern")
    IMPROVEMENT = "improvement", _("Improvement")
    STRENGTH = "strength", _("Strength")
    PRIORITY = "priority-for-action", _("Priority for action")
    ACTION_REPORTED = "action-reported", _("Action reported")
    COMMITMENT = "commitment", _("Commitment")
    OBSERVATION = "observation", _("Observation")


class Attributed(models.Model):
    """Something that is somebody's word: an organisation's, or one person's speaking for themselves."""

    stated_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("stated by"),
        help_text=_("Whose judgement or claim it is, not who passed it on."),
    )
    speaker = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("or by a person"),
        help_text=_("Only where someone in a public role speaks for themselves, as in a member's question."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_the_word_of_one_speaker",
                condition=Q(stated_by__isnull=True) ^ Q(speaker__isnull=True),
                violation_error_message=_("Say whose word it is: an organisation's or a person's, not both."),
            ),
        ]

    @property
    def voice(self) -> str:
        """Whose kind of word it is. A person speaking for themselves is another body."""
        return self.stated_by.voice if self.stated_by else Organisation.Voice.OTHER

    def stated_by_words(self, day: date) -> str:
        """Who says it, by the name borne on that day. Costs a query unless names are prefetched."""
        return self.stated_by.named_on(day) if self.stated_by else str(self.speaker)


class Finding(Attributed, Statement):  # noqa: DJ008 - Statement says how it reads
    """What was said of a service at an event, and who says it.

    Judged by the inspectorate after an inspection, or claimed by a minister in a statement or by
    the council in an answer: `stated_by` keeps them apart, and no page merges them.
    """

    theme = models.CharField(_("theme"), max_length=40, choices=Theme)
    also_about = models.CharField(
        _("also about"),
        max_length=40,
        choices=Theme,
        blank=True,
        help_text=_("Where one finding joins two themes, as workload and supervision."),
    )
    verdict = models.CharField(
        _("verdict"), max_length=20, choices=Verdict, help_text=_("In the source's terms. Never our opinion.")
    )
    reported_by = models.CharField(
        _("as reported by"),
        max_length=120,
        blank=True,
        help_text=_("Where we have it only through someone else: “the Deputy Minister”, “BBC News”."),
    )
    services = models.ManyToManyField(Service, related_name="findings", verbose_name=_("services"))
    follows_up: models.ManyToManyField = models.ManyToManyField(
        "self",
        through="FindingLink",
        through_fields=("from_finding", "to_finding"),
        symmetrical=False,
        blank=True,
        related_name="followed_up_by",
        verbose_name=_("follows up"),
        help_text=_("Earlier findings that this one plainly takes up."),
    )

    objects = FindingQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Statement.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [*Statement.Meta.constraints, *Attributed.Meta.constraints]

    def clean(self) -> None:
        super().clean()
        if self.also_about and self.also_about == self.theme:
            raise ValidationError({"also_about": _("Leave it blank, or name another theme.")})

    @property
    def asks_for_more(self) -> bool:
        """Whether a reader would look for what came of it: a concern, or a priority for action."""
        return self.verdict in (Verdict.CONCERN, Verdict.PRIORITY)

    @property
    def themes(self) -> list[Theme]:
        """The one theme, or two where one finding joins them."""
        return [Theme(theme) for theme in (self.theme, self.also_about) if theme]


class FindingCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event",)

    claim = models.ForeignKey(Finding, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("finding citation")
        verbose_name_plural = _("finding citations")


class FindingLink(RecordModel):
    """Says that a later finding plainly takes up an earlier one: from what was found to what came of it."""

    natural = (
        "from_finding__event__slug",
        "from_finding__number",
        "to_finding__event__slug",
        "to_finding__number",
    )
    event_paths = ("from_finding__event", "to_finding__event")

    from_finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="links_to_earlier", verbose_name=_("later finding")
    )
    to_finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="links_to_later", verbose_name=_("earlier finding")
    )

    class Meta:
        ordering = ["from_finding", "to_finding"]
        verbose_name = _("link between findings")
        verbose_name_plural = _("links between findings")
        constraints = [
            models.UniqueConstraint(fields=["from_finding", "to_finding"], name="a_link_is_made_once"),
            models.CheckConstraint(
                name="a_finding_does_not_take_up_itself",
                condition=~Q(from_finding=F("to_finding")),
                violation_error_message=_("A finding does not take up itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_finding} ← {self.to_finding}"


class Measure(RecordModel):
    """Something that was counted or measured and reported, with its unit."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=80, help_text=_("Such as “% of statutory visits”."))
    about = models.TextField(_("what it measures"), blank=True)
    services = models.ManyToManyField(Service, related_name="measures", verbose_name=_("services"))

    objects = MeasureQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.slug])


class MeasureDisagreement(RecordModel):
    """Says that the sources differ on a measure's figures, and where the versions stand."""

    natural = ("measure__slug", "disagreement__slug")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="disputes", verbose_name=_("measure"))
    disagreement = models.ForeignKey(
        Disagreement, models.CASCADE, related_name="disputed_measures", verbose_name=_("disagreement")
    )

    class Meta:
        ordering = ["measure", "disagreement"]
        verbose_name = _("disputed measure")
        verbose_name_plural = _("disputed measures")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "disagreement"], name="a_measure_is_disputed_once_over_a_question"
            ),
        ]

    def __str__(self) -> str:
        return str(self.disagreement)


class Observation(Attributed, RecordModel):
    """One reported value of a measure: for what period, by whom, where, and with what caveat."""

    class Comparator(models.TextChoices):
        EXACTLY = "", _("exactly")
        OVER = "over", _("over")
        UNDER = "under", _("under")
        AT_LEAST = "at-least", _("at least")
        AT_MOST = "at-most", _("at most")
        ABOUT = "about", _("about")

    natural = ("measure__slug", "period", "event__slug", "value")
    event_paths = ("event",)

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="observations", verbose_name=_("measure")
    )
    period = EDTFField(_("period"), help_text=_("What the value is for, not when it was reported."))
    earliest = EarliestField(sources=("period",), null=True)
    latest = LatestField(sources=("period",), null=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    comparator = models.CharField(
        _("comparator"),
        max_length=10,
        choices=Comparator,
        blank=True,
        default="",
        help_text=_("“over” for “over 80%”. Blank: the value is exact."),
    )
    target = models.DecimalField(
        _("target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only where a source gives it with the value. Blank: not stated."),
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="observations", verbose_name=_("reported at")
    )
    caveat = models.TextField(
        _("caveat"), blank=True, help_text=_("What a source says limits its worth. In our own words.")
    )

    objects = ObservationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["measure", "earliest", "latest", "pk"]
        verbose_name = _("reported value")
        verbose_name_plural = _("reported values")
        constraints = [
            *Attributed.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "period", "event", "value"],
                name="an_event_reports_a_value_for_a_period_once",
            ),
            models.CheckConstraint(name="a_period_is_given", condition=~Q(period="")),
            models.CheckConstraint(
                name="a_period_does_not_end_before_it_begins", condition=Q(earliest__lte=F("latest"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value_in_words} ({self.period})"

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def value_in_words(self) -> str:
        """The value without empty decimals, and its comparator before it: "over 80"."""
        number = in_digits(self.value)
        return {
            "over": _("over %(number)s"),
            "under": _("under %(number)s"),
            "at-least": _("at least %(number)s"),
            "at-most": _("at most %(number)s"),
            "about": _("about %(number)s"),
        }.get(self.comparator, "%(number)s") % {"number": number}


def in_digits(value: Decimal) -> str:
    """A number as it is written: "6,100,000" and "2.5", without the noughts of its column."""
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)


class ObservationCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event", "claim__measure")

    claim = models.ForeignKey(Observation, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("reported value citation")
        verbose_name_plural = _("reported value citations")
