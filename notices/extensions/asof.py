from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from powys_oversight.pages.asof import groups, states
from powys_oversight.pages.asof.groups import CitedSentence, Group, Wording
from powys_oversight.pages.asof.intervals import (
    Bounds,
    IntervalStatus,
    StatusOnDay,
    TrackedItem,
    UncertainInterval,
)
from powys_oversight.pages.display.cited_sources import CitedSource, by_source
from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Citation, Service

from ..display import ActionLine, lines_of
from ..models import ActionOutcome, RequiredAction, WarningNotice

REQUIREMENTS = "requirements"


def _load(floor: date) -> list[TrackedItem]:
    lines = lines_of(RequiredAction.objects.prefetch_related("event__services"))
    return [
        TrackedItem(REQUIREMENTS, groups.services_of(line.action.event), _until_met(line, floor), line)
        for line in lines
    ]


def _until_met(line: ActionLine, floor: date) -> UncertainInterval:
    """Return the interval from the requirement to the day before the first report that it was met."""
    event = line.action.event
    lasts = event.kind_info.lasts
    occurred = event.occurred if lasts or not event.ended else event.ended
    asked = groups.interval_between(
        occurred, event.ended if lasts else "", floor, line.action.citations.all()
    )
    required = UncertainInterval(asked.begins, None, asked.public)
    if line.met is None:
        return required
    reported = line.met.reported_at
    report = groups.interval_between(reported.occurred, "", floor, line.met.citations.all())
    first = max(report.begins.first, required.begins.first)
    ends = Bounds.between(first, report.begins.last).eve()
    return UncertainInterval(required.begins, ends, required.public, report.public)


PHRASES = Wording(
    may_have_begun=_("May have been required by then."),
    ongoing=_("Not yet reported met."),
    no_end_stated=_("Not yet reported met; nor does any later source read say that it was."),
    may_have_ended=_("May have been reported met by then."),
    end_unpublished=_("No report that it was met had been published."),
)

CHANGES = Wording(
    may_have_begun=_("May have been required: {what}"),
    ongoing=_("Required by then: {what}"),
    no_end_stated=_("Required by then: {what}"),
    may_have_ended=_("May have been reported met: {what}"),
    over=_("Reported met: {what}"),
    end_unpublished=_("Required by then: {what}"),
)


@dataclass(frozen=True)
class OpenRequirement:
    """A requirement that was open on a day, and what had been reported of it by then."""

    line: ActionLine
    phrase: str
    reports: list[ActionOutcome]
    sources: list[CitedSource]


def open_requirement(status: StatusOnDay) -> OpenRequirement:
    line = status.subject
    told_less = status.known_then and status.interval_status is IntervalStatus.NO_END_STATED
    words = PHRASES.end_unpublished if told_less else PHRASES.of(status)
    reports = [outcome for outcome in line.outcomes if _reported_by(outcome, status)]
    return OpenRequirement(
        line, str(words), reports, groups.citations_known_by(status, line.action.citations.all())
    )


def _reported_by(report: ActionOutcome, status: StatusOnDay) -> bool:
    latest = report.reported_at.latest
    in_time = bool(
        latest and latest <= status.day and groups.citations_known_by(status, report.citations.all())
    )
    return in_time and report.state != ActionOutcome.Result.MET


def _cited(status: StatusOnDay) -> Iterable[Citation]:
    line = status.subject
    is_met = status.interval_status in (IntervalStatus.MAY_HAVE_ENDED, IntervalStatus.OVER) and line.met
    return line.met.citations.all() if is_met else line.action.citations.all()


groups.register(
    Group(
        name=REQUIREMENTS,
        order=30,
        heading=_("Required, and not yet reported met"),
        template="notices/_open_requirements.html",
        load=_load,
        line=open_requirement,
        link=lambda line: link_to(line.action),
        cited=_cited,
        changes=CHANGES,
    )
)


@states.summarises(WarningNotice.KIND)
def _summarise_notices(service: Service, statuses: list[StatusOnDay]) -> list[CitedSentence]:
    in_force = [status for status in statuses if status.interval_status is not IntervalStatus.MAY_HAVE_BEGUN]
    if not in_force or any(status.interval_status is not IntervalStatus.NO_END_STATED for status in in_force):
        return states.summarise_plainly(statuses)
    maybe = [status for status in statuses if status not in in_force]
    return [_given(in_force), *states.summarise_plainly(maybe)]


def _given(statuses: list[StatusOnDay]) -> CitedSentence:
    last = statuses[-1].subject
    sentence = ngettext(
        "{n} warning notice had been given: {title} ({when}). "
        "No source states when it ceased to have effect.",
        "{n} warning notices, or additions to one, had been given, the last of them the {title} ({when}). "
        "No source states when any of them ceased to have effect.",
        len(statuses),
    )
    text = format_html(sentence, n=len(statuses), title=link_to(last.event), when=last.when)
    events = [status.subject.event for status in statuses]
    return CitedSentence(text, by_source(groups.first_cited(statuses[0], *events)))
