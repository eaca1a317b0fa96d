"""What was found or claimed, on which theme, and which later finding takes it up."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.models import Citation, RecordModel, Service, Statement

from ..querysets import FindingQuerySet
from .attributed import Attributed


class Theme(models.TextChoices):
    """What a finding is about: a row of the judgement ledger."""

    OVERALL = "overall", _("The service overall")
    LEADERSHIP = "leadership-and-governance", _("Leadership and governance")
    VISION = "strategic-vision", _("Strategic vision")
    EARLY_HELP = "early-help", _("Early help")
    FRONT_DOOR = "front-door", _("Front door")
    ASSESSMENT = "assessment", _("Assessment")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    VISITS = "visits-to-children-looked-after", _("Visits to children looked after")
    PLACEMENTS = "placements-and-commissioning", _("Placements and commissioning")
    COURT_WORK = "court-work", _("Court work")
    WORKFORCE = "workforce-and-workload", _("Workforce and workload")
    SUPERVISION = "supervision", _("Supervision")
    QUALITY_ASSURANCE = "quality-assurance", _("Quality assurance")
    PARTNERSHIP = "partnership", _("Partnership")
    COMPLAINTS = "complaints", _("Complaints")
    DATA = "data-and-performance", _("Data and performance")
    VOICE = "voice-of-the-person", _("Voice of the person")


class Verdict(models.TextChoices):
    """How the source puts a finding. The words are the sources' own and are not ranked."""

    CONCERN = "concern", _("Concern")
    IMPROVEMENT = "improvement", _("Improvement")
    STRENGTH = "strength", _("Strength")
    PRIORITY = "priority-for-action", _("Priority for action")
    ACTION_REPORTED = "action-reported", _("Action reported")
    COMMITMENT = "commitment", _("Commitment")
    OBSERVATION = "observation", _("Observation")


class Finding(Attributed, Statement):  # noqa: DJ008 - Statement says how it reads
    """A statement about a service at an event.

    It is judged by the inspectorate after an inspection, or claimed by a minister or the council. `stated_by`
    keeps these apart, and no page merges them.
    """

    ASKING = (Verdict.CONCERN, Verdict.PRIORITY)
    judges: bool  # True for an inspectorate's or a reviewer's judgement. Only after `with_judgement`.

    theme = models.CharField(_("theme"), max_length=40, choices=Theme)
    also_about = models.CharField(
        _("also about"),
        max_length=40,
        choices=Theme,
        blank=True,
        help_text=_("Where one finding joins two themes, as workload and supervision."),
    )
    verdict = models.CharField(
        _("verdict"), max_length=20, choices=Verdict, help_text=_("In the source's terms. Never our opinion.")
    )
    reported_by = models.CharField(
        _("as reported by"),
        max_length=120,
        blank=True,
        help_text=_("Where we have it only through someone else: “the Deputy Minister”, “BBC News”."),
    )
    services = models.ManyToManyField(Service, related_name="findings", verbose_name=_("services"))
    follows_up: models.ManyToManyField = models.ManyToManyField(
        "self",
        through="FindingLink",
        through_fields=("from_finding", "to_finding"),
        symmetrical=False,
        blank=True,
        related_name="followed_up_by",
        verbose_name=_("follows up"),
        help_text=_("Earlier findings that this one plainly takes up."),
    )

    objects = FindingQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Statement.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [*Statement.Meta.constraints, *Attributed.Meta.constraints]

    def clean(self) -> None:
        super().clean()
        if self.also_about and self.also_about == self.theme:
            raise ValidationError({"also_about": _("Leave it blank, or name another theme.")})

    @property
    def asks_for_more(self) -> bool:
        return self.verdict in self.ASKING

    @property
    def themes(self) -> list[Theme]:
        return [Theme(theme) for theme in (self.theme, self.also_about) if theme]


class FindingCitation(Citation):
    event_paths = ("claim__event",)
    shown_with = ("claim__event",)

    claim = models.ForeignKey(Finding, models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        verbose_name = _("finding citation")
        verbose_name_plural = _("finding citations")


class FindingLink(RecordModel):
    """Says that a later finding follows up an earlier one."""

    natural = (
        "from_finding__event__slug",
        "from_finding__number",
        "to_finding__event__slug",
        "to_finding__number",
    )
    event_paths = ("from_finding__event", "to_finding__event")

    from_finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="links_to_earlier", verbose_name=_("later finding")
    )
    to_finding = models.ForeignKey(
        Finding, models.CASCADE, related_name="links_to_later", verbose_name=_("earlier finding")
    )

    class Meta:
        ordering = ["from_finding", "to_finding"]
        verbose_name = _("link between findings")
        verbose_name_plural = _("links between findings")
        constraints = [
            models.UniqueConstraint(fields=["from_finding", "to_finding"], name="a_link_is_made_once"),
            models.CheckConstraint(
                name="a_finding_does_not_take_up_itself",
                condition=~Q(from_finding=F("to_finding")),
                violation_error_message=_("A finding does not take up itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_finding} ← {self.to_finding}"
