from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Detail, Kind, Legislation
from powys_oversight.timeline.models import Event

NOT_READ = _("The notice itself has not been read, so its terms are known only as others report them.")
BLANK_IS_NOT_SEEN = _("Blank where the text has not been seen.")


class WarningNotice(Event):
    """A notice under Part 8 of the 2014 Act (anaw 4), with the five contents section 151(2) requires.

    Follow-up notices and addenda are no kinds in the Act, but titles of notices related to others.
    """

    KIND = Kind(
        "warning-notice",
        _("Warning notice"),
        date_label=_("Issued"),
        end_label=_("Ceased to have effect"),
        lasts=True,
        schema_type="CreativeWork",
        given_under=Legislation("anaw/2014/4", "Social Services and Well-being (Wales) Act 2014"),
    )
    detail_fields = (
        "notice_title",
        "relates_to",
        "relates_as",
        "legal_basis",
        "text_seen",
        "grounds",
        "reasons",
        "action_required",
        "compliance_period",
        "minded_to_take",
    )
    disclosed_with: ClassVar[dict[str, str]] = {"relates_as": "relates_to"}

    class RelatesAs(models.TextChoices):
        FOLLOWS = "follows", _("Follows")
        AMENDS = "amends", _("Adds to")

    notice_title = models.CharField(
        _("title of the notice"), max_length=120, help_text=_("As the statements name it.")
    )
    relates_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="related_notices",
        verbose_name=_("earlier notice"),
    )
    relates_as = models.CharField(
        _("what it does to the earlier notice"), max_length=10, choices=RelatesAs, blank=True
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    text_seen = models.BooleanField(_("we have read the notice itself"), default=False)
    grounds = models.TextField(
        _("grounds for intervention"),
        blank=True,
        help_text=_("Section 150 of the Act. Blank where the text has not been seen."),
    )
    reasons = models.TextField(_("reasons"), blank=True, help_text=BLANK_IS_NOT_SEEN)
    action_required = models.TextField(
        _("action required"), blank=True, help_text=_("In short; each action is a row below.")
    )
    compliance_period = models.TextField(_("compliance period"), blank=True, help_text=BLANK_IS_NOT_SEEN)
    minded_to_take = models.TextField(
        _("action Ministers are minded to take"), blank=True, help_text=BLANK_IS_NOT_SEEN
    )

    class Meta:
        verbose_name = _("warning notice")
        verbose_name_plural = _("warning notices")
        constraints = [
            models.CheckConstraint(
                name="a_notice_does_not_relate_to_itself",
                condition=~Q(relates_to=F("event_ptr")),
                violation_error_message=_("A notice does not follow itself."),
            ),
            models.CheckConstraint(
                name="an_earlier_notice_and_what_is_done_to_it_go_together",
                condition=Q(relates_to__isnull=True, relates_as="")
                | (Q(relates_to__isnull=False) & ~Q(relates_as="")),
                violation_error_message=_("Give the earlier notice and what this does to it, or neither."),
            ),
        ]

    def detail(self, name: str) -> Detail:
        if name == "relates_to":
            return self.get_relates_as_display(), self.relates_to
        if name == "relates_as":
            return "", ""  # it is the label of the notice it is about
        if name == "text_seen":
            return _("Text of the notice"), "" if self.text_seen else NOT_READ
        return super().detail(name)
