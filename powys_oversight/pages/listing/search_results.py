"""The entries of a search, with the text around each match."""

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from powys_oversight.timeline.db.text import SearchTerm, fold, search_terms
from powys_oversight.timeline.models import Event, Statement

from ..display import highlighting
from ..display.entries import Entry, MatchContext

MOST_PLACES = 3  # the most matching statements shown of one event


def entries(events: Sequence[Event], q: str) -> list[Entry]:
    """Return the events as entries with matches marked.

    Costs one query for each kind of statement, and none without a search.
    """
    words = tuple(search_terms(q))
    if not words:
        return [Entry(event) for event in events]
    said = _statements(events, words)
    return [
        Entry(event, words=words, matches=tuple(_places(event, said.get(event.pk, []), words)))
        for event in events
    ]


def _statements(events: Sequence[Event], words: tuple[SearchTerm, ...]) -> dict[int, list[Statement]]:
    said: dict[int, list[Statement]] = {}
    for model in Event.statement_models():
        statements = model._default_manager.filter(event__in=[event.pk for event in events])
        for statement in statements.order_by("event", "number"):
            if any(word.pattern.search(statement.folded) for word in words):
                said.setdefault(statement.event_id, []).append(statement)
    return said


def _places(event: Event, said: list[Statement], words: tuple[SearchTerm, ...]) -> Iterator[MatchContext]:
    for statement in said[:MOST_PLACES]:
        what = _("%(statement)s %(number)s") % {
            "statement": capfirst(statement._meta.verbose_name),
            "number": statement.number,
        }
        href = f"{event.get_absolute_url()}#{statement.anchor}"
        yield MatchContext(what, href, highlighting.in_context(statement.summary, words))
    for name in _names(event):
        if any(word.pattern.search(fold(name)) for word in words):
            yield MatchContext(
                _("Issued or done by"), event.get_absolute_url(), highlighting.marked(name, words)
            )


def _names(event: Event) -> list[str]:
    issuer = event.issued_by
    borne = [issuer, *issuer.names.all()] if issuer else []
    words = [f"{name.name} ({name.abbreviation})" if name.abbreviation else name.name for name in borne]
    return list(dict.fromkeys(words))
