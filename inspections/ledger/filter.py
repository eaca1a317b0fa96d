"""The filter of the judgement ledger: by service, by who speaks, by kind of source."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from powys_oversight.timeline.filters.query import Chip, Option, QueryReader, filter_options
from powys_oversight.timeline.filters.timeline_filter import EvidenceFilter, tier_labels, tiers_named
from powys_oversight.timeline.models import Organisation, Service

from ..models import Finding
from ..querysets import FindingQuerySet


@dataclass(frozen=True)
class LedgerFilter(EvidenceFilter):
    """The ledger's filter. Build it with `from_query`; unusable parameters are in `problems`."""

    voices: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the parameters; leave out and report what cannot be used. Costs one query."""
        reading = QueryReader(query)
        services = {service.slug: service.name for service in Service.objects.all()}
        return cls(
            services=reading.values("service", services),
            voices=reading.values("voice", voice_labels()),
            tiers=reading.values("tier", tier_labels()),
            problems=tuple(reading.problems),
            known_services=services,
        )

    def findings(self) -> FindingQuerySet:
        return (
            Finding.objects.published()
            .about_any(self.services)
            .spoken_by(self.voices)
            .resting_on(tiers_named(self.tiers))
            .for_page()
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.services or self.voices or self.tiers)

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        for name, values in (("service", self.services), ("voice", self.voices), ("tier", self.tiers)):
            query.setlist(name, values)
        return query.urlencode()

    def in_filename(self) -> list[str]:
        return [*self.services, *self.voices, *self.tiers][:4]

    def voice_options(self) -> list[Option]:
        return filter_options(voice_labels(), self.voices)

    def chips(self) -> list[Chip]:
        return [
            *self.chips_of("services", self.known_services),
            *self.chips_of("voices", voice_labels()),
            *self.chips_of("tiers", tier_labels()),
        ]


def voice_labels() -> dict[str, str]:
    return {voice.value: str(voice.label) for voice in Organisation.Voice}
