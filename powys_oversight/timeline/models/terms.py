from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import FoldedField
from .sources import Citation


class Term(RecordModel):
    """A term that a reader may not know, and what it means here."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("term"), max_length=120)
    name_cy = models.CharField(_("term in Welsh"), max_length=120, blank=True)
    also = models.CharField(
        _("also written"),
        max_length=200,
        blank=True,
        help_text=_("Other forms in our texts, with semicolons between: “CIW; the inspectorate”."),
    )
    meaning = models.TextField(_("what it means"), help_text=_("One to three plain sentences of our own."))
    meaning_cy = models.TextField(_("what it means, in Welsh"), blank=True)
    folded = FoldedField(sources=("name", "name_cy", "also", "meaning", "meaning_cy"), default="")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("term")
        verbose_name_plural = _("terms of the glossary")
        constraints = [no_hyphen_first("term")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#term-{self.slug}"

    @property
    def forms(self) -> list[str]:
        """The term as our texts write it, the longest first."""
        return sorted(filter(None, (form.strip() for form in (self.name, *self.also.split(";")))), key=len)[
            ::-1
        ]


class TermCitation(Citation):
    event_paths = ()

    claim = models.ForeignKey(Term, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("term citation")
        verbose_name_plural = _("term citations")
