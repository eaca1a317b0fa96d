import pytest
from django.test import Client
from django.utils import translation

from inspections.measures.display import all_figures, figure_of
from tests.factories import (
    make_disagreement,
    make_measure,
    make_milestone,
    make_observation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_a_draft_reports_no_figure() -> None:
    make_observation(event=make_milestone(status="draft"))
    assert all_figures() == []


def test_the_most_often_reported_stands_first() -> None:
    once, twice = make_measure(slug="a"), make_measure(slug="b")
    make_observation(measure=once)
    make_observation(measure=twice, period="2017")
    make_observation(measure=twice, period="2018")
    assert [figure.measure.slug for figure in all_figures()] == ["b", "a"]


def test_two_values_for_one_period_are_disputed() -> None:
    measure = make_measure()
    one = make_observation(measure=measure, period="2019-04/2019-06", value=70)
    other = make_observation(measure=measure, period="2019-04/2019-06", value=79)
    make_observation(measure=measure, period="2018", value=70)
    figure = figure_of(measure)
    assert figure.disputed == {one.pk, other.pk}
    assert figure.chart
    assert [mark.label for mark in figure.chart.marks] == ["70", "70 (disputed)", "79 (disputed)"]


def test_one_value_reported_twice_is_not_disputed() -> None:
    measure = make_measure()
    make_observation(measure=measure, value=9)
    make_observation(measure=measure, value=9)
    assert figure_of(measure).disputed == set()


def test_over_eighty_and_eighty_two_may_both_be_true() -> None:
    measure = make_measure()
    make_observation(measure=measure, value=82)
    make_observation(measure=measure, value=80, comparator="over")
    assert figure_of(measure).disputed == set()


@pytest.mark.parametrize("page", ["/measures/", "/services/adult-services/figures/", "/events/report/"])
def test_a_disputed_value_and_its_target_are_told_wherever_the_table_stands(
    client: Client, page: str
) -> None:
    measure = make_measure(services=[make_service(slug="adult-services")])
    event = make_milestone(slug="report")
    for value in (70, 79):
        make_observation(measure=measure, event=event, value=value, target=90)
    html = client.get(page).content.decode()
    assert html.count('<span class="stated">(disputed)</span>') == 2
    assert 'data-label="Target">90</td>' in html


def test_a_share_above_a_hundred_stays_within_the_picture() -> None:
    measure = make_measure(unit="% of budget")
    make_observation(measure=measure, period="2017", value=127)
    make_observation(measure=measure, period="2018", value=-4)
    found = figure_of(measure).chart
    assert found
    assert all(0 < float(mark.y) < found.height for mark in found.marks)
    assert [tick.label for tick in found.y_ticks] == ["-5", "0", "200"]


def test_a_large_number_on_the_scale_is_written_out() -> None:
    measure = make_measure(unit="£")
    make_observation(measure=measure, period="2017", value=3_000_000)
    make_observation(measure=measure, period="2018", value=4_000_000, target=6_100_000)
    found = figure_of(measure).chart
    assert found
    assert found.targets[0].label == "6,100,000"
    assert found.y_ticks[-1].label == "10,000,000"


def test_one_value_alone_has_no_chart() -> None:
    assert figure_of(make_observation().measure).chart is None


def test_one_value_with_its_target_is_told_by_the_table() -> None:
    figure = figure_of(make_observation(value=80, target=90).measure)
    assert figure.chart is None
    assert figure.has_target


@pytest.mark.parametrize(
    ("second", "third", "is_drawn"), [(80, None, False), (90, None, True), (80, 80, True)]
)
def test_a_chart_needs_a_change_or_three_values(second: int, third: int | None, is_drawn: bool) -> None:
    measure = make_measure()
    for period, value in (("2017", 80), ("2018", second), ("2019", third)):
        if value is not None:
            make_observation(measure=measure, period=period, value=value)
    assert bool(figure_of(measure).chart) is is_drawn


def test_a_period_with_an_open_end_cannot_be_placed() -> None:
    measure = make_measure()
    make_observation(measure=measure, period="../2018-10-18")
    make_observation(measure=measure, period="2018-11/..")
    assert figure_of(measure).chart is None


def test_a_chart_has_a_name_and_its_points_in_words(client: Client) -> None:
    measure = make_measure(slug="visits", title="Visits on time", unit="% of visits")
    make_observation(measure=measure, period="2017-03", value=12)
    make_observation(measure=measure, period="2018-22", value=80, comparator="over")
    html = client.get("/measures/visits/").content.decode()
    assert '<title id="chart-visits-title">Visits on time (% of visits)</title>' in html
    assert "12; over 80. The table that follows" in html


def test_no_number_of_a_chart_is_written_in_a_language_of_commas(client: Client) -> None:
    measure = make_measure(slug="visits")
    make_observation(measure=measure, period="2017-03", value=12)
    make_observation(measure=measure, period="2018-22", value="80.5")
    with translation.override("de"):
        svg = client.get("/measures/visits/").content.decode().split("<svg")[1].split("</svg>")[0]
    positions = [part.split('"')[0] for name in (" x1=", " cx=", " y=") for part in svg.split(f'{name}"')[1:]]
    assert positions
    assert all(position.replace(".", "").replace("-", "").isdigit() for position in positions)


def test_a_disputed_measure_leads_to_the_question(client: Client) -> None:
    measure = make_observation().measure
    question = make_disagreement(slug="which", question="Which share?", events=[make_milestone()])
    measure.disputes.create(disagreement=question)
    html = client.get(measure.get_absolute_url()).content.decode()
    assert '<a href="/disagreements/#question-which">Which share?</a>' in html


def test_a_measure_of_which_only_a_draft_reports_has_no_page(client: Client) -> None:
    measure = make_measure()
    make_observation(measure=measure, event=make_milestone(status="draft"))
    assert client.get(measure.get_absolute_url()).status_code == 404


def test_an_unknown_measure_is_not_found(client: Client) -> None:
    assert client.get("/measures/nope/").status_code == 404


def test_a_span_that_a_figure_is_for_does_not_read_as_some_time_between(client: Client) -> None:
    observation = make_observation(period="2019-04/2019-06")
    observation.citations.create(source=make_source(), locator="paragraph 9")
    assert "April to June 2019" in client.get(observation.measure.get_absolute_url()).content.decode()
