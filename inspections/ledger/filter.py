"""The filter of the judgement ledger: by service, by who speaks, by kind of source."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from powys_oversight.timeline.filters.query import QueryReader
from powys_oversight.timeline.filters.timeline_filter import (
    QueryFilter,
    service_labels,
    tier_labels,
    tiers_named,
)
from powys_oversight.timeline.models import Organisation

from ..models import Finding
from ..querysets import FindingQuerySet


@dataclass(frozen=True)
class LedgerFilter(QueryFilter):
    REPEATED = {"service": "services", "voice": "voices", "tier": "tiers"}

    services: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the parameters; leave out and report what cannot be used. Costs one query."""
        reading = QueryReader(query)
        voices = {voice.value: str(voice.label) for voice in Organisation.Voice}
        labels = {"service": service_labels(), "voice": voices, "tier": tier_labels()}
        return cls(**cls._chosen(reading, labels), problems=tuple(reading.problems), labels=labels)

    def findings(self) -> FindingQuerySet:
        return (
            Finding.objects.published()
            .about_any(self.services)
            .spoken_by(self.voices)
            .resting_on(tiers_named(self.tiers))
            .for_page()
        )
