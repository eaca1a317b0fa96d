"""Offices and their holders, as far as the sources show."""

from dataclasses import dataclass
from itertools import groupby

from powys_oversight.timeline.models import OfficeHolding, Organisation


@dataclass(frozen=True)
class Body:
    organisation: Organisation
    offices: list[OfficeHolding]
    first: set[int]
    """Primary keys of the offices that are their holder's first on the page: those have an anchor."""


def by_organisation() -> list[Body]:
    """Return bodies with office-holders: inspectorate, ministers, council, others. Costs three queries."""
    ordered = list(
        OfficeHolding.objects.in_order()
        .select_related("person", "organisation")
        .prefetch_related("citations__source")
    )
    first = {office.person_id: office.pk for office in reversed(ordered)}
    bodies = groupby(ordered, key=lambda office: office.organisation)
    return [Body(organisation, list(held), set(first.values())) for organisation, held in bodies]
