"""Reads the query of an address: known values, dates, words, and problems."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..dates.edtf import DateRefusedError, parse_edtf
from ..dates.parsing import parse_date
from ..db.text import UNPRINTABLE, fold

LONGEST_QUERY = 200  # characters of `q`, so that no request searches without bound
MOST_WORDS = 12
MOST_VALUES = 30  # values of one repeated parameter

FIELDS = ("since", "service", "kind", "tier", "source", "voice", "from", "to", "q")
"""Parameters that have a field in the filter form."""


@dataclass(frozen=True)
class Problem:
    """An unusable part of the query: the field it stands beside, and what to do."""

    field: str
    message: str

    @property
    def target(self) -> str:
        return f"filter-{self.field}" if self.field in FIELDS else "events"


@dataclass(frozen=True)
class Option:
    """A value of a repeated parameter, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter in words, and the query without it."""

    words: str
    query_without: str


class QueryReader:
    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.problems: list[Problem] = []

    def refuse(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, message))

    def text(self, name: str) -> str:
        """Return a date as it is written back: EDTF, or as typed where it is not understood."""
        typed = self.query.get(name, "").replace("\x00", "").strip()
        try:
            return parse_date(typed) if typed else ""
        except DateRefusedError:
            return typed[:LONGEST_QUERY]

    def values(self, name: str, known: dict[str, str]) -> tuple[str, ...]:
        asked = [value for value in dict.fromkeys(self.query.getlist(name)) if value]
        if len(asked) > MOST_VALUES:
            message = ngettext(
                "At most %(limit)d value can be used.", "At most %(limit)d values can be used.", MOST_VALUES
            )
            self.refuse(name, message % {"limit": MOST_VALUES})
        unknown = [value for value in asked[:MOST_VALUES] if value not in known]
        if unknown:
            self.refuse(name, _("There is no “%(value)s” here.") % {"value": _shown(unknown[0])})
        return tuple(value for value in asked[:MOST_VALUES] if value in known)

    def day(self, name: str) -> date | None:
        typed = self.query.get(name, "").strip()
        if not typed:
            return None
        try:
            when = parse_edtf(parse_date(typed[:LONGEST_QUERY]))
        except DateRefusedError:
            when = None
        if when is None or not when.is_iso_8601:
            message = _("“%(value)s” is not a year, a month or a day such as 2018, 2018-04 or 2018-04-16.")
            self.refuse(name, message % {"value": _shown(typed)})
            return None
        return when.latest if name == "to" else when.earliest

    def words(self, name: str) -> str:
        typed = " ".join(self.query.get(name, "").split())
        if UNPRINTABLE.search(typed):
            self.refuse(name, _("The words hold a character that cannot be searched for."))
            return ""
        if len(typed) > LONGEST_QUERY or len(fold(typed).split()) > MOST_WORDS:
            message = _("A search has at most %(words)s words and %(characters)s characters.")
            self.refuse(name, message % {"words": MOST_WORDS, "characters": LONGEST_QUERY})
            return ""
        return typed

    def newest_first(self, name: str) -> bool:
        message = _("“%(value)s” is not an order: use oldest or newest.")
        return self._one_of(name, ("oldest", "newest"), message) == "newest"

    def shows_all(self, name: str) -> bool:
        message = _("“%(value)s” is not what can be shown: use all, or leave it out.")
        return self._one_of(name, ("all",), message) == "all"

    def known_then(self, name: str) -> bool:
        message = _("“%(value)s” is neither: use then or now.")
        return self._one_of(name, ("then", "now"), message) == "then"

    def _one_of(self, name: str, values: tuple[str, ...], message: str) -> str:
        asked = self.query.get(name, "")
        if asked and asked not in values:
            self.refuse(name, message % {"value": _shown(asked)})
        return asked


def _shown(value: str) -> str:
    return value.replace("\x00", "")[:60]
