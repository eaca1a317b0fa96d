"""One filter for every output: the same query gives the same events, in the same order, everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .. import kinds
from ..dates.formatting import format_edtf
from ..models import Event, Service, Source
from ..models.event_queries import EventQuerySet
from .query import LONGEST_QUERY, Chip, Option, Problem, QueryReader, filter_options, without


@dataclass(frozen=True)
class EvidenceFilter:
    """The base of filters: services, kinds of source, and a description in words.

    A subclass adds its own parameters, `query`, which writes them all, and `chips`.
    """

    services: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    known_services: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def query(self) -> str:
        """The query in canonical form, without unused parameters."""
        raise NotImplementedError

    def chips(self) -> list[Chip]:
        """Each active filter in words, with the query without it."""
        raise NotImplementedError

    @property
    def problems_by_field(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, []).append(problem.message)
        return found

    def with_problems(self, problems: Iterable[Problem]) -> Self:
        return replace(self, problems=(*self.problems, *problems))

    def service_options(self) -> list[Option]:
        return filter_options(self.known_services, self.services)

    def tier_options(self) -> list[Option]:
        return filter_options(tier_labels(), self.tiers)

    def in_words(self) -> str:
        return ", ".join(chip.words for chip in self.chips())

    def chips_of(self, name: str, labels: dict[str, str]) -> list[Chip]:
        chosen = getattr(self, name)
        left: dict[str, Any] = {value: {name: without(chosen, value)} for value in chosen}
        return [Chip(labels[value], replace(self, **left[value]).query) for value in chosen]


@dataclass(frozen=True)
class TimelineFilter(EvidenceFilter):
    """A filter of events. Build it with `from_query`; unusable parameters are in `problems`."""

    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    from_text: str = ""
    to_text: str = ""
    first: date | None = None
    last: date | None = None
    q: str = ""
    q_text: str = ""
    newest_first: bool = False
    known_sources: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the parameters of an address. Never raises: problems are reported. Costs two queries."""
        reading = QueryReader(query)
        services = {service.slug: service.name for service in Service.objects.all()}
        sources = {source.slug: source.shown_in_lists() for source in Source.objects.cited()}
        first, last = reading.day("from"), reading.day("to")
        if first and last and first > last:
            reading.refuse("from", _("“From” is later than “to”: swap them."))
            first = last = None
        return cls(
            services=reading.values("service", services),
            kinds=reading.values("kind", kind_labels()),
            tiers=reading.values("tier", tier_labels()),
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

    def events(self, kind: type[Event] = Event) -> EventQuerySet:
        """Return the published events in order, of every kind, or of one with its own columns."""
        return (
            kind.objects.published()
            .about(self.services)
            .of_kinds(self.kinds)
            .citing_tiers(tiers_named(self.tiers))
            .citing(self.sources)
            .overlapping(self.first, self.last)
            .mentioning(self.q)
            .in_order(newest_first=self.newest_first)
        )

    @property
    def is_narrowed(self) -> bool:
        chosen = self.services or self.kinds or self.tiers or self.sources
        return bool(chosen or self.first or self.last or self.q)

    @property
    def query(self) -> str:
        query = QueryDict(mutable=True)
        query.setlist("service", self.services)
        query.setlist("kind", self.kinds)
        query.setlist("tier", self.tiers)
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

    def kind_options(self) -> list[Option]:
        return filter_options(kind_labels(), self.kinds)

    def source_options(self) -> list[Option]:
        return filter_options(self.known_sources, self.sources)

    def chips(self) -> list[Chip]:
        title = _("Source: %(title)s")
        chips = [
            *self.chips_of("services", self.known_services),
            *self.chips_of("kinds", kind_labels()),
            *self.chips_of("tiers", tier_labels()),
            *self.chips_of("sources", {slug: title % {"title": t} for slug, t in self.known_sources.items()}),
        ]
        if self.first:
            words = _("From %(date)s") % {"date": format_edtf(self.from_text)}
            chips.append(Chip(words, replace(self, first=None).query))
        if self.last:
            words = _("To %(date)s") % {"date": format_edtf(self.to_text)}
            chips.append(Chip(words, replace(self, last=None).query))
        if self.q:
            chips.append(Chip(_("Words: “%(words)s”") % {"words": self.q}, replace(self, q="").query))
        return chips

    def in_filename(self) -> list[str]:
        dates = [f"from-{self.from_text}"] if self.first else []
        dates += [f"to-{self.to_text}"] if self.last else []
        words = [f"with-{slugify(self.q)[:30] or 'words'}"] if self.q else []
        return [*dates, *words, *self.services, *self.kinds, *self.tiers, *self.sources][:4]


@dataclass(frozen=True)
class SourceFilter:
    """A filter of what cites sources."""

    sources: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Return the filter of an address. Never raises: problems are reported. Costs one query."""
        reading = QueryReader(query)
        known = dict.fromkeys(Source.objects.cited().values_list("slug", flat=True), "")
        return cls(sources=reading.values("source", known), problems=tuple(reading.problems))

    @property
    def query(self) -> str:
        return urlencode([("source", slug) for slug in self.sources])

    def in_filename(self) -> list[str]:
        return list(self.sources[:4])


def kind_labels() -> dict[str, str]:
    return {slug: str(label) for slug, label in kinds.choices()}


def tier_labels() -> dict[str, str]:
    return {
        Source.Tier.FOUNDING.slug: _("The five founding documents, whoever published them"),
        Source.Tier.OFFICIAL.slug: _("Further official sources"),
        Source.Tier.PRESS.slug: _("Further press reports"),
    }


def tiers_named(slugs: tuple[str, ...]) -> list[int]:
    return [tier.value for tier in Source.Tier if tier.slug in slugs]
