"""An entry: an event as a list shows it, with its date in words, its mark and its sources."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from powys_oversight.timeline import kinds
from powys_oversight.timeline.dates.edtf import parse_edtf
from powys_oversight.timeline.dates.formatting import format_edtf, format_span, html_datetime
from powys_oversight.timeline.models import Disagreement, Event, Organisation

from . import highlighting
from .cited_sources import CitedSource, by_source

ABOUT = "about"
"""The mark of a date that a source gives with a reserve."""


@dataclass(frozen=True)
class MatchContext:
    """A place outside title and summary where searched words stand, and the words about them."""

    what: str
    href: str
    words: SafeString


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: an event, or the end of a state that began earlier."""

    event: Event
    is_end: bool = False
    words: tuple[str, ...] = ()
    """What was searched for, folded: marked where it stands."""
    found: tuple[MatchContext, ...] = ()
    """Where else the words stand: in a finding, a requirement, a name of the issuer."""

    @property
    def title(self) -> SafeString:
        return highlighting.marked(self.event.title, self.words)

    @property
    def summary(self) -> SafeString:
        return highlighting.marked(self.event.summary, self.words)

    @property
    def anchor(self) -> str:
        """Where the entry is linked to: the event's own address, so it never moves."""
        return f"e-{self.event.slug}-end" if self.is_end else f"e-{self.event.slug}"

    @property
    def other_anchor(self) -> str:
        return f"e-{self.event.slug}" if self.is_end else f"e-{self.event.slug}-end"

    @property
    def picture_day(self) -> date:
        """The first day by which it had certainly happened; the first it may have, where none is known."""
        latest = self.event.ended_latest if self.is_end else self.event.latest
        return latest or self.sorts_on

    @property
    def kind(self) -> kinds.Kind:
        return self.event.kind_info

    @property
    def voice(self) -> str:
        """Whose act it is, for the colour of its mark. Costs a query unless `with_related` was used."""
        return self.event.issued_by.voice if self.event.issued_by else Organisation.Voice.OTHER

    @property
    def edtf(self) -> str:
        return self.event.ended if self.is_end else self.event.occurred

    @property
    def as_stated(self) -> str:
        return self.event.ended_as_stated if self.is_end else self.event.occurred_as_stated

    @property
    def sorts_on(self) -> date:
        day = (self.event.ended_earliest or self.event.ended_latest) if self.is_end else self.event.sorts_on()
        assert day  # noqa: S101 - an end entry is made only for an event that has an end
        return day

    @property
    def place(self) -> tuple[date, bool, int]:
        """Sorts entries: by the events' own order, with ends after what happened that day."""
        return (self.sorts_on, self.is_end, self.event.sort_key)

    @property
    def when(self) -> str:
        if not self.is_end and self.event.ended and not self.kind.lasts:
            return format_span(self.event.occurred, self.event.ended)
        return format_edtf(self.edtf)

    @property
    def machine_date(self) -> str:
        shows_a_span = not self.is_end and self.event.ended and not self.kind.lasts
        return "" if shows_a_span else html_datetime(self.edtf)

    @property
    def mark(self) -> str:
        """The shape of its mark: how exactly the date is known, for those who see the rule."""
        when = parse_edtf(self.edtf)
        qualified = bool(when.start and when.start.qualifier)
        return ABOUT if qualified else when.precision.value

    @property
    def may_end(self) -> date:
        """The last day it may have been, or over which it went on; where that is open, the first."""
        when = parse_edtf(self.event.ended if self.event.ended and not self.kind.lasts else self.edtf)
        return when.latest or self.sorts_on

    @property
    def has_stated_end(self) -> bool:
        return bool(self.kind.lasts and self.event.ended and not self.is_end)

    @property
    def end_in_words(self) -> str:
        return format_edtf(self.event.ended)

    @property
    def issuer(self) -> str:
        return self.event.issuer_name()

    @property
    def sources(self) -> list[CitedSource]:
        return by_source(self.event.citations.all())

    @property
    def disagreements(self) -> list[Disagreement]:
        """What the sources differ on about it. Costs a query unless `with_disagreements` was used."""
        return list(self.event.disagreements.all())
