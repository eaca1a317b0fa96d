from collections.abc import Iterator

from django.db.models import Q

from powys_oversight.timeline.publishing.rules import Fault, rule
from powys_oversight.timeline.record_rules import names_in

from ..models import Finding, Inspection, Observation, Publication


@rule
def reports_come_after_fieldwork() -> Iterator[Fault]:
    """No report is published before its inspection was over."""
    for inspection in Inspection.objects.exclude(report_published_on=None):
        over = inspection.ended_earliest or inspection.earliest
        if over and inspection.report_published_on < over:
            yield Fault(inspection, f"has its report on {inspection.report_published_on}, before it was over")
    for publication in Publication.objects.exclude(report_of=None).select_related("report_of"):
        if publication.certainly_before(publication.report_of):
            yield Fault(publication, "comes before the inspection it reports")
        stated = publication.report_of.report_published_on
        if stated and not (publication.earliest or stated) <= stated <= (publication.latest or stated):
            yield Fault(publication, f"differs from the inspection, which gives {stated}")


@rule
def people_speak_in_what_is_cited() -> Iterator[Fault]:
    """Every finding in a person's own words names who reported it, or cites a source that names them."""
    for finding in Finding.objects.exclude(speaker=None).filter(reported_by="").select_related("speaker"):
        if not names_in(finding.citations.all(), str(finding.speaker)):
            yield Fault(finding, f"is put in the mouth of {finding.speaker}, whom no cited source names")


@rule
def findings_are_cited() -> Iterator[Fault]:
    """Every finding is cited and is about a service."""
    for finding in Finding.objects.filter(Q(citations__isnull=True) | Q(services__isnull=True)).distinct():
        yield Fault(finding, "has no citation, or names no service")


@rule
def findings_follow_up_earlier_ones() -> Iterator[Fault]:
    """No finding follows up a later one."""
    for finding in Finding.objects.select_related("event").prefetch_related("follows_up__event"):
        for earlier in finding.follows_up.all():
            if finding.event.certainly_before(earlier.event) or earlier == finding:
                yield Fault(finding, f"follows up {earlier.natural_key()}, which is later")


@rule
def figures_are_cited() -> Iterator[Fault]:
    """Every reported figure is cited, and is reported no earlier than its period begins."""
    for value in Observation.objects.filter(citations__isnull=True):
        yield Fault(value, "has no citation")
    for value in Observation.objects.select_related("event"):
        if value.earliest and value.event.latest and value.event.latest < value.earliest:
            yield Fault(value, "is reported before its period begins")
