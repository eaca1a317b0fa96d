from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.db.base import no_hyphen_first
from powys_oversight.timeline.db.fields import EarliestField, EDTFField, FoldedField, LatestField
from powys_oversight.timeline.models import Citation, Disagreement, Event, RecordModel, Service

from ..querysets import MeasureQuerySet, ObservationQuerySet
from .attributed import Attributed


class Measure(RecordModel):
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=80, help_text=_("Such as “% of statutory visits”."))
    about = models.TextField(_("what it measures"), blank=True)
    services = models.ManyToManyField(Service, related_name="measures", verbose_name=_("services"))

    folded = FoldedField(sources=("title", "title_cy", "about"), default="")

    objects = MeasureQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [no_hyphen_first("measure")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.slug])

    @classmethod
    def visible_q(cls) -> Q:
        return Q(pk__in=cls.objects.published().order_by().values("pk"))

    def is_visible(self) -> bool:
        return bool(self.pk) and self.observations.published().exists()

    @property
    def is_past_drafting(self) -> bool:
        return self.is_visible()


class MeasureDisagreement(RecordModel):
    """Says that the sources differ on a measure's figures."""

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
            )
        ]

    def __str__(self) -> str:
        return str(self.disagreement)


class Observation(Attributed, RecordModel):
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
        return f"{self.measure}: {self.value_in_words} ({format_edtf(self.period)})"

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def value_in_words(self) -> str:
        number = in_digits(Decimal(self.value))  # a row not read back yet may hold 12
        return {
            "over": _("over %(number)s"),
            "under": _("under %(number)s"),
            "at-least": _("at least %(number)s"),
            "at-most": _("at most %(number)s"),
            "about": _("about %(number)s"),
        }.get(self.comparator, "%(number)s") % {"number": number}

    @property
    def target_in_words(self) -> str:
        return "" if self.target is None else in_digits(self.target)


def in_digits(value: Decimal) -> str:
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_format(plain, use_l10n=True, force_grouping=True)


class ObservationCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event", "claim__measure")

    claim = models.ForeignKey(Observation, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("reported value citation")
        verbose_name_plural = _("reported value citations")
