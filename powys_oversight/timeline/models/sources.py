import re
from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..dates.formatting import format_edtf
from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EarliestField, EDTFField, FoldedField, LatestField
from ..db.queries import BY_DATE, RecordQuerySet


class SourceQuerySet(RecordQuerySet):
    ORDER = ("tier", *BY_DATE, "slug")

    def in_order(self) -> Self:
        return self.order_by(*self.ORDER)

    def with_claim_counts(self) -> Self:
        total: Any = models.Value(0)
        for model in apps.get_model("timeline", "EventCitation").concrete():
            cited = model._default_manager.published().filter(source=OuterRef("pk")).order_by()
            per_source = cited.values("source").annotate(n=Count("pk", distinct=True)).values("n")
            total = total + Coalesce(models.Subquery(per_source), 0)
        return self.annotate(claims=total)

    def cited_by(self, event: Any) -> Self:
        return self.filter(pk__in=event.citations.values("source"))

    def without_address(self) -> Self:
        return self.filter(url="")

    def unchecked_since(self, day: date) -> Self:
        return self.filter(Q(checked_on=None) | Q(checked_on__lt=day))

    def to_compare_again(self) -> Self:
        """Return those an editor asked to be compared again, and that have not been since."""
        return self.exclude(comparison_asked_on=None)

    def compared_by_tier(self) -> list[dict[str, Any]]:
        """Return for each tier how many sources there are, how many were compared, and the last day."""
        rows = (
            self.order_by("tier")
            .values("tier")
            .annotate(checked=Max("checked_on"), compared=Count("checked_on"), total=Count("pk"))
        )
        return [row | {"name": TIERS[self.model.Tier(row["tier"])]} for row in rows]

    def cited(self) -> Self:
        cited = Q()
        for model in apps.get_model("timeline", "EventCitation").concrete():
            cited |= Q(Exists(model._default_manager.published().filter(source=OuterRef("pk"))))
        return self.filter(cited)


LISTED_TITLE = 70  # the most characters of a title shown in a choice of sources


def validate_not_future(day: date) -> None:
    """Refuse a day that has not come, for what an editor says was done on it."""
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come."), code="future")


QUOTATION_WORDS = 15  # the most words of a quotation: a phrase whose wording is itself the fact


class Source(RecordModel):
    """A document that the record cites. Its text is never copied here."""

    class Tier(models.IntegerChoices):
        """One of the five founding documents, which readers know as the main ones, official, or press."""

        FOUNDING = 1, _("Main document")
        OFFICIAL = 2, _("Official source")
        PRESS = 3, _("Press")

        @property
        def slug(self) -> str:
            return self.name.lower()

    class Type(models.TextChoices):
        WRITTEN_STATEMENT = "written-statement", _("Written statement")
        RECORD_OF_PROCEEDINGS = "record-of-proceedings", _("Record of proceedings")
        INSPECTORATE = "inspectorate", _("Inspectorate page or report")
        COUNCIL_NEWS = "council-news", _("Council news page")
        COUNCIL_PAPER = "council-paper", _("Council paper")
        PRESS_REPORT = "press-report", _("Press report")
        LEGISLATION = "legislation", _("Legislation")
        OTHER = "other", _("Other document")

    class Read(models.TextChoices):
        WHOLE = "whole", _("Read in full")
        OPENING = "opening", _("Only the opening was read")
        EXTRACT = "extract", _("Only an extract was read")

    LANGUAGES = (("en", _("English")), ("cy", _("Welsh")))

    housekeeping = ("checked_on",)
    unrecorded = ("answered_on", "comparison_asked_on")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(
        _("title"), max_length=300, help_text=_("As published. Add “(descriptive)” where it has none.")
    )
    title_cy = models.CharField(_("title in Welsh"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=120)
    author = models.CharField(
        _("author"), max_length=200, blank=True, help_text=_("With their role on that day.")
    )
    published = EDTFField(
        _("published"), blank=True, help_text=_("As exactly as it is known: 2018-04-16, 2018-04, 2018.")
    )
    earliest = EarliestField(sources=("published",), null=True)
    latest = LatestField(sources=("published",), null=True)
    type = models.CharField(_("kind of document"), max_length=30, choices=Type)
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    url = models.URLField(
        _("address on the web"), max_length=300, blank=True, validators=[URLValidator(["http", "https"])]
    )
    url_cy = models.URLField(
        _("address of the Welsh version"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["http", "https"])],
    )
    archived_url = models.URLField(
        _("address of a copy"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["http", "https"])],
        help_text=_("An archive or mirror, where the page can be read if its own address is dead."),
    )
    answered_on = models.DateField(_("address last answered"), null=True, blank=True, editable=False)
    licence = models.CharField(_("licence"), max_length=120, blank=True, help_text=_("Blank: not stated."))
    read = models.CharField(_("how much was read"), max_length=10, choices=Read)
    paragraphs = models.PositiveSmallIntegerField(
        _("body paragraphs"),
        null=True,
        blank=True,
        help_text=_(
            "How many it has, if it was read in full and each is to be drawn on. A list item is one."
        ),
    )
    checked_on = models.DateField(
        _("last checked"),
        null=True,
        blank=True,
        validators=[validate_not_future],
        help_text=_("When an editor last compared the record with it."),
    )
    comparison_asked_on = models.DateField(_("comparison asked for"), null=True, blank=True, editable=False)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("What a reader should know of the document itself. In our own words."),
    )

    folded = FoldedField(sources=("title", "title_cy", "publisher", "author"), default="")

    objects = SourceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = [F("earliest").asc(nulls_first=True), F("latest").asc(nulls_last=True), "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [no_hyphen_first("source")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.slug])

    @classmethod
    def visible_q(cls) -> Q:
        return Q(pk__in=cls.objects.cited().order_by().values("pk"))

    def is_visible(self) -> bool:
        return bool(self.pk) and any(
            model.objects.published().filter(source=self).exists() for model in Citation.concrete()
        )

    @property
    def is_past_drafting(self) -> bool:
        return self.is_visible()

    def save(self, *args: object, **kwargs: Any) -> None:
        """As of every row; what was noted of an address, or asked of a comparison, does not outlive it."""
        before = type(self).objects.filter(pk=self.pk).first()
        if before and before.url != self.url:
            self.answered_on = None
        if before and before.checked_on != self.checked_on:
            self.comparison_asked_on = None
        super().save(*args, **kwargs)

    @property
    def is_read_in_part(self) -> bool:
        return self.read != self.Read.WHOLE

    @property
    def is_press(self) -> bool:
        return self.tier == self.Tier.PRESS

    def issued(self) -> str:
        when = format_edtf(self.published)
        return f"{self.publisher}, {when}" if when else self.publisher

    def shown_in_lists(self) -> str:
        return f"{self.issued()}: {Truncator(self.title).chars(LISTED_TITLE)}"


TIERS = {
    Source.Tier.FOUNDING: _("Main documents"),
    Source.Tier.OFFICIAL: _("Official sources"),
    Source.Tier.PRESS: _("Press"),
}


def validate_quotation(text: str) -> None:
    """Refuse more than QUOTATION_WORDS words: the record states facts in its own words."""
    words = len(text.split())
    if words > QUOTATION_WORDS:
        raise ValidationError(
            ngettext_lazy(
                "This quotation has %(words)d word; the limit is %(limit)d. Quote only what is the fact.",
                "This quotation has %(words)d words; the limit is %(limit)d. Quote only what is the fact.",
                words,
            )
            % {"words": words, "limit": QUOTATION_WORDS},
            code="long_quotation",
        )


class CitationQuerySet(RecordQuerySet):
    def without_place(self) -> Self:
        return self.filter(locator="")

    def from_sources(self, slugs: Collection[str]) -> Self:
        return self.filter(source__slug__in=slugs) if slugs else self

    def for_source_page(self) -> Self:
        return self.published().select_related("claim", *self.model.shown_with)


class Citation(RecordModel):
    """A claim's citation of one place in one source. Each kind of claim has its own table.

    Readers see it once all events of its `event_paths` are published. `shown_with` names relations needed to
    put the claim into words.
    """

    event_paths: tuple[str, ...] = ("claim",)
    shown_with: tuple[str, ...] = ()
    tells_of: Any = ""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    locator = models.CharField(
        _("where in it"), max_length=40, help_text=_("“paragraph 3” or “page 14”: one place a line.")
    )
    quotation = models.CharField(
        _("quotation"),
        max_length=200,
        blank=True,
        validators=[validate_quotation],
        help_text=_("At most 15 words, and only where the wording is itself the fact."),
    )

    objects = CitationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "source", "locator"], name="%(class)s_cites_each_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}" if self.locator else str(self.source)

    @classmethod
    def natural_paths(cls) -> tuple[str, ...]:
        claim = cls.claim_model().natural_paths()
        return (*(f"claim__{path}" for path in claim), "source__slug", "locator")

    @classmethod
    def claim_model(cls) -> Any:
        return cls._meta.get_field("claim").related_model

    @classmethod
    def concrete(cls) -> "list[type[Citation]]":
        return [model for model in apps.get_models() if issubclass(model, Citation)]


class DatedCitation(Citation):
    """A citation of what happens on a date, with how much of it the place tells."""

    class TellsOf(models.TextChoices):
        """The furthest a place goes: what it tells of an end, it tells of the beginning too."""

        ANNOUNCED = "announced", _("that it was to come")
        BEGAN = "began", _("that it took place, or began")
        FOUND = "found", _("what was found")
        ENDED = "ended", _("that it ended")

    tells_of = models.CharField(
        _("this place tells"),
        max_length=10,
        choices=TellsOf,
        blank=True,
        help_text=_("The furthest that this place goes. It decides what was “known then”."),
    )

    class Meta(Citation.Meta):
        abstract = True


def place_anchor(locator: str) -> str:
    return slugify(locator) or "whole"


def locator_order(locator: str) -> tuple[int, str]:
    """Return a sort key: "paragraph 2" before "paragraph 10", and no number last."""
    number = re.search(r"\d+", locator)
    return (int(number[0]) if number else 10**6, locator)
