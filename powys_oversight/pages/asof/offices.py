from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Citation, OfficeHolding

from .groups import (
    Group,
    StatusLine,
    Wording,
    citations_known_by,
    end_is_unpublished,
    interval_between,
    present,
    register,
)
from .intervals import IntervalStatus, StatusOnDay, TrackedItem

OFFICES = "offices"


IN_OFFICE = Wording(
    may_have_begun=_("May have been in office: known only from a later day."),
    announced=_("To come into office; not yet told of as there."),
    ongoing=_("In office."),
    no_end_stated=_("Had come into office; no source states an end."),
    may_have_ended=_("May still have been in office."),
    end_unpublished=_("Had come into office; no end had been published."),
)
"""Words beside an office-holder."""

OFFICE_CHANGES = Wording(
    may_have_begun=_("{what}: may have come into office."),
    announced=_("{what}: to come into office."),
    ongoing=_("{what}: in office."),
    no_end_stated=_("{what}: in office by then; no end is stated."),
    may_have_ended=_("{what}: may have left office."),
    over=_("{what}: out of office."),
    end_unpublished=_("{what}: in office by then; no end had been published."),
)


def _offices(floor: date) -> list[TrackedItem]:
    holdings = OfficeHolding.objects.select_related("person", "organisation").prefetch_related(
        "citations__source"
    )
    return [
        TrackedItem(
            OFFICES,
            frozenset(),
            interval_between(holding.began, holding.ended, floor, holding.citations.all()),
            holding,
        )
        for holding in holdings.order_by("organisation__name", "role", "began_earliest", "pk")
    ]


SUREST_FIRST = [
    IntervalStatus.ONGOING,
    IntervalStatus.NO_END_STATED,
    IntervalStatus.MAY_HAVE_ENDED,
    IntervalStatus.MAY_HAVE_BEGUN,
]


def _surest_first(statuses: list[StatusOnDay]) -> list[StatusOnDay]:
    return sorted(
        present(statuses),
        key=lambda status: (SUREST_FIRST.index(status.interval_status), end_is_unpublished(status)),
    )


def _cited_of_office(status: StatusOnDay) -> Iterable[Citation]:
    return status.subject.citations.all()


register(
    Group(
        name=OFFICES,
        order=90,
        heading=_("Who held office"),
        template="pages/_offices.html",
        load=_offices,
        line=lambda status: StatusLine(
            status.subject,
            IN_OFFICE.of(status),
            citations_known_by(status, _cited_of_office(status)),
            is_sure=status.interval_status is not IntervalStatus.MAY_HAVE_BEGUN,
        ),
        link=link_to,
        cited=_cited_of_office,
        changes=OFFICE_CHANGES,
        choose=_surest_first,
        of_services=False,
    )
)
