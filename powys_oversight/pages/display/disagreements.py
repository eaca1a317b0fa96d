"""Where the sources differ: each question, every version of the answer, our reading."""

from dataclasses import dataclass

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.models import Disagreement, DisagreementVersion, Event

from .cited_sources import CitedSource, by_source


@dataclass(frozen=True)
class VersionLine:
    """One answer, by the sources that give it."""

    version: DisagreementVersion

    @property
    def when(self) -> str:
        return format_edtf(self.version.occurred)

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.version.citations.all())


@dataclass(frozen=True)
class DisagreementEntry:
    """A question, and the answers to it in their order."""

    disagreement: Disagreement

    @property
    def versions(self) -> list[VersionLine]:
        return [VersionLine(version) for version in self.disagreement.versions.all()]

    @property
    def events(self) -> list[Event]:
        return list(self.disagreement.events.all())


def all_disagreements() -> list[DisagreementEntry]:
    """Return visible disagreements, by the first event concerned. Costs five queries."""
    return [DisagreementEntry(disagreement) for disagreement in Disagreement.objects.for_page()]
