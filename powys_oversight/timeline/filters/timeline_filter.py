"""One filter for every output: the same query gives the same events, in the same order, everywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Self

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from .. import kinds
from ..dates.formatting import format_edtf
from ..models import Event, Service, Source
from ..models.event_queries import EventQuerySet
from .query import LONGEST_QUERY, Chip, Option, Problem, QueryReader

Labels = dict[str, dict[str, str]]  # the label of each value that can be chosen, by parameter


@dataclass(frozen=True)
class QueryFilter:
    """The base of filters. `REPEATED` maps each repeated parameter to its field, in the order of addresses.

    Build a filter with `from_query`; unusable parameters are in `problems`.
    """

    REPEATED: ClassVar[dict[str, str]] = {}

    problems: tuple[Problem, ...] = ()
    labels: Labels = field(default_factory=dict, repr=False)

    @classmethod
    def _chosen(cls, reading: QueryReader, labels: Labels) -> dict[str, Any]:
        return {
            name: reading.values(parameter, labels[parameter]) for parameter, name in cls.REPEATED.items()
        }

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values chosen, by parameter."""
        return {parameter: getattr(self, name) for parameter, name in self.REPEATED.items()}

    @property
    def options(self) -> dict[str, list[Option]]:
        return {
            parameter: [
                Option(value, label, value in values)
                for value, label in self.labels.get(parameter, {}).items()
            ]
            for parameter, values in self.chosen.items()
        }

    @property
    def query(self) -> str:
        """The query in canonical form, without unused parameters."""
        query = QueryDict(mutable=True)
        for parameter, values in (*self.chosen.items(), *self._single_values()):
            query.setlist(parameter, values)
        return query.urlencode()

    def _single_values(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Yield each parameter in use that does not repeat, with its value."""
        return ()

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen.values())

    def chips(self) -> list[Chip]:
        """Return each active filter in words, with the query without it."""
        chips = []
        for parameter, values in self.chosen.items():
            for value in values:
                others: Any = {self.REPEATED[parameter]: tuple(other for other in values if other != value)}
                chips.append(Chip(self._in_words(parameter, value), replace(self, **others).query))
        return chips

    def _in_words(self, parameter: str, value: str) -> str:
        return self.labels[parameter][value]

    def in_words(self) -> str:
        return ", ".join(chip.words for chip in self.chips())

    def in_filename(self) -> list[str]:
        return [value for values in self.chosen.values() for value in values][:4]

    @property
    def problems_by_field(self) -> dict[str, list[str]]:
        by_field: dict[str, list[str]] = {}
        for problem in self.problems:
            by_field.setdefault(problem.field, []).append(problem.message)
        return by_field

    def with_problems(self, problems: Iterable[Problem]) -> Self:
        return replace(self, problems=(*self.problems, *problems))


@dataclass(frozen=True)
class TimelineFilter(QueryFilter):
    REPEATED = {"service": "services", "kind": "kinds", "tier": "tiers", "source": "sources"}

    services: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    from_text: str = ""
    to_text: str = ""
    first: date | None = None
    last: date | None = None
    q: str = ""
    q_text: str = ""
    newest_first: bool = False
    shows_all: bool = False  # every event on the page of the timeline, rather than the key events

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read the parameters of an address. Never raises: problems are reported. Costs two queries."""
        reading = QueryReader(query)
        labels = {
            "service": service_labels(),
            "kind": {slug: str(label) for slug, label in kinds.choices()},
            "tier": tier_labels(),
            "source": {source.slug: source.shown_in_lists() for source in Source.objects.cited()},
        }
        first, last = reading.day("from"), reading.day("to")
        if first and last and first > last:
            reading.refuse("from", _("“From” is later than “to”: swap them."))
            first = last = None
        return cls(
            **cls._chosen(reading, labels),
            from_text=reading.text("from"),
            to_text=reading.text("to"),
            first=first,
            last=last,
            q=reading.words("q"),
            q_text=query.get("q", "").replace("\x00", "")[:LONGEST_QUERY],
            newest_first=reading.newest_first("order"),
            shows_all=reading.shows_all("show"),
            problems=tuple(reading.problems),
            labels=labels,
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
        return super().is_narrowed or bool(self.first or self.last or self.q)

    def _single_values(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        if self.first:
            yield "from", (self.from_text,)
        if self.last:
            yield "to", (self.to_text,)
        if self.q:
            yield "q", (self.q,)
        if self.newest_first:
            yield "order", ("newest",)
        if self.shows_all:
            yield "show", ("all",)

    @property
    def chosen_sources(self) -> list[Option]:
        return [option for option in self.options["source"] if option.chosen]

    @property
    def is_plain(self) -> bool:
        """True for the bare address, which shows the key events."""
        return not (self.query or self.problems)

    @property
    def query_reversed(self) -> str:
        return replace(self, newest_first=not self.newest_first).query

    def chips(self) -> list[Chip]:
        chips = super().chips()
        if self.first:
            words = _("From %(date)s") % {"date": format_edtf(self.from_text)}
            chips.append(Chip(words, replace(self, first=None).query))
        if self.last:
            words = _("To %(date)s") % {"date": format_edtf(self.to_text)}
            chips.append(Chip(words, replace(self, last=None).query))
        if self.q:
            chips.append(Chip(_("Words: “%(words)s”") % {"words": self.q}, replace(self, q="").query))
        return chips

    def _in_words(self, parameter: str, value: str) -> str:
        label = super()._in_words(parameter, value)
        return _("Source: %(title)s") % {"title": label} if parameter == "source" else label

    def in_filename(self) -> list[str]:
        dates = [f"from-{self.from_text}"] if self.first else []
        dates += [f"to-{self.to_text}"] if self.last else []
        words = [f"with-{slugify(self.q)[:30] or 'words'}"] if self.q else []
        return [*dates, *words, *super().in_filename()][:4]


@dataclass(frozen=True)
class SourceFilter(QueryFilter):
    REPEATED = {"source": "sources"}

    sources: tuple[str, ...] = ()

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Return the filter of an address. Never raises: problems are reported. Costs one query."""
        reading = QueryReader(query)
        labels = {"source": {slug: slug for slug in Source.objects.cited().values_list("slug", flat=True)}}
        return cls(**cls._chosen(reading, labels), problems=tuple(reading.problems), labels=labels)


def service_labels() -> dict[str, str]:
    return {service.slug: service.name for service in Service.objects.all()}


def tier_labels() -> dict[str, str]:
    return {
        Source.Tier.FOUNDING.slug: _("The five main documents, whoever published them"),
        Source.Tier.OFFICIAL.slug: _("Further official sources"),
        Source.Tier.PRESS.slug: _("Further press reports"),
    }


def tiers_named(slugs: tuple[str, ...]) -> list[int]:
    return [tier.value for tier in Source.Tier if tier.slug in slugs]
