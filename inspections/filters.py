"""The filter of the judgement ledger: by service, by who speaks, by kind of source."""

from dataclasses import dataclass, field, replace
from typing import Self

from django.http import QueryDict

from powys_oversight.timeline.filters import tier_labels, tiers_named
from powys_oversight.timeline.models import Organisation, Service
from powys_oversight.timeline.query_reading import Chip, Option, Problem, Reading, options, without

from .models import Finding
from .querysets import FindingQuerySet


@dataclass(frozen=True)
class LedgerFilter:
    """What a query asks of the ledger. Build it with `from_query`; what was not usable is in `problems`."""

    services: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    known_services: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Never raises: what is wrong is left out and named. Costs one query, for the services there are."""
        reading = Reading(query)
        services = {service.slug: service.name for service in Service.objects.all()}
        return cls(
            services=reading.values("service", services),
            voices=reading.values("voice", voice_labels()),
            tiers=reading.values("tier", tier_labels()),
            problems=tuple(reading.problems),
            known_services=services,
        )

    def findings(self) -> FindingQuerySet:
        """The published findings asked for, in order."""
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

    @property
    def problems_by_field(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, []).append(problem.message)
        return found

    def service_options(self) -> list[Option]:
        return options(self.known_services, self.services)

    def voice_options(self) -> list[Option]:
        return options(voice_labels(), self.voices)

    def tier_options(self) -> list[Option]:
        return options(tier_labels(), self.tiers)

    def chips(self) -> list[Chip]:
        """Each filter in force, in words, with the query that takes it off."""
        services = [
            Chip(self.known_services[slug], replace(self, services=without(self.services, slug)).query)
            for slug in self.services
        ]
        voices = [
            Chip(voice_labels()[slug], replace(self, voices=without(self.voices, slug)).query)
            for slug in self.voices
        ]
        tiers = [
            Chip(tier_labels()[slug], replace(self, tiers=without(self.tiers, slug)).query)
            for slug in self.tiers
        ]
        return [*services, *voices, *tiers]

    def in_words(self) -> str:
        return ", ".join(chip.words for chip in self.chips())


def voice_labels() -> dict[str, str]:
    return {voice.value: str(voice.label) for voice in Organisation.Voice}
