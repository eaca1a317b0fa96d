"""What findings and figures share: each is somebody's word."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Organisation, Person


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

    def stated_by_in_short(self, day: date) -> str:
        """The same by its abbreviation, where it had one then."""
        return self.stated_by.short_name_on(day) if self.stated_by else str(self.speaker)
