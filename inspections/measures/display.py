"""A measure as a page shows it: its reported values as a table and, where they can be, as a chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from powys_oversight.timeline.models import Disagreement, Event

from ..models import Measure, MeasureDisagreement, Observation, in_digits
from .chart import Chart, ChartPoint, ChartText, draw

PERCENTAGE = "%"


@dataclass
class Figure:
    """One measure, its values in the order of their periods, and the questions the sources differ on."""

    measure: Measure
    values: list[Observation]
    disagreements: list[Disagreement]

    @property
    def has_target(self) -> bool:
        return any(value.target is not None for value in self.values)

    @cached_property
    def disputed(self) -> set[int]:
        """Primary keys of exact values beside another exact value for the same period."""
        exact: dict[str, set[Decimal]] = {}
        for value in self.values:
            if not value.comparator:
                exact.setdefault(value.period, set()).add(value.value)
        return {value.pk for value in self.values if not value.comparator and len(exact[value.period]) > 1}

    @cached_property
    def chart(self) -> Chart | None:
        """The values as a chart, where there are three at least or they change; a table alone says fewer."""
        placed = (_point(value, disputed=value.pk in self.disputed) for value in self.values)
        points = [point for point in placed if point]
        changes = len({point.first for point in points}) > 1 and len({point.value for point in points}) > 1
        if len(points) < 3 and not changes:
            return None
        top = 100 if self.measure.unit.startswith(PERCENTAGE) else 0
        return draw(points, top=top, words=ChartText(month=_month, number=_number))


def all_figures() -> list[Figure]:
    """Return measures with a published value, those with the most values first. Costs five queries."""
    figures = figures_of(Observation.objects.published().for_page())
    return sorted(figures, key=lambda figure: (-len(figure.values), figure.measure.title))


def figure_of(measure: Measure) -> Figure:
    """Return one measure with its published values. Raises IndexError where it has none."""
    return figures_of(Observation.objects.published().filter(measure=measure).for_page())[0]


def figures_of(values: Iterable[Observation]) -> list[Figure]:
    disputes = _disputes()
    return [
        Figure(measure, list(same), disputes.get(measure.pk, []))
        for measure, same in groupby(values, key=lambda value: value.measure)
    ]


def _disputes() -> dict[int, list[Disagreement]]:
    links = MeasureDisagreement.objects.filter(disagreement__events__status=Event.Status.PUBLISHED)
    by_measure: dict[int, list[Disagreement]] = {}
    for link in links.select_related("disagreement").order_by("disagreement__slug").distinct():
        by_measure.setdefault(link.measure_id, []).append(link.disagreement)
    return by_measure


def _point(value: Observation, *, disputed: bool) -> ChartPoint | None:
    if not value.earliest or not value.latest:
        return None
    words = value.value_in_words
    return ChartPoint(
        first=value.earliest,
        last=value.latest,
        value=float(value.value),
        label=_("%(value)s (disputed)") % {"value": words} if disputed else words,
        comparator=value.comparator,
        target=None if value.target is None else float(value.target),
        disputed=disputed,
    )


def _month(day: date) -> str:
    return date_format(day, "M Y")


def _number(value: float) -> str:
    return in_digits(Decimal(str(value)))
