from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EarliestField, EDTFField, FoldedField, LatestField
from ..db.queries import RecordQuerySet, _known
from .organisations import Organisation
from .sources import DatedCitation


class OfficeQuerySet(RecordQuerySet):
    @classmethod
    def order(cls) -> tuple[Any, ...]:
        voices = apps.get_model("timeline", "Organisation").Voice.values
        placed = models.Case(
            *(models.When(organisation__voice=voice, then=n) for n, voice in enumerate(voices)),
            default=len(voices),
            output_field=models.IntegerField(),
        )
        known = Coalesce(
            "began_earliest",
            "began_latest",
            "ended_earliest",
            _known("ended_latest", date.max),
            output_field=models.DateField(),
        )
        return (placed, "organisation__name", "organisation_id", known, "pk")

    def in_order(self) -> Self:
        return self.order_by(*self.order())


class Person(RecordModel):
    """A person in a public role: no child, family or junior member of staff."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("Only people acting in a public role. Never a child or a family."),
    )

    folded = FoldedField(sources=("name",), default="")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("person in public office")
        verbose_name_plural = _("people in public office")
        constraints = [no_hyphen_first("person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('people')}#person-{self.slug}"


class OfficeHolding(RecordModel):
    """A person in an office, for as long as the sources show, which may not be the full term."""

    natural = ("person__slug", "role", "organisation__slug")

    person = models.ForeignKey(Person, models.CASCADE, related_name="offices", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=160)
    role_cy = models.CharField(_("role in Welsh"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="office_holders", verbose_name=_("organisation")
    )
    began = EDTFField(_("in office from"), blank=True, help_text=_("Blank: not stated."))
    began_as_stated = models.CharField(
        _("as stated"), max_length=120, blank=True, help_text=_("Such as “in post on 16 April 2018”.")
    )
    ended = EDTFField(_("in office until"), blank=True, help_text=_("Blank: no end stated."))
    ended_as_stated = models.CharField(_("end as stated"), max_length=120, blank=True)
    began_earliest = EarliestField(sources=("began",), null=True)
    began_latest = LatestField(sources=("began",), null=True)
    ended_earliest = EarliestField(sources=("ended",), null=True)
    ended_latest = LatestField(sources=("ended",), null=True)

    folded = FoldedField(sources=("role", "role_cy"), default="")

    objects = OfficeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = [F("began_earliest").asc(nulls_first=True), "pk"]
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "organisation"], name="a_person_holds_each_office_once"
            ),
            models.CheckConstraint(
                name="an_office_is_left_no_earlier_than_it_is_taken",
                condition=models.Q(ended_latest__gte=models.F("began_earliest"))
                | models.Q(ended_latest__isnull=True)
                | models.Q(began_earliest__isnull=True),
                violation_error_message=_("An office is left no earlier than it is taken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()


class OfficeHoldingCitation(DatedCitation):
    event_paths = ()
    shown_with = ("claim__person", "claim__organisation")

    claim = models.ForeignKey(OfficeHolding, models.CASCADE, related_name="citations")

    class Meta(DatedCitation.Meta):
        verbose_name = _("office citation")
        verbose_name_plural = _("office citations")
