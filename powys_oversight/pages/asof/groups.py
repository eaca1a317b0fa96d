"""Each service on a day, in words, with sources.

The arithmetic is in `intervals`, which knows no table. This module makes tracked items of rows, and words of
statuses. An app registers further groups in `extensions/asof.py`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from powys_oversight.timeline.dates.edtf import EDTF, parse_edtf
from powys_oversight.timeline.kinds import Words
from powys_oversight.timeline.models import Citation, DatedCitation, Event, Service

from ..display.cited_sources import CitedSource, by_source
from .intervals import Bounds, IntervalStatus, StatusChange, StatusOnDay, TrackedItem, UncertainInterval


@dataclass(frozen=True)
class CitedSentence:
    text: SafeString
    sources: list[CitedSource]


Load = Callable[[date], Iterable[TrackedItem]]
"""Return one group's tracked items, given the record's first day, where open starts begin."""

Summarise = Callable[[Service, list[StatusOnDay]], list[CitedSentence]]
"""Return sentences on the statuses of one group's items for one service."""

Choose = Callable[[list[StatusOnDay]], list[StatusOnDay]]
"""Return the items of one group that the page of a day lists, in order."""


def present(statuses: list[StatusOnDay]) -> list[StatusOnDay]:
    return [status for status in statuses if status.interval_status.is_present]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words for each status, in the order of sentences.

    Also for what was only announced, and for an end that was not yet published.

    Raises KeyError for a status without words.
    """

    ongoing: Words = ""
    may_have_ended: Words = ""
    no_end_stated: Words = ""
    may_have_begun: Words = ""
    announced: Words = ""
    over: Words = ""
    end_unpublished: Words = ""

    def of(self, status: StatusOnDay) -> str:
        name = status.interval_status.name.lower()
        if status.is_only_announced:
            name = "announced"
        elif end_is_unpublished(status):
            name = "end_unpublished"
        words = str(getattr(self, name))
        if not words:
            raise KeyError(name)
        return words


@dataclass(frozen=True, kw_only=True)
class Group:
    """A kind of thing shown for a day: its loader, heading and template."""

    name: str
    order: int
    heading: Words
    template: str
    load: Load
    line: Callable[[StatusOnDay], Any]  # returns what the template shows of a status
    link: Callable[[Any], SafeString]  # returns a link to the item's page
    cited: Callable[[StatusOnDay], Iterable[Citation]]  # returns the citations of the item's status
    changes: Wording  # sentences by new status, with `{what}` for the item
    summarise: Summarise | None = None
    choose: Choose = present
    of_services: bool = True


_groups: dict[str, Group] = {}


def register(group: Group) -> None:
    _groups[group.name] = group


def groups() -> list[Group]:
    return sorted(_groups.values(), key=lambda group: group.order)


FIRST_REPORTED = gettext_lazy("First told of in what was published: {what}")


def describe_change(change: StatusChange) -> CitedSentence:
    group = _groups[change.item.group]
    words = FIRST_REPORTED if change.first_reported else group.changes.of(change.after)
    sentence = format_html(str(words), what=group.link(change.after.subject))
    return CitedSentence(sentence, citations_known_by(change.after, group.cited(change.after)))


# From rows to tracked items.


TellsOf = DatedCitation.TellsOf
_BEGUN = (TellsOf.BEGAN, TellsOf.FOUND, TellsOf.ENDED)


def interval_between(
    occurred: str, ended: str, floor: date, citations: Iterable[Citation], published_on: date | None = None
) -> UncertainInterval:
    """Return the interval between two dates, with the sources of each.

    An open start begins on `floor`, the record's first day, or on the latest day of start or end if earlier.
    An end that is open towards the past is no earlier than the last day of the beginning. An approximate or
    uncertain date is never certain to have come.
    """
    began = parse_edtf(occurred or f"{floor.isoformat()}/..")
    end = parse_edtf(ended) if ended else None
    first = began.earliest or _earliest_of(floor, began.latest)
    if end:
        first = _earliest_of(first, end.latest)
    begun = _surely(began) or (_surely(end) if end else None)
    begins = Bounds.between(first, begun)
    cited = list(citations)
    public = _first_published(cited, (*_BEGUN, ""), first)
    return UncertainInterval(
        begins,
        _ends(begins, _surely(began), end) if end else None,
        _earliest_of(public, published_on) if public or published_on else None,
        _first_published(cited, (TellsOf.ENDED, ""), end.latest or end.earliest) if end else None,
        _first_published(cited, (TellsOf.ANNOUNCED,), None),
    )


def _surely(when: EDTF) -> date | None:
    """Return the day by which the date had certainly come; None where it is qualified or open."""
    return None if when.qualifier else when.latest


def _ends(begins: Bounds, sure: date | None, end: EDTF) -> Bounds:
    if end.earliest:
        return Bounds.between(max(end.earliest, begins.first), _surely(end))
    return Bounds.between(sure or begins.first, end.latest and end.latest - timedelta(days=1))


def _earliest_of(*days: date | None) -> date:
    return min(day for day in days if day)


def _first_published(
    citations: Iterable[Citation], tells: Collection[str], happened: date | None
) -> date | None:
    """Return the first publication date of a citation that tells of it; None where there is none.

    One that does not say what it tells of counts if it was published on or after the day it happened.
    """
    days = [
        citation.source.latest
        for citation in citations
        if citation.source.latest and citation.tells_of in tells and _counts(citation, happened)
    ]
    return min(days, default=None)


def _counts(citation: Citation, happened: date | None) -> bool:
    published = citation.source.latest
    return bool(citation.tells_of or (happened and published and published >= happened))


def interval_of_event(event: Event, floor: date) -> UncertainInterval:
    return interval_between(event.occurred, event.ended, floor, event.citations.all(), event.published_on)


def services_of(event: Event) -> frozenset[str]:
    return frozenset(service.slug for service in event.services.all())


# The record, loaded once and asked about any day.


@dataclass(frozen=True)
class Record:
    """The tracked items of the groups loaded, in order, and the days the record covers."""

    items: list[TrackedItem]
    first: date
    last: date


def load(names: Iterable[str] | None = None) -> Record | None:
    """Load the named groups, or all; None where nothing is published.

    Costs one query, and those of each group.
    """
    span = Event.objects.published().span()
    if not span["events"]:
        return None
    first = span["first"] or span["last"]
    chosen = [group for group in groups() if names is None or group.name in names]
    items = [item for group in chosen for item in group.load(first)]
    return Record(items, first, span["last"] or first)


def summarised_groups() -> list[str]:
    return [group.name for group in groups() if group.summarise]


@dataclass(frozen=True)
class GroupSection:
    group: Group
    lines: list[Any]


@dataclass(frozen=True)
class StatusLine:
    subject: Any
    phrase: str
    sources: list[CitedSource]
    is_sure: bool = True  # whether it had surely begun


@dataclass(frozen=True)
class ServiceStatus:
    service: Service
    sentences: list[CitedSentence]
    parts: list[GroupSection]


def service_status(service: Service, statuses: list[StatusOnDay]) -> ServiceStatus:
    about = [status for status in statuses if service.slug in status.item.services]
    by_group = [(group, _of_group(about, group)) for group in groups() if group.of_services]
    sentences = [
        sentence
        for group, statuses in by_group
        if group.summarise
        for sentence in group.summarise(service, statuses)
    ]
    sections = [section_of(group, statuses) for group, statuses in by_group]
    return ServiceStatus(service, sentences, [section for section in sections if section.lines])


def section_of(group: Group, statuses: list[StatusOnDay]) -> GroupSection:
    return GroupSection(group, [group.line(status) for status in group.choose(statuses)])


def sections_of_no_service(statuses: list[StatusOnDay]) -> list[GroupSection]:
    parts = [section_of(group, _of_group(statuses, group)) for group in groups() if not group.of_services]
    return [part for part in parts if part.lines]


def _of_group(statuses: list[StatusOnDay], group: Group) -> list[StatusOnDay]:
    return [status for status in statuses if status.item.group == group.name]


# What a sentence is made of.


def citations_known_by(status: StatusOnDay, citations: Iterable[Citation]) -> list[CitedSource]:
    until = status.known_until
    return by_source(c for c in citations if until is None or (c.source.latest and c.source.latest <= until))


def first_cited(status: StatusOnDay, *claims: Any) -> list[Citation]:
    """Return each claim's citations of one known source that tells what the status says.

    A founding document comes first.
    """
    firsts = [citations_known_by(status, _telling(status, claim.citations.all()))[:1] for claim in claims]
    return [citation for first in firsts for cited in first for citation in cited.citations]


def _telling(status: StatusOnDay, citations: Iterable[Citation]) -> list[Citation]:
    """Return the citations that tell what the status says, or all where none says what it tells."""
    wanted = {TellsOf.BEGAN, TellsOf.FOUND}
    if status.is_only_announced:
        wanted = {TellsOf.ANNOUNCED}
    elif status.interval_status in (IntervalStatus.MAY_HAVE_ENDED, IntervalStatus.OVER):
        wanted = {TellsOf.ENDED, TellsOf.FOUND}
    cited = list(citations)
    return [citation for citation in cited if citation.tells_of in wanted] or cited


def end_is_unpublished(status: StatusOnDay) -> bool:
    """True where the item's end is known now and was not published on the day."""
    return status.interval_status is IntervalStatus.NO_END_STATED and status.item.interval.ends is not None
