from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Kind
from powys_oversight.timeline.models import Event


class Milestone(Event):
    """A dated event of no other kind."""

    KIND = Kind("milestone", _("Milestone"), date_label=_("Took place"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
