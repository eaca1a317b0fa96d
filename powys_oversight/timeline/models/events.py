from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import kinds
from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EarliestField, EDTFField, FoldedField, LatestField, PrecisionField
from ..db.sort_key import SortKey
from ..wording import wording_faults
from .event_queries import EventQuerySet
from .organisations import Organisation, Service
from .sources import Source, validate_not_future

DATE_HELP = _(
    "As exactly as the source allows: “17 October 2017”, “July 2017”, “2018”, “summer 2018”, "
    "“week beginning 30 April 2018”, “by 18 October 2018”. A span in this box means some time within it."
)


SUMMARY_WORDS = 50  # the most words of a summary


class Event(RecordModel):
    """An event in the oversight of a service, or a state that lasted.

    Three dates are kept apart: when it happened (`occurred`), when it was made public (`published_on`), when
    it was entered here (`recorded_at`).
    """

    KIND: ClassVar[kinds.Kind]

    detail_fields: tuple[str, ...] = ()
    """Columns of this kind, on its page and in `particulars.csv`. Their names never change."""

    detail_labels: ClassVar[dict[str, kinds.Words]] = {}
    """Labels on the page, where a column's name is not plain enough there."""
    has_submitted_citations: bool | None = None
    """Whether the form that saves the event has citations; None without such a form."""

    unrecorded = ("kind", "recorded_at", "changed_at", "drafted_by", "reviewed_by", "publish_at")

    class Status(models.TextChoices):
        """The stage of publication. Readers see what is published, and why something is withdrawn."""

        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Awaiting review")
        READY = "ready", _("Reviewed")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        @classmethod
        def before_readers(cls) -> "list[Event.Status]":
            return [cls.DRAFT, cls.REVIEW, cls.READY]

    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("Part of the page's address. It is cited, so it does not change once published."),
    )
    kind = models.CharField(_("kind"), max_length=40, editable=False)
    title = models.CharField(
        _("title"),
        max_length=5000,
        help_text=_("What happened, to whom, in a line that no other event has. No adjectives of ours."),
    )
    title_cy = models.CharField(_("title in Welsh"), max_length=5000, blank=True)
    summary = models.TextField(
        _("summary"),
        help_text=_(
            "In our own words, in 50 words or fewer. Say whose view it is: “CIW found”, “The Minister said”."
        ),
    )
    summary_cy = models.TextField(_("summary in Welsh"), blank=True)

    occurred = EDTFField(_("date"), help_text=DATE_HELP)
    occurred_as_stated = models.CharField(
        _("as stated"),
        max_length=160,
        blank=True,
        help_text=_("The source's own wording of the date, where it is less plain than the date."),
    )
    earliest = EarliestField(sources=("occurred",), null=True)
    latest = LatestField(sources=("occurred",), null=True)
    precision = PrecisionField(sources=("occurred",), max_length=10, default="")
    ended = EDTFField(
        _("ended"),
        blank=True,
        help_text=_("Only for what lasted. Blank means that no end is stated, never that it goes on."),
    )
    ended_as_stated = models.CharField(_("end as stated"), max_length=160, blank=True)
    ended_earliest = EarliestField(sources=("ended",), null=True)
    ended_latest = LatestField(sources=("ended",), null=True)
    end_looked_for_in = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("end looked for in"),
        help_text=_("The latest source that might state an end and does not."),
    )
    end_looked_on = models.DateField(
        _("day you looked"), null=True, blank=True, validators=[validate_not_future]
    )
    published_on = models.DateField(
        _("made public on"),
        null=True,
        blank=True,
        help_text=_("The day it, or its findings, were first published, if a source states it. Often later."),
    )
    order = models.PositiveSmallIntegerField(
        _("order within the day"),
        default=0,
        help_text=_("Where several events fall on one day: 1 comes before 2. At most 255."),
    )

    services: models.ManyToManyField = models.ManyToManyField(
        Service, through="EventService", related_name="events", verbose_name=_("services")
    )
    issued_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("issued or done by"),
    )

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        editable=False,
        help_text=_("Readers see only what is published, and only what is cited can be."),
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True, editable=False)
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("drafted by"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    recorded_at = models.DateTimeField(_("recorded here"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    folded = FoldedField(sources=("title", "title_cy", "summary", "summary_cy"), default="")
    sort_key = models.GeneratedField(
        expression=SortKey("earliest", "latest", "order", "id"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [
            ("draft_event", "Can draft, and send for review"),
            ("review_event", "Can review a draft"),
            ("publish_event", "Can publish and withdraw an event"),
            ("correct_event", "Can change what readers have seen, and say why"),
        ]
        indexes = [
            # The timeline, its pages and the CSV, whatever the filter leaves.
            models.Index(fields=["status", "sort_key"], name="timeline_in_order"),
            # The timeline of one kind.
            models.Index(fields=["status", "kind", "sort_key"], name="kind_in_order"),
        ]
        constraints = [
            no_hyphen_first("event"),
            models.CheckConstraint(
                name="earliest_is_not_after_latest", condition=Q(earliest__lte=F("latest"))
            ),
            models.CheckConstraint(
                name="an_event_ends_no_earlier_than_it_begins",
                condition=Q(ended_latest__gte=F("earliest")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(name="an_event_has_a_date", condition=~Q(occurred="")),
            models.CheckConstraint(
                name="an_end_is_stated_or_was_looked_for_in_a_source_on_a_day",
                condition=Q(end_looked_for_in__isnull=True, end_looked_on__isnull=True)
                | Q(ended="", end_looked_for_in__isnull=False, end_looked_on__isnull=False),
                violation_error_message=_("Give the source and the day you looked, and no end; or neither."),
            ),
            models.CheckConstraint(
                name="order_within_the_day_fits_its_key",
                condition=Q(order__lte=255),
                violation_error_message=_("The order within the day is at most 255."),
            ),
            models.CheckConstraint(
                name="what_is_withdrawn_says_why",
                condition=~Q(status="withdrawn", withdrawal_reason=""),
                violation_error_message=_("Say why it is withdrawn: readers are told."),
            ),
        ]

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        kinds.register(cls)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: Any) -> None:
        if hasattr(self, "KIND"):
            self.kind = self.KIND.slug
        self.changed_at = timezone.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "changed_at"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.status == self.Status.PUBLISHED:
            problems = dict(self.publication_errors())
            if problems:
                raise ValidationError(problems)

    def publication_errors(self) -> Iterator[tuple[str, Any]]:
        """Return field and reason for each thing that prevents publication. Costs up to two queries."""
        if not self.is_cited():
            yield NON_FIELD_ERRORS, UNCITED
        words = len(self.summary.split())
        if words > SUMMARY_WORDS:
            message = _("This summary has %(words)d words; the limit is %(limit)d.")
            yield "summary", message % {"words": words, "limit": SUMMARY_WORDS}
        if self.published_on and self.earliest and self.published_on < self.earliest:
            yield "published_on", _("It cannot have been made public before it happened.")
        source, looked = self.end_looked_for_in, self.end_looked_on
        if source and looked and source.earliest and looked < source.earliest:
            yield "end_looked_on", _("The source was not published by then.")
        for name in ("title", "summary"):
            for fault in wording_faults(getattr(self, name)):
                yield name, fault
        if Event.objects.published().filter(title=self.title).exclude(pk=self.pk).exists():
            yield "title", _("Another event has this title. Say what tells them apart.")

    def is_cited(self) -> bool:
        if self.has_submitted_citations is not None:
            return self.has_submitted_citations
        return bool(self.pk) and self.citations.exists()

    def publish(self) -> None:
        """Publish it. Raises ValidationError where it is not fit for readers: uncited, above all."""
        self.status = self.Status.PUBLISHED
        self.withdrawal_reason, self.publish_at = "", None
        self.full_clean()
        self.save()

    def withdraw(self, reason: str) -> None:
        """Withdraw it, with the reason shown at its address. Raises ValidationError without one."""
        self.status, self.withdrawal_reason = self.Status.WITHDRAWN, reason.strip()
        self.full_clean()
        self.save()

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.slug])

    @classmethod
    def visible_q(cls) -> Q:
        return Q(status=cls.Status.PUBLISHED)

    def shown_on_events(self) -> "list[Event]":
        return [self]

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def has_been_seen(self) -> bool:
        """True where readers may know its address: it is then never deleted or moved."""
        return self.status in (self.Status.PUBLISHED, self.Status.WITHDRAWN)

    @property
    def kind_info(self) -> kinds.Kind:
        return kinds.get(self.kind)

    def as_own_kind(self) -> "Event":
        """Return the event as its own kind, with what only that has. Costs a query."""
        return kinds.by_slug()[self.kind]._default_manager.select_related("issued_by").get(pk=self.pk)

    @staticmethod
    def statement_models() -> "list[type[Statement]]":
        return [model for model in apps.get_models() if issubclass(model, Statement)]

    def details(self) -> list[kinds.Detail]:
        """Return what only this kind's page shows, by default the `detail_fields`."""
        return [self.detail(name) for name in self.detail_fields]

    def detail(self, name: str) -> kinds.Detail:
        """Return the label and value of a column. A related row is shown as a link, a blank not at all."""
        field: Any = self._meta.get_field(name)
        value = getattr(self, name) if field.is_relation else self.in_words(field)
        return self.detail_labels.get(name) or capfirst(field.verbose_name), value

    def certainly_before(self, other: "Event") -> bool:
        """True where its date is certainly before the date of `other`; ends of states are not compared."""
        return bool(self.latest and other.earliest and self.latest < other.earliest)

    def sorts_on(self) -> date:
        day = self.earliest or self.latest
        assert day  # noqa: S101 - the database refuses an event without a date
        return day

    def issuer_name(self) -> str:
        """Return the issuer's name at the time. Costs a query without `with_related`."""
        return self.issued_by.named_on(self.sorts_on()) if self.issued_by else ""


UNCITED = _("An event is published only with a citation. Add one, or leave the event as a draft.")


class Statement(RecordModel):
    """Something said of services at an event, numbered within it. The search looks inside."""

    natural = ("event__slug", "number")
    event_paths = ("event",)

    event = models.ForeignKey(Event, models.CASCADE, related_name="%(class)ss", verbose_name=_("event"))
    number = models.PositiveSmallIntegerField(
        _("number"),
        validators=[MaxValueValidator(9999)],
        help_text=_("Its place in the list: 1, 2, 3 … Left blank, it is the next."),
    )
    summary = models.TextField(_("summary"), help_text=_("In our own words: one sentence, one fact."))
    summary_cy = models.TextField(_("summary in Welsh"), blank=True)
    folded = FoldedField(sources=("summary", "summary_cy"), default="")

    class Meta:
        abstract = True
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "number"], name="%(class)s_numbers_are_unique_in_an_event"
            ),
            models.CheckConstraint(
                name="%(class)s_numbers_begin_at_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Numbers begin at 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        return f"{self.event.get_absolute_url()}#{self.anchor}"

    @classmethod
    def next_number(cls, event: Event) -> int:
        """Return the number of the event's next statement. Costs a query."""
        last = cls._default_manager.filter(event=event.pk).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1

    @property
    def anchor(self) -> str:
        return f"{self._meta.model_name}-{self.number}"
