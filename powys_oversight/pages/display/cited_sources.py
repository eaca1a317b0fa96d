import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.models import Citation, Source, locator_order, place_anchor

PARAGRAPH = re.compile(r"paragraph (\d+)")


@dataclass(frozen=True)
class CitedSource:
    """A source and the places in it that one claim cites. `href` leads to the first."""

    source: Source
    citations: list[Any]

    @property
    def published(self) -> str:
        return format_edtf(self.source.published)

    @property
    def places(self) -> str:
        """The places in words. Paragraphs of a document read in part are counted in what was read."""
        if self.source.is_read_in_part:
            return self._places(
                lambda n: ngettext(
                    "paragraph %(numbers)s of what was read", "paragraphs %(numbers)s of what was read", n
                )
            )
        return self._places(lambda n: ngettext("paragraph %(numbers)s", "paragraphs %(numbers)s", n))

    @property
    def places_in_short(self) -> str:
        return self._places(lambda n: ngettext("para %(numbers)s", "paras %(numbers)s", n))

    @property
    def in_a_line(self) -> str:
        """Publisher, date, places and title in one line without a link."""
        return f"{self.source.issued()}, {self.places}: {self.source.title}"

    @property
    def href(self) -> str:
        return f"{self.source.get_absolute_url()}#{place_anchor(self.citations[0].locator)}"

    @property
    def _numbers(self) -> list[str]:
        found = (PARAGRAPH.fullmatch(citation.locator) for citation in self.citations)
        return list(dict.fromkeys(match[1] for match in found if match))

    def _places(self, words: Callable[[int], str]) -> str:
        locators = [citation.locator for citation in self.citations]
        others = [locator for locator in locators if locator and not PARAGRAPH.fullmatch(locator)]
        if not self._numbers:
            return ", ".join(others)
        numbers = get_text_list(self._numbers, _("and"))
        return ", ".join([words(len(self._numbers)) % {"numbers": numbers}, *others])


def by_source(citations: Iterable[Citation]) -> list[CitedSource]:
    ordered = sorted(citations, key=lambda c: (c.source.tier, c.source.slug, locator_order(c.locator)))
    gathered = [list(group) for _slug, group in groupby(ordered, key=lambda c: c.source.slug)]
    return [CitedSource(group[0].source, group) for group in gathered]
