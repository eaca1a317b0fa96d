"""Who held which office when, as far as the sources show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from . import date_wording, dates
from .entries import CitedSource, by_source
from .models import OfficeHolding, Organisation

VOICES = list(Organisation.Voice)


@dataclass(frozen=True)
class OfficeLine:
    """One person in one office. `anchor` is blank but for the first line of a person, which links lead to."""

    holding: OfficeHolding
    anchor: str

    @property
    def began(self) -> str:
        return date_wording.in_words(self.holding.began)

    @property
    def ended(self) -> str:
        return date_wording.in_words(self.holding.ended)

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.holding.citations.all())


@dataclass(frozen=True)
class Body:
    """An organisation and those who held office in it."""

    organisation: Organisation
    lines: list[OfficeLine]


def by_organisation() -> list[Body]:
    """Every office held: ministers, the inspectorate, the council, others. Costs three queries."""
    holdings = OfficeHolding.objects.select_related("person", "organisation").prefetch_related(
        "citations__source"
    )
    ordered = sorted(holdings, key=_place)
    first = {holding.person_id: holding.pk for holding in reversed(ordered)}
    bodies = groupby(ordered, key=lambda holding: holding.organisation)
    return [Body(organisation, _lines(held, first)) for organisation, held in bodies]


def _lines(holdings: Iterable[OfficeHolding], first: dict[int, int]) -> list[OfficeLine]:
    return [
        OfficeLine(holding, holding.person.slug if first[holding.person_id] == holding.pk else "")
        for holding in holdings
    ]


def _place(holding: OfficeHolding) -> tuple[int, str, int, date, int]:
    organisation = holding.organisation
    voice = VOICES.index(Organisation.Voice(organisation.voice))
    return (voice, organisation.name, organisation.pk, _first_known(holding), holding.pk)


def _first_known(holding: OfficeHolding) -> date:
    """The first day the holder is known to have been in office; the last, where no other is."""
    known = [dates.parse(text) for text in (holding.began, holding.ended) if text]
    days = [day for when in known for day in (when.earliest, when.latest) if day]
    return days[0] if days else date.max
