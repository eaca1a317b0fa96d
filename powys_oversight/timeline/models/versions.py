from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHORT = 12  # digits of a version as shown and in addresses: enough that no two agree by chance


class Version(models.Model):
    """What readers saw at one revision, named by its hash: see `history.digest`.

    A revision that changes nothing for readers has the hash of the one before.
    """

    revision = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(_("hash"), max_length=64, db_index=True)
    made_at = models.DateTimeField(_("made"), help_text=_("When the record last changed."))
    given_at = models.DateTimeField(
        _("first given"), default=timezone.now, help_text=_("When it was first asked for here.")
    )
    last_change = models.PositiveBigIntegerField(_("the last change it has"), default=0)

    class Meta:
        ordering = ["-revision"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return self.digest[:SHORT]
