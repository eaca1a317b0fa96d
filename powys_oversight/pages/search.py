"""The search of the whole record: what matches, grouped by what it is.

Every word must stand in one thing: one event, one finding, one office. An app registers groups of its own,
and further columns of events, in `extensions/search.py`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.dates.formatting import format_edtf
from powys_oversight.timeline.db.text import SearchTerm, fold, search_terms
from powys_oversight.timeline.kinds import Words
from powys_oversight.timeline.models import (
    Disagreement,
    Event,
    OfficeHolding,
    Organisation,
    Person,
    Source,
    Term,
    UnseenDocument,
)

from .display.highlighting import in_context, marked

SHOWN, MOST_SHOWN = 4, 100  # rows shown of each group, and of one group alone


@dataclass(frozen=True)
class Hit:
    """One row that matches: its words, a text that may say more, and a note of what it is."""

    title: str
    href: str
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class SearchGroup:
    """One kind of thing. `rows` are those that readers see, `columns` where a word may stand."""

    slug: str
    heading: Words
    rows: Callable[[], QuerySet[Any]]
    columns: Sequence[str]
    hit: Callable[[Any], Hit]
    order: int = 50

    def find(self, terms: Iterable[SearchTerm]) -> QuerySet[Any]:
        rows = self.rows()
        for term in terms:
            rows = rows.filter(self._matches(rows, term))
        return rows

    def _matches(self, rows: Any, term: SearchTerm) -> Q:
        matches = term.anywhere_in(*self.columns)
        return matches | rows.holding(term) if hasattr(rows, "holding") else matches


@dataclass(frozen=True)
class MarkedHit:
    title: SafeString
    href: str
    text: SafeString
    note: str


@dataclass(frozen=True)
class FoundGroup:
    group: SearchGroup
    total: int
    hits: list[MarkedHit]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.hits)


_groups: list[SearchGroup] = []
event_columns = ["folded"]
"""Columns of events in which a word may stand. An app adds those of its own kinds."""


def register(group: SearchGroup) -> None:
    _groups.append(group)


def groups() -> list[SearchGroup]:
    return sorted(_groups, key=lambda group: group.order)


def slugs() -> list[str]:
    return [group.slug for group in _groups]


def search(text: str, only: str = "") -> list[FoundGroup]:
    """Return what matches, by group; with `only`, one group in full. Costs two queries a group."""
    terms = search_terms(text)
    if not terms:
        return []
    chosen = [group for group in groups() if only in ("", group.slug)]
    found = (_found(group, terms, MOST_SHOWN if only else SHOWN) for group in chosen)
    return [group for group in found if group.total]


def _found(group: SearchGroup, terms: Sequence[SearchTerm], most: int) -> FoundGroup:
    rows = group.find(terms)
    hits = sorted((group.hit(row) for row in rows[:MOST_SHOWN]), key=lambda hit: not _named(hit, terms))
    total = len(hits) if len(hits) < MOST_SHOWN else rows.count()
    return FoundGroup(group, total, [_marked(hit, terms) for hit in hits[:most]])


def _named(hit: Hit, terms: Iterable[SearchTerm]) -> bool:
    """True where the title alone has every word: those come first."""
    return all(term.pattern.search(fold(hit.title)) for term in terms)


def _marked(hit: Hit, terms: Sequence[SearchTerm]) -> MarkedHit:
    text = in_context(hit.text, terms) if hit.text else SafeString()
    return MarkedHit(marked(hit.title, terms), hit.href, text, hit.note)


def suggestions(text: str) -> list[str]:
    """Return words of the record close to what was typed: names of people and bodies, and terms."""
    names = [
        *Organisation.objects.values_list("name", flat=True),
        *Person.objects.values_list("name", flat=True),
    ]
    known = {fold(part): part for name in names for part in name.split()}
    known |= {fold(form): form for term in Term.objects.all() for form in term.forms}
    close = [
        match for word in fold(text).split() for match in get_close_matches(word, known, n=2, cutoff=0.75)
    ]
    return [known[match] for match in dict.fromkeys(close)]


# What every record has.

register(
    SearchGroup(
        "terms", _("Terms"), lambda: Term.objects.all(), ["name", "name_cy", "also"],
        lambda term: Hit(term.name, term.get_absolute_url(), term.meaning), order=10,
    )
)  # fmt: skip
register(
    SearchGroup(
        "people",
        _("People"),
        lambda: OfficeHolding.objects.in_order().select_related("person", "organisation"),
        ["folded", "person__folded", "organisation__folded"],
        lambda office: Hit(str(office), office.get_absolute_url(), note=office.organisation.name),
        order=20,
    )
)
register(
    SearchGroup(
        "events",
        _("Events"),
        lambda: Event.objects.published().in_order().select_related("issued_by"),
        event_columns,
        lambda event: Hit(event.title, event.get_absolute_url(), event.summary, format_edtf(event.occurred)),
        order=30,
    )
)
register(
    SearchGroup(
        "disagreements",
        _("Where sources differ"),
        lambda: Disagreement.objects.published().order_by("slug"),
        ["folded"],
        lambda question: Hit(question.question, question.get_absolute_url(), question.reading),
        order=70,
    )
)
register(
    SearchGroup(
        "sources",
        _("Sources"),
        lambda: Source.objects.cited().in_order(),
        ["folded"],
        lambda source: Hit(source.title, source.get_absolute_url(), source.author, source.issued()),
        order=80,
    )
)
register(
    SearchGroup(
        "not-seen",
        _("Documents not seen"),
        lambda: UnseenDocument.objects.all(),
        ["folded"],
        lambda document: Hit(document.title, document.get_absolute_url(), document.about),
        order=90,
    )
)
