from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from .. import kinds
from ..kinds import Words
from ..links import link_to
from ..models import QUOTATION_WORDS, Event, Relation

Status = Event.Status


@dataclass(frozen=True)
class PublicationProblem:
    """Something an event lacks, in words, and the form field that mends it."""

    words: Words
    field: str = ""
    is_blocking: bool = True
    needs_confirmation: bool = False  # whether the editor must confirm that it is in order all the same


Check = Callable[[Event, Sequence[Event]], Iterable[PublicationProblem]]
_checks: list[Check] = []


def check(function: Check) -> Check:
    """Register a check: a function of an event, and of those published with it, that yields problems."""
    _checks.append(function)
    return function


def problems_of(event: Event, together: Sequence[Event] = ()) -> list[PublicationProblem]:
    """Return an event's problems, the blocking ones first. `event` is of its own kind: see `as_own_kind`."""
    problems = [problem for check in _checks for problem in check(event, together)]
    return sorted(problems, key=lambda problem: (not problem.is_blocking, not problem.needs_confirmation))


def blocking_problems(event: Event, together: Sequence[Event] = ()) -> list[str]:
    return [str(problem.words) for problem in problems_of(event, together) if problem.is_blocking]


@check
def _unfit(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    event.has_submitted_citations = None
    for name, words in event.publication_errors():
        yield PublicationProblem(
            words, name if name in {field.name for field in event._meta.fields} else "citations-group"
        )


@check
def _about_no_service(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    if not event.services.exists():
        yield PublicationProblem(
            _("It names no service, so it would stand on no service's page."), "services_concerned"
        )


@check
def _long_quotations(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    yield from long_quotations(event.citations.all(), "citations-group")


def long_quotations(citations: Iterable[Any], place: str) -> Iterator[PublicationProblem]:
    for citation in citations:
        words = len(citation.quotation.split())
        if words > QUOTATION_WORDS:
            message = _("It quotes %(words)d words; the limit is %(limit)d.")
            yield PublicationProblem(message % {"words": words, "limit": QUOTATION_WORDS}, place)


@check
def _leads_to_drafts(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    seen = {other.pk for other in together}
    for relation in Relation.objects.of_event(event).select_related("from_event", "to_event"):
        for end in (relation.from_event, relation.to_event):
            if end.pk != event.pk and not end.has_been_seen and end.pk not in seen:
                message = _(
                    "It is linked to “%(title)s”, which no reader sees. Publish that too, or unlink it."
                )
                yield PublicationProblem(message % {"title": end.title}, "relations_out-group")


@check
def _may_be_there_already(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    others = duplicates_of(event)
    if others:
        links = format_html_join(", ", "{}", ((link_to(other),) for other in others))
        words = _("It may be here already: it has the kind, a service and a possible date of {titles}.")
        words = format_html(words, titles=links)
        yield PublicationProblem(words, "title", is_blocking=False, needs_confirmation=True)


def duplicates_of(event: Event) -> list[Event]:
    if event.is_published:
        return []
    others = Event.objects.of_kinds([event.kind]).overlapping(event.earliest, event.latest)
    others = others.about([service.slug for service in event.services.all()] or ["-"])
    others = others.exclude(pk=event.pk).exclude(status=Status.WITHDRAWN)
    return [other for other in others.in_order() if _same_day_may_be(event, other)][:MOST_DUPLICATES]


MOST_DUPLICATES = 5


def _same_day_may_be(event: Event, other: Event) -> bool:
    """True where two dates may be one day. Of states, only the beginnings are compared."""
    return not event.certainly_before(other) and not other.certainly_before(event)


@check
def _untold(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    if event.kind in kinds.followed() and event.citations.filter(tells_of="").exists():
        words = _("A citation does not say what it tells of, so a day cannot show what was known then.")
        yield PublicationProblem(words, "citations-group")


@check
def _sources_without_address(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    for citation in event.citations.select_related("source"):
        if not (citation.source.url or citation.source.archived_url):
            message = _("Its source “%(title)s” has no address on the web.")
            yield PublicationProblem(
                message % {"title": citation.source.title}, "citations-group", is_blocking=False
            )


@check
def _not_in_welsh(event: Event, together: Sequence[Event]) -> Iterator[PublicationProblem]:
    if not event.title_cy:
        yield PublicationProblem(_("It has no title in Welsh."), "title_cy", is_blocking=False)
