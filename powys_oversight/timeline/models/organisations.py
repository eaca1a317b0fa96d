from datetime import date

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EarliestField, EDTFField, FoldedField, LatestField


class Organisation(RecordModel):
    """A body that acts or is acted on. Its names are rows of their own, each with its dates."""

    class Voice(models.TextChoices):
        """Whose act an event is, for the colour of its mark; its issuer is always named too."""

        INSPECTORATE = "inspectorate", _("The inspectorate")
        MINISTERS = "ministers", _("Welsh Ministers")
        COUNCIL = "council", _("The council")
        OTHER = "other", _("Another body")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(
        _("name now"), max_length=200, help_text=_("The latest name. Earlier ones go below, with dates.")
    )
    name_cy = models.CharField(_("name now, in Welsh"), max_length=200, blank=True)
    abbreviation = models.CharField(_("abbreviation now"), max_length=30, blank=True)
    voice = models.CharField(
        _("speaks as"),
        max_length=20,
        choices=Voice,
        default=Voice.OTHER,
        help_text=_("Colours the marks of its events on the timeline."),
    )
    about = models.TextField(_("what it is"), blank=True, help_text=_("One sentence, without judgement."))

    folded = FoldedField(sources=("name", "name_cy", "abbreviation"), default="")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [no_hyphen_first("organisation")]

    def __str__(self) -> str:
        return self.name

    def named_on(self, day: date | None) -> str:
        """Return the name on that day: the latest that applies, or the present one where none does.

        Costs a query unless `names` is prefetched.
        """
        borne = self._borne_on(day)
        return borne.name if borne else self.name

    def short_name_on(self, day: date | None) -> str:
        """Return the abbreviation on that day, such as "CSSIW"; the name where there is none."""
        borne = self._borne_on(day)
        return (borne.abbreviation or borne.name) if borne else (self.abbreviation or self.name)

    def _borne_on(self, day: date | None) -> "OrganisationName | None":
        borne = [name for name in self.names.all() if day and name.applies_on(day)]
        return borne[-1] if borne else None


class OrganisationName(RecordModel):
    """A name an organisation bore for a time, as CSSIW did until it became CIW in January 2018."""

    natural = ("organisation__slug", "name")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    name_cy = models.CharField(_("name in Welsh"), max_length=200, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    used_from = EDTFField(_("used from"), blank=True)
    used_until = EDTFField(_("used until"), blank=True)
    used_from_earliest = EarliestField(sources=("used_from",), null=True)
    used_until_latest = LatestField(sources=("used_until",), null=True)
    folded = FoldedField(sources=("name", "name_cy", "abbreviation"), default="")

    class Meta:
        ordering = ["organisation", F("used_from_earliest").asc(nulls_first=True), "pk"]
        verbose_name = _("name over time")
        verbose_name_plural = _("names over time")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="an_organisation_has_each_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def applies_on(self, day: date) -> bool:
        begun = self.used_from_earliest is None or self.used_from_earliest <= day
        return begun and (self.used_until_latest is None or day <= self.used_until_latest)


class Service(RecordModel):
    """A part of an organisation that was overseen. Events, findings and measures are about services."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=120)
    name_cy = models.CharField(_("name in Welsh"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order in lists"), default=0)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [no_hyphen_first("service")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service", args=[self.slug])
