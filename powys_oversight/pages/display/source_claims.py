from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from powys_oversight.timeline.models import Citation, Event, Source, locator_order, place_anchor

from .cited_sources import PARAGRAPH


@dataclass(frozen=True)
class SourceClaim:
    locator: str
    what: str
    words: str
    href: str
    quotation: str


@dataclass(frozen=True)
class SourcePlace:
    locator: str
    claims: list[SourceClaim]

    @property
    def anchor(self) -> str:
        return place_anchor(self.locator)

    @property
    def is_paragraph(self) -> bool:
        return bool(PARAGRAPH.fullmatch(self.locator))


def claims_by_place(source: Source) -> list[SourcePlace]:
    """Return the claims by place. Costs one query for each kind of citation."""
    claims = [_claim(citation) for model in Citation.concrete() for citation in _of(model, source)]
    claims.sort(key=lambda claim: (locator_order(claim.locator), claim.href, claim.words))
    return [
        SourcePlace(locator, list(group))
        for locator, group in groupby(claims, key=lambda claim: claim.locator)
    ]


def _of(model: Any, source: Source) -> Iterator[Any]:
    return model.objects.filter(source=source).for_source_page()


def _claim(citation: Any) -> SourceClaim:
    claim = citation.claim
    what = claim.kind_info.label if isinstance(claim, Event) else claim._meta.verbose_name
    href = claim.get_absolute_url() if hasattr(claim, "get_absolute_url") else ""
    return SourceClaim(citation.locator, str(what), str(claim), href, citation.quotation)
