import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.models import Citation, Source, locator_order, place_anchor


@dataclass(frozen=True)
class CitedSource:
    """A source and the places in it that one claim cites. `href` leads to the first."""

    source: Source
    places: str
    citations: list[Any]

    @property
    def published(self) -> str:
        return format_edtf(self.source.published)

    @property
    def places_in_short(self) -> str:
        return _places([citation.locator for citation in self.citations], in_short=True)

    @property
    def in_a_line(self) -> str:
        """Publisher, date, places and title in one line without a link."""
        return f"{self.source.issued()}, {self.places}: {self.source.title}"

    @property
    def href(self) -> str:
        return f"{self.source.get_absolute_url()}#{place_anchor(self.citations[0].locator)}"


def by_source(citations: Iterable[Citation]) -> list[CitedSource]:
    ordered = sorted(citations, key=lambda c: (c.source.tier, c.source.slug, locator_order(c.locator)))
    gathered = [list(group) for _slug, group in groupby(ordered, key=lambda c: c.source.slug)]
    return [CitedSource(group[0].source, _places([c.locator for c in group]), group) for group in gathered]


def _places(locators: list[str], *, in_short: bool = False) -> str:
    numbered = {locator: re.fullmatch(r"paragraph (\d+)", locator) for locator in locators}
    numbers = [match[1] for match in numbered.values() if match]
    others = [locator for locator, match in numbered.items() if locator and not match]
    if not numbers:
        return ", ".join(others)
    words = (
        ngettext("para %(numbers)s", "paras %(numbers)s", len(numbers))
        if in_short
        else ngettext("paragraph %(numbers)s", "paragraphs %(numbers)s", len(numbers))
    )
    return ", ".join([words % {"numbers": get_text_list(numbers, _("and"))}, *others])
