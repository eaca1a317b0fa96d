from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..db.base import RecordModel, no_hyphen_first
from ..db.fields import EarliestField, EDTFField, FoldedField, LatestField
from .sources import Citation


class UnseenDocument(RecordModel):
    """A document that a cited source mentions and this record has not seen."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(
        _("title"), max_length=300, help_text=_("As the sources call it, or a plain description.")
    )
    title_cy = models.CharField(_("title in Welsh"), max_length=300, blank=True)
    author = models.CharField(_("whose it is"), max_length=120, blank=True, help_text=_("Blank: not stated."))
    dated = EDTFField(_("dated"), blank=True, help_text=_("Blank: not stated."))
    earliest = EarliestField(sources=("dated",), null=True)
    latest = LatestField(sources=("dated",), null=True)
    about = models.TextField(
        _("what is known of it"), help_text=_("What it would settle, and through whom we know of it.")
    )

    folded = FoldedField(sources=("title", "title_cy", "author", "about"), default="")

    class Meta:
        ordering = [F("earliest").asc(nulls_last=True), F("latest").asc(nulls_last=True), "slug"]
        verbose_name = _("document not seen")
        verbose_name_plural = _("documents not seen")
        constraints = [no_hyphen_first("unseen_document")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('unseen_documents')}#document-{self.slug}"


class UnseenDocumentCitation(Citation):
    event_paths = ()

    claim = models.ForeignKey(UnseenDocument, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
