"""What tells the story in short: the opening of the front page, the key events, and the story itself."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel
from ..db.queries import RecordQuerySet
from .events import Event
from .sources import Citation

PLAIN_WORDS = 25  # the most words of a sentence that stands by itself: a key event's, or the opening's


class PassageQuerySet(RecordQuerySet):
    def at(self, place: str) -> Self:
        """Return the published passages of a place, in the order of their events, with citations."""
        return self.published().filter(place=place).in_order().prefetch_related("citations__source")

    def in_order(self) -> Self:
        return self.select_related("event").order_by("event__sort_key", "number")


class Passage(RecordModel):
    """A sentence or a few that tell of an event in our own words, cited like any other statement.

    An event with a passage at `Part.KEY` is a key event.
    """

    class Part(models.TextChoices):
        OPENING = "opening", _("Opening of the front page")
        KEY = "key", _("Key event: one sentence")
        STORY = "story", _("The story")

    natural = ("event__slug", "place", "number")
    event_paths = ("event",)

    event = models.ForeignKey(Event, models.CASCADE, related_name="passages", verbose_name=_("event"))
    place = models.CharField(_("where it stands"), max_length=10, choices=Part)
    number = models.PositiveSmallIntegerField(
        _("number"), default=1, help_text=_("Its order among those of the event in that place.")
    )
    label = models.CharField(
        _("few words"),
        max_length=40,
        blank=True,
        help_text=_(
            "Of a key event: what stands on the drawing of the whole period, such as “Second notice”."
        ),
    )
    text = models.TextField(
        _("text"),
        help_text=_(
            "In our own words. Of a key event and of the opening: one sentence of 25 words or fewer."
        ),
    )
    text_cy = models.TextField(_("text in Welsh"), blank=True)

    objects = PassageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["event", "place", "number"]
        verbose_name = _("passage of the story")
        verbose_name_plural = _("passages of the story")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "place", "number"], name="passages_of_a_place_are_numbered_in_an_event"
            ),
            models.CheckConstraint(
                name="passage_numbers_begin_at_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Numbers begin at 1."),
            ),
            models.CheckConstraint(
                name="a_key_event_has_one_sentence_and_a_few_words",
                condition=Q(place="key", number=1) & ~Q(label="") | ~Q(place="key") & Q(label=""),
                violation_error_message=_(
                    "A key event has one sentence, number 1, and its few words. No other passage has them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        if self.is_long():
            raise ValidationError({"text": _("Say it in %(words)d words or fewer.") % {"words": PLAIN_WORDS}})

    def is_long(self) -> bool:
        return self.place != self.Part.STORY and len(self.text.split()) > PLAIN_WORDS


class PassageCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event",)

    claim = models.ForeignKey(Passage, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("passage citation")
        verbose_name_plural = _("passage citations")
