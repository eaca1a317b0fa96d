from django.db import models
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Detail, Kind
from powys_oversight.timeline.models import Event, Person


class Appointment(Event):
    """A person taking up a senior post, named only if a source names them in that role."""

    KIND = Kind("appointment", _("Appointment"), date_label=_("Appointed or announced"))
    detail_fields = ("role", "person", "interim")

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("person"),
        help_text=_("Blank where the source does not name them."),
    )
    role = models.CharField(_("post"), max_length=160)
    interim = models.BooleanField(
        _("interim"),
        null=True,
        blank=True,
        help_text=_("Only if a source says whether. Unknown: not stated."),
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")

    def detail(self, name: str) -> Detail:
        label, value = super().detail(name)
        return label, value or (_("Not named in the source") if name == "person" else "")
