"""One filter for every output: the same query gives the same events, in the same order, everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import date_reading, date_wording, dates, kinds
from .fields import fold
from .models import Event, Service, Source
from .querysets import EventQuerySet

LONGEST_QUERY = 200
"""Characters of `q`. Longer ones are refused, so that no request searches without bound."""
MOST_WORDS = 12
MOST_VALUES = 30
"""Of one repeated parameter."""

FIELDS = ("service", "kind", "source", "from", "to", "q")
"""Parameters that the filter form has a field for."""

WHOLE = (dates.Precision.DAY, dates.Precision.MONTH, dates.Precision.YEAR)


@dataclass(frozen=True)
class Problem:
    """Something in the query that could not be used: the field it stands beside, and what to do."""

    field: str
    message: str

    @property
    def target(self) -> str:
        """The id to go to: the field, or the events where there is no field to mend it in."""
        return f"filter-{self.field}" if self.field in FIELDS else "events"


@dataclass(frozen=True)
class Option:
    """A value that a repeated parameter can take, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force, in words, and the query that is left when it is taken off."""

    words: str
    query_without: str


@dataclass(frozen=True)
class TimelineFilter:
    """What a query asks for. Build it with `from_query`; what could not be used is in `problems`."""

    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    from_text: str = ""
    to_text: str = ""
    first: date | None = None
    last: date | None = None
    q: str = ""
    q_text: str = ""
    newest_first: bool = False
    problems: tuple[Problem, ...] = ()
    known_services: dict[str, str] = field(default_factory=dict, repr=False)
    known_sources: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the parameters of DESIGN section 6. Never raises: what is wrong is left out and named.

        Costs two queries, for the services and the sources there are.
        """
        reading = _Reading(query)
        services = {service.slug: service.name for service in Service.objects.all()}
        sources = {source.slug: source.shown_in_lists() for source in Source.objects.all()}
        kind_labels = {slug: str(label) for slug, label in kinds.choices()}
        first, last = reading.day("from"), reading.day("to")
        if first and last and first > last:
            reading.refuse("from", _("“From” is later than “to”: swap them."))
            first = last = None
        return cls(
            services=reading.values("service", services),
            kinds=reading.values("kind", kind_labels),
            sources=reading.values("source", sources),
            from_text=reading.text("from"),
            to_text=reading.text("to"),
            first=first,
            last=last,
            q=reading.words("q"),
            q_text=query.get("q", "").replace("\x00", "")[:LONGEST_QUERY],
            newest_first=reading.newest_first("order"),
            problems=tuple(reading.problems),
            known_services=services,
            known_sources=sources,
        )

    def events(self) -> EventQuerySet:
        """The published events asked for, in the one order."""
        return (
            Event.objects.published()
            .about(self.services)
            .of_kinds(self.kinds)
            .citing(self.sources)
            .overlapping(self.first, self.last)
            .mentioning(self.q)
            .in_order(newest_first=self.newest_first)
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.services or self.kinds or self.sources or self.first or self.last or self.q)

    @property
    def query(self) -> str:
        """The filter as a query string, in one canonical order, without what was not used."""
        query = QueryDict(mutable=True)
        query.setlist("service", self.services)
        query.setlist("kind", self.kinds)
        query.setlist("source", self.sources)
        for name, value in (
            ("from", self.from_text if self.first else ""),
            ("to", self.to_text if self.last else ""),
            ("q", self.q),
            ("order", "newest" if self.newest_first else ""),
        ):
            if value:
                query[name] = value
        return query.urlencode()

    @property
    def query_reversed(self) -> str:
        return replace(self, newest_first=not self.newest_first).query

    @property
    def problems_by_field(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, []).append(problem.message)
        return found

    def with_problems(self, problems: Iterable[Problem]) -> Self:
        return replace(self, problems=(*self.problems, *problems))

    def service_options(self) -> list[Option]:
        return _options(self.known_services, self.services)

    def kind_options(self) -> list[Option]:
        return _options({slug: str(label) for slug, label in kinds.choices()}, self.kinds)

    def source_options(self) -> list[Option]:
        return _options(self.known_sources, self.sources)

    def chips(self) -> list[Chip]:
        """Each filter in force, in words, with the query that takes it off."""
        chips = [
            Chip(self.known_services[slug], replace(self, services=_without(self.services, slug)).query)
            for slug in self.services
        ]
        chips += [
            Chip(str(kinds.get(slug).label), replace(self, kinds=_without(self.kinds, slug)).query)
            for slug in self.kinds
        ]
        chips += [
            Chip(
                _("Source: %(title)s") % {"title": self.known_sources[slug]},
                replace(self, sources=_without(self.sources, slug)).query,
            )
            for slug in self.sources
        ]
        if self.first:
            words = _("From %(date)s") % {"date": date_wording.in_words(self.from_text)}
            chips.append(Chip(words, replace(self, first=None).query))
        if self.last:
            words = _("To %(date)s") % {"date": date_wording.in_words(self.to_text)}
            chips.append(Chip(words, replace(self, last=None).query))
        if self.q:
            chips.append(Chip(_("Words: “%(words)s”") % {"words": self.q}, replace(self, q="").query))
        return chips

    def in_filename(self) -> list[str]:
        """What a file of these events is named by: at most four filters, each telling it from the whole."""
        dates = [f"from-{self.from_text}"] if self.first else []
        dates += [f"to-{self.to_text}"] if self.last else []
        words = [f"with-{slugify(self.q)[:30] or 'words'}"] if self.q else []
        return [*dates, *words, *self.services, *self.kinds, *self.sources][:4]

    def in_words(self) -> str:
        """The filter as one line, for the page's title and its printed head."""
        return ", ".join(chip.words for chip in self.chips())


def _options(known: dict[str, str], chosen: tuple[str, ...]) -> list[Option]:
    return [Option(value, label, value in chosen) for value, label in known.items()]


def _without(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in values if other != value)


class _Reading:
    """Reads one query, gathering what is wrong with it."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.problems: list[Problem] = []

    def refuse(self, name: str, message: str) -> None:
        self.problems.append(Problem(name, message))

    def text(self, name: str) -> str:
        """A date as it will be written back: EDTF where it was understood, else as it was typed."""
        typed = self.query.get(name, "").replace("\x00", "").strip()
        try:
            return date_reading.read(typed) if typed else ""
        except dates.DateRefusedError:
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
            when = dates.parse(date_reading.read(typed[:LONGEST_QUERY]))
        except dates.DateRefusedError:
            when = None
        if when is None or when.precision not in WHOLE or not when.start or when.start.qualifier:
            message = _("“%(value)s” is not a year, a month or a day such as 2018, 2018-04 or 2018-04-16.")
            self.refuse(name, message % {"value": _shown(typed)})
            return None
        return when.earliest if name == "from" else when.latest

    def words(self, name: str) -> str:
        typed = " ".join(self.query.get(name, "").split())
        if "\x00" in typed:
            self.refuse(name, _("The words hold a character that cannot be searched for."))
            return ""
        if len(typed) > LONGEST_QUERY or len(fold(typed).split()) > MOST_WORDS:
            message = _("A search has at most %(words)s words and %(characters)s characters.")
            self.refuse(name, message % {"words": MOST_WORDS, "characters": LONGEST_QUERY})
            return ""
        return typed

    def newest_first(self, name: str) -> bool:
        asked = self.query.get(name, "")
        if asked not in ("", "oldest", "newest"):
            message = _("“%(value)s” is not an order: use oldest or newest.")
            self.refuse(name, message % {"value": _shown(asked)})
        return asked == "newest"


def _shown(value: str) -> str:
    """What was asked for, short and without what no page can show."""
    return value.replace("\x00", "")[:60]
