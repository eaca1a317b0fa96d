import ast
from datetime import date
from pathlib import Path

import pytest

from inspections.measures import chart
from inspections.measures.chart import Chart, ChartPoint, ChartText, draw

MARCH = (date(2017, 3, 1), date(2017, 3, 31))
SUMMER = (date(2018, 6, 1), date(2018, 8, 31))


WORDS = ChartText(month=lambda day: f"{day:%b %Y}", number=lambda value: f"{value:g}")


def drawn(*points: ChartPoint, top: float = 100) -> Chart:
    return draw(points, top=top, words=WORDS)


def point(period: tuple[date, date] = MARCH, value: float = 12, **given: object) -> ChartPoint:
    return ChartPoint(*period, value, given.pop("label", f"{value:g}"), **given)  # type: ignore[arg-type]


def test_it_knows_no_django() -> None:
    tree = ast.parse(Path(chart.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [ast.unparse(node) for node in imports if "django" in ast.unparse(node)]


def test_later_stands_to_the_right_and_more_stands_higher() -> None:
    first, second = drawn(point(), point(SUMMER, 80)).marks
    assert float(first.x) < float(second.x)
    assert float(first.y) > float(second.y)


def test_a_period_is_as_wide_as_it_lasts() -> None:
    month, season = drawn(point(), point(SUMMER)).marks
    widths = [float(mark.x2) - float(mark.x1) for mark in (month, season)]
    assert widths[1] / widths[0] == pytest.approx(91 / 30, rel=0.02)


def test_a_percentage_has_the_whole_scale() -> None:
    assert [tick.label for tick in drawn(point()).y_ticks] == ["0", "50", "100"]


@pytest.mark.parametrize(
    ("highest", "end"), [(3, "5"), (6.1, "10"), (9.9, "10"), (14, "20"), (0.4, "0.5"), (0, "1"), (96, "100")]
)
def test_another_unit_has_a_scale_that_ends_on_a_round_number(highest: float, end: str) -> None:
    assert drawn(point(value=highest), top=0).y_ticks[-1].label == end


def test_the_scale_reaches_a_target_above_every_value() -> None:
    assert drawn(point(value=3, target=40), top=0).y_ticks[-1].label == "50"


@pytest.mark.parametrize(
    ("comparator", "up"), [("over", True), ("at-least", True), ("under", False), ("at-most", False)]
)
def test_a_bound_has_an_arrow_the_way_the_value_may_go(comparator: str, up: bool) -> None:
    [mark] = drawn(point(value=50, comparator=comparator)).marks
    tip = float(mark.arrow.split("V")[1].split("M")[0])
    assert (tip < float(mark.y)) is up


@pytest.mark.parametrize("comparator", ["", "about"])
def test_a_value_that_is_no_bound_has_none(comparator: str) -> None:
    assert drawn(point(comparator=comparator)).marks[0].arrow == ""


def test_labels_of_two_values_for_one_time_stand_above_and_below() -> None:
    lower, higher = drawn(point(value=70, disputed=True), point(value=79, disputed=True)).marks
    assert float(higher.label_y) < float(higher.y)
    assert float(lower.label_y) > float(lower.y)


def test_a_label_keeps_clear_of_a_target_just_above_and_of_its_own_arrow() -> None:
    [near_target] = drawn(point(value=80, target=90)).marks
    [arrow_up] = drawn(point(value=50, comparator="over")).marks
    assert float(near_target.label_y) > float(near_target.y)
    assert float(arrow_up.label_y) < float(arrow_up.y) - chart.ARROW


def test_a_label_near_the_foot_stays_out_of_the_dates() -> None:
    lower, _higher = drawn(point(value=1), point(value=3)).marks
    assert float(lower.label_y) < chart.HEIGHT - chart.BOTTOM


def test_years_are_thinned_out_where_there_are_many() -> None:
    long = drawn(point(), point((date(2047, 9, 1), date(2047, 9, 30))))
    assert len(long.x_ticks) <= chart.MOST_YEARS + 1


def test_a_long_label_stays_within_the_picture() -> None:
    [first, last] = drawn(point(label="a label of some length"), point(SUMMER, label="and another one")).marks
    assert float(first.label_x) - len(first.label) * chart.LETTER / 2 >= chart.LEFT
    assert float(last.label_x) + len(last.label) * chart.LETTER / 2 <= chart.WIDTH


def test_years_mark_a_long_chart_and_quarters_a_short_one() -> None:
    long = drawn(point(), point((date(2020, 9, 1), date(2020, 9, 30))))
    short = drawn(point(), point((date(2017, 6, 1), date(2017, 6, 30))))
    assert [tick.label for tick in long.x_ticks] == ["2017", "2018", "2019", "2020"]
    assert "Apr 2017" in [tick.label for tick in short.x_ticks]


def test_half_years_mark_a_chart_of_two_years() -> None:
    assert [tick.label for tick in drawn(point(), point(SUMMER)).x_ticks] == [
        "Jul 2017",
        "Jan 2018",
        "Jul 2018",
    ]


def test_every_point_stands_within_the_plot() -> None:
    for mark in drawn(point(), point(SUMMER, 100), point(SUMMER, 0)).marks:
        assert chart.LEFT <= float(mark.x1) <= float(mark.x2) <= chart.WIDTH - chart.RIGHT
        assert chart.TOP <= float(mark.y) <= chart.HEIGHT - chart.BOTTOM


def test_one_day_alone_is_not_divided_by_nothing() -> None:
    assert drawn(point((date(2018, 10, 18), date(2018, 10, 18)))).marks


def test_nothing_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        drawn()
