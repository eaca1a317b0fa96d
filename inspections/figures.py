"""A measure as a page shows it: its reported values as a table and, where they can be, as a chart."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from powys_oversight.timeline.models import Disagreement, Event

from .chart import Chart, Point, draw
from .lines import ObservationLine
from .models import Measure, MeasureDisagreement, Observation


@dataclass(frozen=True)
class Figure:
    """One measure, its values in the order of their periods, and the questions the sources differ on."""

    measure: Measure
    lines: list[ObservationLine]
    disagreements: list[Disagreement]

    @property
    def has_target(self) -> bool:
        return any(line.observation.target is not None for line in self.lines)

    @property
    def disputed(self) -> set[int]:
        """The values of a period for which another value is reported too."""
        given = Counter({period: len(set(values)) for period, values in self._by_period().items()})
        return {line.observation.pk for line in self.lines if given[line.observation.period] > 1}

    def _by_period(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for line in self.lines:
            found.setdefault(line.observation.period, []).append(line.observation.value_in_words)
        return found

    @property
    def chart(self) -> Chart | None:
        """None where a picture would say nothing: one value with no target, or periods with no bounds."""
        disputed = self.disputed
        points = [
            _point(line, line.observation.pk in disputed)
            for line in self.lines
            if line.observation.earliest and line.observation.latest
        ]
        if len({(point.first, point.value) for point in points}) < 2 and not any(
            point.target is not None for point in points
        ):
            return None
        top = 100 if self.measure.unit.startswith("%") else None
        return draw(points, top=top, month_label=_month)


def of_every_measure() -> list[Figure]:
    """Every measure of which a value is published, the most often reported first. Costs five queries."""
    values = Observation.objects.published().for_page()
    disputes = _disputes()
    grouped = groupby(values, key=lambda value: value.measure)
    figures = [_figure(measure, found, disputes) for measure, found in grouped]
    return sorted(figures, key=lambda figure: (-len(figure.lines), figure.measure.title))


def of_measure(measure: Measure) -> Figure:
    values = Observation.objects.published().filter(measure=measure).for_page()
    return _figure(measure, values, _disputes())


def _figure(
    measure: Measure, values: Iterable[Observation], disputes: dict[int, list[Disagreement]]
) -> Figure:
    return Figure(measure, [ObservationLine(value) for value in values], disputes.get(measure.pk, []))


def _disputes() -> dict[int, list[Disagreement]]:
    """The questions the sources differ on, by measure."""
    links = MeasureDisagreement.objects.filter(disagreement__events__status=Event.Status.PUBLISHED)
    found: dict[int, list[Disagreement]] = {}
    for link in links.select_related("disagreement").order_by("disagreement__slug").distinct():
        found.setdefault(link.measure_id, []).append(link.disagreement)
    return found


def _point(line: ObservationLine, disputed: bool) -> Point:
    value = line.observation
    assert value.earliest  # noqa: S101 - asked before
    assert value.latest  # noqa: S101
    words = value.value_in_words
    return Point(
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
