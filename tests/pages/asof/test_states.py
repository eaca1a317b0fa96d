"""Where services stood, from rows to sentences."""

from datetime import date
from typing import Any

import pytest
from django.utils.html import strip_tags

from powys_oversight.pages.asof import groups, intervals
from powys_oversight.pages.asof.intervals import IntervalStatus
from powys_oversight.timeline.models import Service
from tests.factories import (
    cite,
    make_board,
    make_milestone,
    make_office,
    make_relation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

JULY = date(2018, 7, 1)


@pytest.fixture
def service() -> Service:
    make_milestone(occurred="2017-01-01")  # where the record begins
    return make_service(slug="adult-services")


def stood(day: date, *, known_then: bool = False) -> groups.ServiceStatus:
    record = groups.load()
    assert record
    statuses = intervals.statuses_on(record.items, day, known_then=known_then)
    return groups.service_status(Service.objects.get(slug="adult-services"), statuses)


def said(day: date, **how: Any) -> list[str]:
    return [strip_tags(each.text) for each in stood(day, **how).sentences]


def phrases(day: date, **how: Any) -> list[str]:
    return [line.phrase for part in stood(day, **how).parts for line in part.lines]


@pytest.mark.parametrize(
    ("occurred", "ended", "sentence"),
    [
        ("2018-03", "", "Begun, with no end stated: A board (March 2018)."),
        ("2018-03", "2019-01-05", "In place: A board (March 2018)."),
        ("2018-03", "2018-06-30", "Ended: A board (30 June 2018)."),
        ("2018-03", "2018", "May still have been in place: A board (ended 2018)."),
        ("2018", "", "May have been in place: A board (2018)."),
        ("../2018-10-18", "", "May have been in place: A board (by 18 October 2018)."),
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


def test_all_that_stood_alike_is_told_in_one_sentence_and_of_the_ended_the_last(service: Service) -> None:
    make_board(title="The first board", occurred="2017-02", ended="2017-06-30", services=[service])
    make_board(title="The old board", occurred="2017-03", ended="2018-06-30", services=[service])
    make_board(title="The new board", occurred="2018-02", services=[service])
    make_board(title="Another board", occurred="2018-03", services=[service])
    assert said(JULY) == [
        "Begun, with no end stated: The new board (February 2018); Another board (March 2018).",
        "Ended: The old board (30 June 2018).",
    ]


def test_of_very_many_the_last_are_named_and_the_others_counted(service: Service) -> None:
    for number in range(11):
        make_board(title=f"Board {number}", occurred=f"2018-02-{number + 1:02}", services=[service])
    (sentence,) = said(JULY)
    assert sentence.endswith("Board 10 (11 February 2018); 3 more.")
    assert "Board 2 " not in sentence


def test_what_replaced_a_state_is_named(service: Service) -> None:
    old = make_board(title="The old board", occurred="2017-03", services=[service])
    new = make_board(title="The new board", occurred="2018-02-01", services=[service])
    make_relation(from_event=new, kind="replaces", to_event=old)
    assert said(JULY) == [
        "Begun, with no end stated: The old board (March 2017; since replaced); "
        "The new board (1 February 2018)."
    ]
    assert "replaced by “The new board” (1 February 2018)" in strip_tags(phrases(JULY)[0])
    assert "replaced" not in phrases(date(2018, 1, 31))[0]


def test_by_the_day_that_bounds_an_end_it_had_ended(service: Service) -> None:
    make_board(title="A board", occurred="2018-01-01", ended="../2018-07-01", services=[service])
    assert said(JULY) == ["Ended: A board (by 1 July 2018)."]
    assert said(date(2018, 6, 30)) == ["May still have been in place: A board (ended by 1 July 2018)."]
    assert said(date(2018, 1, 1)) == ["In place: A board (1 January 2018)."]


@pytest.mark.parametrize("occurred", ["2018-03~", "2018-03?", "2018-03%"])
def test_a_date_with_a_reserve_is_never_certain(service: Service, occurred: str) -> None:
    make_board(occurred=occurred, services=[service])
    assert said(JULY)[0].startswith("May have been in place:")


def test_a_sentence_rests_on_the_first_of_its_sources(service: Service) -> None:
    board = make_board(
        services=[service], cited_in=[make_source(slug="press", tier=3), make_source(slug="first", tier=1)]
    )
    (one,) = stood(JULY).sentences
    assert [cited.source.slug for cited in one.sources] == ["first"]
    assert board.get_absolute_url() in one.text


def test_what_an_editor_types_stays_text(service: Service) -> None:
    make_board(title="<b>Board</b> {began}", services=[service])
    assert "&lt;b&gt;Board&lt;/b&gt; {began}" in stood(JULY).sentences[0].text


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
        board = make_board(occurred="2018-03", ended="2018-06-30", services=[service], cited_in=[early])
        cite(board, late, tells_of="ended")
        assert phrases(JULY, known_then=True) == ["Begun: March 2018. No end had been published by then."]
        assert said(JULY, known_then=True)[0].startswith("Begun, with no end published by then:")
        assert phrases(date(2019, 6, 1), known_then=True) == []

    def test_the_source_of_an_end_is_one_that_tells_of_it(self, service: Service) -> None:
        seen, ended = make_source(published="2018-05-01", tier=1), make_source(published="2019-01-09", tier=3)
        board = make_board(occurred="2017-11", ended="2018-06-30", services=[service], cited_in=[seen])
        cite(board, ended, tells_of="ended")
        (sentence,) = stood(date(2019, 2, 1)).sentences
        assert [cited.source for cited in sentence.sources] == [ended]

    def test_a_source_that_shows_it_still_in_place_does_not_tell_of_its_end(self, service: Service) -> None:
        seen, ended = make_source(published="2018-05-01"), make_source(published="2019-01-09")
        board = make_board(
            occurred="2017-11", ended="2018-05-01/2019-01-09", services=[service], cited_in=[seen]
        )
        cite(board, ended, tells_of="ended")
        assert phrases(date(2018, 9, 1), known_then=True)[0].endswith("No end had been published by then.")

    def test_a_replacement_is_named_once_a_source_tells_of_it(self, service: Service) -> None:
        old = make_board(title="The old board", occurred="2017-03", services=[service])
        new = make_board(title="The new board", occurred="2018-02-01", services=[service])
        make_relation(from_event=new, kind="replaces", to_event=old)  # told of on 16 April 2018
        cite(old, make_source(published="2017-03-31"))
        assert "replaced" not in phrases(date(2018, 4, 15), known_then=True)[0]
        assert "replaced" in phrases(date(2018, 4, 16), known_then=True)[0]

    def test_a_source_that_only_announces_a_state_makes_no_more_than_that_known(
        self, service: Service
    ) -> None:
        early, late = make_source(published="2018-02-14"), make_source(published="2018-04-16")
        board = make_board(title="A board", occurred="2018-03", services=[service], cited_in=[late])
        cite(board, early, tells_of="announced")
        announced = "Announced, and not yet said to have begun: A board (March 2018)."
        assert said(date(2018, 2, 13), known_then=True) == []
        assert said(date(2018, 2, 14), known_then=True) == [announced]
        assert said(date(2018, 4, 15), known_then=True) == [announced]
        assert said(date(2018, 4, 16), known_then=True)[0].startswith("Begun, with no end stated: A board")

    def test_a_citation_that_does_not_say_what_it_tells_of_tells_what_had_happened(
        self, service: Service
    ) -> None:
        early, late = make_source(published="2018-02-14"), make_source(published="2018-04-16")
        board = make_board(occurred="2018-03", services=[service], cited_in=[])
        for source in (early, late):
            cite(board, source, tells_of="")
        assert said(date(2018, 4, 15), known_then=True) == []
        assert said(date(2018, 4, 16), known_then=True) != []

    def test_sources_that_came_later_are_not_shown(self, service: Service) -> None:
        board = make_board(occurred="2018-03", services=[service], cited_in=[make_source(slug="early")])
        cite(board, make_source(slug="late", published="2019"))
        (part,) = stood(JULY, known_then=True).parts
        assert [cited.source.slug for cited in part.lines[0].sources] == ["early"]
        (part,) = stood(JULY).parts
        assert {cited.source.slug for cited in part.lines[0].sources} == {"early", "late"}


class TestOffices:
    def standings(self, day: date) -> list[IntervalStatus]:
        record = groups.load(["offices"])
        assert record
        return [status.interval_status for status in intervals.statuses_on(record.items, day)]

    @pytest.mark.parametrize(
        ("began", "ended", "expected"),
        [
            ("2018-04-01", "", IntervalStatus.NO_END_STATED),
            ("", "2018-09-30", IntervalStatus.MAY_HAVE_BEGUN),
            ("2018-04-01", "2018-06-01", IntervalStatus.OVER),
            ("2018-04-01", "2018-09-30", IntervalStatus.ONGOING),
            ("../2018-07-01", "../2018-11-21", IntervalStatus.ONGOING),
            ("../2018-06-30", "../2018-11-21", IntervalStatus.MAY_HAVE_ENDED),
        ],
    )
    def test_an_office_is_held_as_surely_as_its_dates_allow(
        self, service: Service, began: str, ended: str, expected: IntervalStatus
    ) -> None:
        make_office(began=began, ended=ended)
        assert self.standings(JULY) == [expected]

    def test_one_left_before_the_record_begins_is_over(self, service: Service) -> None:
        make_office(began="", ended="2015-06-01")
        assert self.standings(JULY) == [IntervalStatus.OVER]


def test_without_anything_published_there_is_no_record() -> None:
    make_board(status="draft")
    assert groups.load() is None


def test_a_status_that_a_group_has_no_words_for_is_an_error_and_no_blank_sentence() -> None:
    make_board(occurred="2018-01-01")
    record = groups.load()
    assert record
    [status] = intervals.statuses_on(record.items, JULY)
    with pytest.raises(KeyError, match="no_end_stated"):
        groups.Wording(ongoing="In place.").of(status)
