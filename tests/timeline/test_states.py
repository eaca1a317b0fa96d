"""Where services stood, from rows to sentences."""

from datetime import date
from typing import Any

import pytest
from django.utils.html import strip_tags

from powys_oversight.timeline import asof, standing
from powys_oversight.timeline.asof import Standing
from powys_oversight.timeline.models import Service
from tests.factories import cite, make_board, make_milestone, make_office, make_service, make_source

pytestmark = pytest.mark.django_db

JULY = date(2018, 7, 1)


@pytest.fixture
def service() -> Service:
    make_milestone(occurred="2017-01-01")  # where the record begins
    return make_service(slug="adult-services")


def stood(day: date, *, known_then: bool = False) -> standing.Stood:
    record = standing.load()
    assert record
    stands = asof.picture(record.held, day, known_then=known_then)
    return standing.of_service(Service.objects.get(slug="adult-services"), stands)


def said(day: date, **how: Any) -> list[str]:
    return [strip_tags(each.sentence) for each in stood(day, **how).said]


def phrases(day: date, **how: Any) -> list[str]:
    return [line.phrase for part in stood(day, **how).parts for line in part.lines]


@pytest.mark.parametrize(
    ("occurred", "ended", "sentence"),
    [
        ("2018-03", "", "A board: begun (March 2018), and no source states an end."),
        ("2018-03", "2019-01-05", "A board: in place (began: March 2018)."),
        ("2018-03", "2018-06-30", "A board: over (ended: 30 June 2018)."),
        ("2018-03", "2018", "A board: may still have been in place (ended: 2018)."),
        ("2018", "", "A board: may have been in place (began: 2018)."),
        ("../2018-10-18", "", "A board: may have been in place (began: by 18 October 2018)."),
    ],
)
def test_a_state_is_said_as_surely_as_its_dates_allow(
    service: Service, occurred: str, ended: str, sentence: str
) -> None:
    make_board(title="A board", occurred=occurred, ended=ended, services=[service])
    assert said(JULY) == [sentence]


def test_nothing_is_said_of_what_had_not_begun(service: Service) -> None:
    make_board(occurred="2019", services=[service])
    assert said(JULY) == []


def test_nothing_is_said_of_another_service(service: Service) -> None:
    make_board(occurred="2018-01", services=[make_service()])
    assert said(JULY) == []


def test_of_several_of_a_kind_the_one_with_the_last_news_is_told(service: Service) -> None:
    make_board(title="The old board", occurred="2017-03", ended="2018-06-30", services=[service])
    make_board(title="The new board", occurred="2018-02", services=[service])
    assert said(JULY) == ["The old board: over (ended: 30 June 2018)."]
    assert said(date(2018, 3, 1)) == ["The new board: begun (February 2018), and no source states an end."]


def test_a_sentence_rests_on_the_first_of_its_sources(service: Service) -> None:
    board = make_board(
        services=[service], cited_in=[make_source(slug="press", tier=3), make_source(slug="first", tier=1)]
    )
    (one,) = stood(JULY).said
    assert [cited.source.slug for cited in one.sources] == ["first"]
    assert board.get_absolute_url() in one.sentence


def test_what_an_editor_types_stays_text(service: Service) -> None:
    make_board(title="<b>Board</b> {began}", services=[service])
    assert "&lt;b&gt;Board&lt;/b&gt; {began}" in stood(JULY).said[0].sentence


def test_an_open_start_reaches_no_further_back_than_the_record(service: Service) -> None:
    make_board(occurred="../2018-10-18", services=[service])
    assert said(date(2016, 12, 31)) == []
    assert said(date(2017, 1, 1)) != []


class TestKnownThen:
    def test_a_state_is_left_out_until_a_source_tells_of_it(self, service: Service) -> None:
        make_board(occurred="2018-03", services=[service], cited_in=[make_source(published="2018-09-01")])
        assert said(JULY, known_then=True) == []
        assert said(date(2018, 9, 1), known_then=True) != []

    def test_a_source_published_some_time_in_a_month_counts_from_its_last_day(self, service: Service) -> None:
        make_board(occurred="2018-03", services=[service], cited_in=[make_source(published="2018-07")])
        assert said(date(2018, 7, 30), known_then=True) == []
        assert said(date(2018, 7, 31), known_then=True) != []

    def test_a_source_without_a_date_never_counts(self, service: Service) -> None:
        make_board(occurred="2018-03", services=[service], cited_in=[make_source(published="")])
        assert said(date(2299, 1, 1), known_then=True) == []

    def test_an_end_that_had_not_been_published_is_not_told(self, service: Service) -> None:
        early, late = make_source(published="2018-03-05"), make_source(published="2019-06-01")
        make_board(occurred="2018-03", ended="2018-06-30", services=[service], cited_in=[early, late])
        assert phrases(JULY, known_then=True) == ["Begun: March 2018. No end had been published by then."]
        assert phrases(date(2019, 6, 1), known_then=True) == []

    def test_sources_that_came_later_are_not_shown(self, service: Service) -> None:
        board = make_board(occurred="2018-03", services=[service], cited_in=[make_source(slug="early")])
        cite(board, make_source(slug="late", published="2019"))
        (part,) = stood(JULY, known_then=True).parts
        assert [cited.source.slug for cited in part.lines[0].sources] == ["early"]
        (part,) = stood(JULY).parts
        assert {cited.source.slug for cited in part.lines[0].sources} == {"early", "late"}


class TestOffices:
    def standings(self, day: date) -> list[Standing]:
        record = standing.load(["offices"])
        assert record
        return [stand.standing for stand in asof.picture(record.held, day)]

    @pytest.mark.parametrize(
        ("began", "ended", "expected"),
        [
            ("2018-04-01", "", Standing.NO_END_STATED),
            ("", "2018-09-30", Standing.MAY_HAVE_BEGUN),
            ("2018-04-01", "2018-06-01", Standing.OVER),
            ("2018-04-01", "2018-09-30", Standing.ONGOING),
        ],
    )
    def test_an_office_is_held_as_surely_as_its_dates_allow(
        self, service: Service, began: str, ended: str, expected: Standing
    ) -> None:
        make_office(began=began, ended=ended)
        assert self.standings(JULY) == [expected]

    def test_one_left_before_the_record_begins_is_over(self, service: Service) -> None:
        make_office(began="", ended="2015-06-01")
        assert self.standings(JULY) == [Standing.OVER]


def test_without_anything_published_there_is_no_record() -> None:
    make_board(status="draft")
    assert standing.load() is None
