"""Offices and their holders, as far as the sources show."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.models import OfficeHolding, Organisation

from .cited_sources import CitedSource, by_source


@dataclass(frozen=True)
class OfficeLine:
    """A person in an office. On the people page only a person's first line has an `anchor`."""

    holding: OfficeHolding
    anchor: str

    @property
    def began(self) -> str:
        return format_edtf(self.holding.began)

    @property
    def ended(self) -> str:
        return format_edtf(self.holding.ended)

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.holding.citations.all())


@dataclass(frozen=True)
class Body:
    """An organisation and its office-holders."""

    organisation: Organisation
    lines: list[OfficeLine]


def by_organisation() -> list[Body]:
    """Return bodies with office-holders: inspectorate, ministers, council, others. Costs three queries."""
    ordered = list(
        OfficeHolding.objects.in_order()
        .select_related("person", "organisation")
        .prefetch_related("citations__source")
    )
    first = {holding.person_id: holding.pk for holding in reversed(ordered)}
    bodies = groupby(ordered, key=lambda holding: holding.organisation)
    return [Body(organisation, _lines(held, first)) for organisation, held in bodies]


def _lines(holdings: Iterable[OfficeHolding], first: dict[int, int]) -> list[OfficeLine]:
    return [
        OfficeLine(holding, holding.person.slug if first[holding.person_id] == holding.pk else "")
        for holding in holdings
    ]
