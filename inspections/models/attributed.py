from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Organisation, Person


class Attributed(models.Model):
    """A statement by an organisation, or by one person speaking for themselves."""

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
            )
        ]

    @property
    def voice(self) -> str:
        """The voice of the speaker. A person speaking for themselves counts as another body."""
        return self.stated_by.voice if self.stated_by else Organisation.Voice.OTHER

    @property
    def stated_by_name(self) -> str:
        """The speaker by the name in use at the event. Costs a query unless names are prefetched."""
        return self.stated_by.named_on(self._day) if self.stated_by else str(self.speaker)

    @property
    def stated_by_short_name(self) -> str:
        return self.stated_by.short_name_on(self._day) if self.stated_by else str(self.speaker)

    @property
    def _day(self) -> date:
        return self.event.sorts_on()  # type: ignore[attr-defined] # each subclass has its event
