from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy

from powys_oversight.timeline.links import link_to
from powys_oversight.timeline.models import Citation, OfficeHolding

from ..display.offices import OfficeLine
from .groups import Group, Line, Wording, end_is_held_back, present, register, spell, told_by
from .intervals import Held, Stand, Standing

OFFICES = "offices"


# Offices, which belong to no one service.

IN_OFFICE = Wording(
    {
        Standing.MAY_HAVE_BEGUN: gettext_lazy("May have been in office."),
        Standing.ONGOING: gettext_lazy("In office."),
        Standing.NO_END_STATED: gettext_lazy("Had come into office; no source states an end."),
        Standing.MAY_HAVE_ENDED: gettext_lazy("May still have been in office."),
    },
    held_back=gettext_lazy("Had come into office; no end had been published."),
)
"""How an office stood, beside its holder."""

OFFICE_TURNS = Wording(
    {
        Standing.MAY_HAVE_BEGUN: gettext_lazy("{what}: may have come into office."),
        Standing.ONGOING: gettext_lazy("{what}: in office."),
        Standing.NO_END_STATED: gettext_lazy("{what}: in office by then; no end is stated."),
        Standing.MAY_HAVE_ENDED: gettext_lazy("{what}: may have left office."),
        Standing.OVER: gettext_lazy("{what}: out of office."),
    },
    held_back=gettext_lazy("{what}: in office by then; no end had been published."),
)


def _offices(floor: date) -> list[Held]:
    holdings = OfficeHolding.objects.select_related("person", "organisation").prefetch_related(
        "citations__source"
    )
    return [
        Held(
            OFFICES,
            frozenset(),
            spell(each.began, each.ended, floor, each.citations.all()),
            OfficeLine(each, each.person.slug),
        )
        for each in holdings.order_by("organisation__name", "role", "began_earliest", "pk")
    ]


SUREST_FIRST = [
    Standing.ONGOING,
    Standing.NO_END_STATED,
    Standing.MAY_HAVE_ENDED,
    Standing.MAY_HAVE_BEGUN,
]


def _surest_first(stands: list[Stand]) -> list[Stand]:
    return sorted(
        present(stands),
        key=lambda stand: (SUREST_FIRST.index(stand.standing), end_is_held_back(stand)),
    )


def _cited_of_office(stand: Stand) -> Iterable[Citation]:
    return stand.subject.holding.citations.all()


register(
    Group(
        name=OFFICES,
        order=90,
        heading=gettext_lazy("Who held office"),
        template="pages/_offices.html",
        load=_offices,
        line=lambda stand: Line(stand.subject, IN_OFFICE.of(stand), told_by(stand, _cited_of_office(stand))),
        link=lambda line: link_to(line.holding),
        cited=_cited_of_office,
        turns=OFFICE_TURNS,
        choose=_surest_first,
        of_services=False,
    )
)
