from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from powys_oversight.timeline.models import Event
from powys_oversight.timeline.publishing.checks import PublicationProblem, check, long_quotations

from ..models import Inspection

FINDINGS = "findings-group"


@check
def findings(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    for finding in event.findings.prefetch_related("citations", "services"):
        words = {"number": finding.number}
        if not finding.citations.all():
            yield PublicationProblem(_("Finding %(number)d has no citation.") % words, FINDINGS)
        if not finding.services.all():
            yield PublicationProblem(_("Finding %(number)d names no service.") % words, FINDINGS)
        yield from long_quotations(finding.citations.all(), FINDINGS)


@check
def nothing_found(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    if isinstance(event, Inspection) and not event.findings.exists():
        yield PublicationProblem(_("Nothing is recorded of what it found."), FINDINGS, is_blocking=False)
