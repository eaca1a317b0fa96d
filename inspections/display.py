"""A finding and a reported value as a page shows them: who stated it, when, and on what evidence."""

from dataclasses import dataclass

from powys_oversight.pages.display.cited_sources import CitedSource, by_source
from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.dates.formatting import format_period

from .models import Finding, Observation, in_digits


@dataclass(frozen=True)
class FindingLine:
    """A finding as a page shows it: text, speaker and evidence."""

    finding: Finding
    is_judgement: bool = False
    """True for an inspectorate's or a reviewer's judgement; False for a claim. The ledger needs it."""

    @property
    def stated_by(self) -> str:
        return self.finding.stated_by_words(self.finding.event.sorts_on())

    @property
    def stated_by_in_short(self) -> str:
        return self.finding.stated_by_in_short(self.finding.event.sorts_on())

    @property
    def when(self) -> str:
        return Entry(self.finding.event).when

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.finding.citations.all())


@dataclass(frozen=True)
class ObservationLine:
    observation: Observation
    disputed: bool = False

    @property
    def value(self) -> str:
        return self.observation.value_in_words

    @property
    def target(self) -> str:
        return "" if self.observation.target is None else in_digits(self.observation.target)

    @property
    def period(self) -> str:
        return format_period(self.observation.period)

    @property
    def stated_by(self) -> str:
        return self.observation.stated_by_words(self.observation.event.sorts_on())

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.observation.citations.all())
