"""An entry: an event as a list shows it, with its date in words, mark and sources."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline import kinds
from powys_oversight.timeline.dates.edtf import parse_edtf
from powys_oversight.timeline.dates.formatting import format_edtf, format_span, html_datetime
from powys_oversight.timeline.db.text import SearchTerm
from powys_oversight.timeline.models import DatedCitation, Disagreement, Event, Organisation

from . import highlighting
from .cited_sources import CitedSource, by_source

ABOUT = "about"  # the mark of a qualified date


@dataclass(frozen=True)
class MatchContext:
    """A match outside title and summary, with the text around it."""

    what: str
    href: str
    words: SafeString


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: an event, or the end of a state that began earlier."""

    event: Event
    is_end: bool = False
    words: tuple[SearchTerm, ...] = ()  # the words searched for, to be marked
    matches: tuple[MatchContext, ...] = ()
    """Other places of the words: a finding, a requirement, a name of the issuer."""

    @property
    def title(self) -> SafeString:
        return highlighting.marked(self.event.title, self.words)

    @property
    def summary(self) -> SafeString:
        return highlighting.marked(self.event.summary, self.words)

    @property
    def anchor(self) -> str:
        """The entry's anchor: the event's slug, so that it never moves."""
        return f"e-{self.event.slug}-end" if self.is_end else f"e-{self.event.slug}"

    @property
    def other_anchor(self) -> str:
        return f"e-{self.event.slug}" if self.is_end else f"e-{self.event.slug}-end"

    @property
    def picture_day(self) -> date:
        """The first day by which it had certainly happened, else the first it may have."""
        latest = self.event.ended_latest if self.is_end else self.event.latest
        return latest or self.sorts_on

    @property
    def kind(self) -> kinds.Kind:
        return self.event.kind_info

    @property
    def date_label(self) -> kinds.Words:
        """The name of its date; another where every source only announces it."""
        told = {citation.tells_of for citation in self.event.citations.all()}
        return _("Announced for") if told == {DatedCitation.TellsOf.ANNOUNCED} else self.kind.date_label

    @property
    def voice(self) -> str:
        """Return the issuer's voice, for the colour of the mark. Costs a query without `with_related`."""
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
        when = parse_edtf(self.edtf)
        return ABOUT if when.qualifier else when.precision.value

    @property
    def may_end(self) -> date:
        when = parse_edtf(self.event.ended if self.event.ended and not self.kind.lasts else self.edtf)
        return when.latest or self.sorts_on

    def days_until(self, day: date | None) -> tuple[int, int] | None:
        """Return the fewest and the most days to a day, by our count; None unless it was surely later.

        None too where the first or the last day of the event is not known.
        """
        first = self.event.earliest
        if not (day and first and self.event.latest and day > self.may_end):
            return None
        return (day - self.may_end).days, (day - first).days

    @property
    def made_public_later(self) -> bool:
        """True where it was made public on a day on which it cannot have happened."""
        return bool(self.event.published_on and self.event.published_on > self.may_end)

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
        """Return what it rests on; nothing for an end, which its event's own entry cites."""
        return [] if self.is_end else by_source(self.event.citations.all())

    @property
    def disagreements(self) -> list[Disagreement]:
        """Return the disagreements about it. Costs a query without `with_disagreements`."""
        return list(self.event.disagreements.all())
