"""Import of findings and reported values: the columns of `extensions.opendata`, read back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from powys_oversight.editing.forms import set_links
from powys_oversight.editing.imports.resource import (
    CITED_AT,
    RecordResource,
    RelatedColumn,
    ResourceMeta,
    read_rows,
)
from powys_oversight.editing.imports.widgets import DateCellWidget, NumberWidget
from powys_oversight.timeline.models import Event, RecordModel, Service

from ..models import Finding, Observation
from .opendata import FINDINGS, MEASURES


def short_name(finding: Finding) -> str:
    """Return a finding's natural key as one word: "inspection-of-childrens-services-2017/3"."""
    return f"{finding.event.slug}/{finding.number}"


def _read_findings(cell: str) -> list[Finding]:
    findings = []
    for name in cell.split():
        slug, _slash, number = name.rpartition("/")
        finding = Finding.objects.filter(event__slug=slug, number=number if number.isdecimal() else 0).first()
        if finding is None:
            raise ValueError(_("There is no finding “%(name)s”.") % {"name": name})
        findings.append(finding)
    return findings


def _taken_up(finding: Finding) -> list[Finding]:
    return list(finding.follows_up.filter(event__status=Event.Status.PUBLISHED)) if finding.pk else []


def _set_taken_up(finding: Finding, earlier: list[Finding]) -> None:
    drafts = finding.follows_up.exclude(event__status=Event.Status.PUBLISHED)
    set_links(finding.links_to_earlier, "to_finding", [*earlier, *drafts])


SERVICES = RelatedColumn(
    "services",
    read_rows(Service),
    lambda finding: list(finding.services.all()) if finding.pk else [],
    lambda finding, services: finding.services.set(services or finding.event.services.all()),
)


TAKES_UP = RelatedColumn(
    "takes_up",
    _read_findings,
    _taken_up,
    _set_taken_up,
    lambda findings: " ".join(map(short_name, findings)),
    removable=True,
)


class FindingResource(RecordResource):
    """Findings by event and number. A row without a number becomes the event's next finding."""

    columns = FINDINGS.columns
    related = (SERVICES, TAKES_UP, CITED_AT)

    class Meta(ResourceMeta):
        model = Finding
        import_id_fields = ("event", "number")
        fields: tuple[str, ...] = (
            "event", "number", "theme", "also_about", "verdict", "summary", "summary_cy", "stated_by",
            "speaker", "reported_by",
        )  # fmt: skip

    def get_instance(self, instance_loader: object, row: Any) -> Any:
        number = str(row.get("number") or "")
        if not number.isdecimal():
            return None
        return Finding.objects.filter(event__slug=row.get("event", ""), number=number).first()

    def import_instance(self, instance: Any, row: Any, **kwargs: object) -> None:
        super().import_instance(instance, row, **kwargs)
        if instance.event_id is None:
            raise ValidationError({"event": _("Name the event it was said at, by its address.")})
        if instance.number is None:
            instance.number = Finding.next_number(instance.event)
        if instance.pk is None:
            instance.related_values.setdefault("services", [])
        self.refuse_uncited(instance)


class ObservationResource(RecordResource):
    """Reported values by measure, period, event and value. Measures are created on their own form."""

    columns = MEASURES.columns
    related = (CITED_AT,)

    class Meta(ResourceMeta):
        model = Observation
        import_id_fields = ("measure", "period", "event", "value")
        fields: tuple[str, ...] = (
            "measure", "period", "comparator", "value", "target", "event", "stated_by", "speaker", "caveat",
        )  # fmt: skip

    def get_instance(self, instance_loader: object, row: Any) -> Any:
        try:
            value = NumberWidget().clean(row.get("value"))
            period = DateCellWidget().clean(row.get("period"))
        except ValueError:
            return None  # said again, beside its column, when the row is read
        known = {"measure__slug": row.get("measure", ""), "event__slug": row.get("event", "")}
        return Observation.objects.filter(**known, period=period, value=value).first()

    def import_instance(self, instance: RecordModel, row: Any, **kwargs: object) -> None:
        super().import_instance(instance, row, **kwargs)
        for name in ("measure", "event"):
            if getattr(instance, f"{name}_id") is None:
                raise ValidationError({name: _("Name it, by its address.")})
        self.refuse_uncited(instance)
