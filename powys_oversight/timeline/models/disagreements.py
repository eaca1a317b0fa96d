"""Questions on which the sources differ. Every version stands, with its citation."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, Min, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EDTFField, FoldedField
from ..db.queries import RecordQuerySet
from .event_queries import EventQuerySet
from .events import Event
from .sources import Citation


class DisagreementQuerySet(RecordQuerySet):
    def unresolved(self) -> Self:
        """Return questions without a version that sorts the event, and without our reading."""
        return self.exclude(versions__sorts_the_event=True).filter(reading="")

    def for_page(self) -> Self:
        """Return visible disagreements by first event, with versions and citations. Five queries."""
        events = apps.get_model("timeline", "Event").objects.published().in_order()
        return (
            self.filter(events__status="published")
            .annotate(first_event=Min("events__sort_key"))
            .prefetch_related(Prefetch("events", events), "versions__citations__source")
            .order_by("first_event", "slug")
        )


class VersionQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Return versions of published questions, with `first_event`, the sort key of their first event."""
        first = _published_events(disagreements=OuterRef("disagreement")).in_order().values("sort_key")[:1]
        return self.annotate(first_event=models.Subquery(first)).filter(first_event__isnull=False)

    def in_order(self) -> Self:
        return self.order_by("first_event", "disagreement__slug", "number")


def _published_events(**conditions: object) -> "EventQuerySet":
    return apps.get_model("timeline", "Event").objects.published().filter(**conditions)


class Disagreement(RecordModel):
    """A question that the sources answer differently, and our reading, marked as ours."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    question = models.CharField(
        _("question"), max_length=200, help_text=_("As a question: “When was the board set up?”")
    )
    question_cy = models.CharField(_("question in Welsh"), max_length=200, blank=True)
    events = models.ManyToManyField(
        Event, blank=True, related_name="disagreements", verbose_name=_("events concerned")
    )
    reading = models.TextField(
        _("our reading"),
        blank=True,
        help_text=_("Why one version sorts the event. Shown as ours, never as fact."),
    )

    folded = FoldedField(sources=("question", "question_cy", "reading"), default="")

    objects = DisagreementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("disagreement between sources")
        verbose_name_plural = _("disagreements between sources")
        constraints = [no_hyphen_first("disagreement")]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"{reverse('disagreements')}#question-{self.slug}"

    @classmethod
    def visible_q(cls) -> Q:
        return Q(pk__in=cls.objects.filter(events__status="published").order_by().values("pk"))

    def shown_on_events(self) -> list[Event]:
        return list(self.events.all()) if self.pk else []

    def is_visible(self) -> bool:
        return any(event.is_published for event in self.shown_on_events())

    @property
    def is_past_drafting(self) -> bool:
        return any(event.has_been_seen for event in self.shown_on_events())


class DisagreementVersion(RecordModel):
    natural = ("disagreement__slug", "number")

    disagreement = models.ForeignKey(Disagreement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    answer = models.TextField(_("answer"), help_text=_("What these sources say, in our own words."))
    occurred = EDTFField(_("date, if the question is one of dates"), blank=True)
    sorts_the_event = models.BooleanField(_("sorts the event"), default=False)

    objects = VersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["disagreement", "number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["disagreement", "number"], name="a_version_number_is_used_once"),
            models.UniqueConstraint(
                fields=["disagreement"],
                condition=Q(sorts_the_event=True),
                name="one_version_at_most_sorts_the_event",
            ),
        ]

    def __str__(self) -> str:
        return self.answer

    def get_absolute_url(self) -> str:
        return self.disagreement.get_absolute_url()

    @classmethod
    def visible_q(cls) -> Q:
        return Q(pk__in=cls.objects.published().order_by().values("pk"))

    def shown_on_events(self) -> list[Event]:
        return self.disagreement.shown_on_events()

    def is_visible(self) -> bool:
        return self.disagreement.is_visible()


class DisagreementVersionCitation(Citation):
    event_paths = ()
    shown_with = ("claim__disagreement",)

    claim = models.ForeignKey(DisagreementVersion, models.CASCADE, related_name="citations")

    @classmethod
    def visible_q(cls) -> Q:
        links = Disagreement.events.through._default_manager.filter(event__status="published")
        return Q(Exists(links.filter(disagreement=OuterRef("claim__disagreement"))))

    def shown_on_events(self) -> list[Event]:
        return self.claim.shown_on_events()

    def is_visible(self) -> bool:
        return self.claim.is_visible()

    class Meta(Citation.Meta):
        verbose_name = _("version citation")
        verbose_name_plural = _("version citations")
