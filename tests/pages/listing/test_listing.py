from datetime import date

import pytest
from django.http import QueryDict

from powys_oversight.pages.display.cited_sources import by_source
from powys_oversight.pages.display.entries import Entry
from powys_oversight.pages.listing import paging, structure
from powys_oversight.pages.listing.listing import build_listing
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Event
from tests.factories import cite, make_board, make_inspection, make_milestone, make_source

pytestmark = pytest.mark.django_db


def build(query: str = "", page: str = "") -> structure.Listing:
    return build_listing(TimelineFilter.from_query(QueryDict(query)), page)


def entries(listed: structure.Listing) -> list[Entry]:
    return listed.entries


def headings(listed: structure.Listing) -> list[str]:
    return [section.heading for year in listed.years for section in year.sections]


def page_of(query: str) -> str:
    return QueryDict(query)["page"]


def test_entries_stand_under_their_year_and_month() -> None:
    make_milestone(occurred="2017-10-17")
    make_milestone(occurred="2018-01")
    listed = build()
    assert [(year.number, year.events) for year in listed.years] == [(2017, 1), (2018, 1)]
    assert headings(listed) == ["October 2017", "January 2018"]


@pytest.mark.parametrize(
    ("occurred", "heading"),
    [
        pytest.param("2018", "2018, month not stated", id="a year alone"),
        pytest.param("2018-22", "Summer 2018, month not stated", id="a season"),
        pytest.param("2018-04-30/2018-05-06", "April 2018", id="a week across two months"),
        pytest.param("../2018-10-18", "By 18 October 2018", id="an open start"),
        pytest.param("2017-07/..", "On or after July 2017", id="an open end"),
        pytest.param("2017-05/2017-10-17", "Between May and 17 October 2017", id="a span over months"),
        pytest.param("2018-04-16/2018-04-30", "April 2018", id="a span within a month"),
        pytest.param("2017-07~", "July 2017", id="about a month"),
    ],
)
def test_an_imprecise_date_stands_under_a_heading_that_claims_no_more(occurred: str, heading: str) -> None:
    make_milestone(occurred=occurred)
    assert headings(build()) == [heading]


def test_events_of_one_date_are_one_cluster_in_their_stated_order() -> None:
    make_milestone(occurred="2017-10-17", order=2, slug="notice")
    make_milestone(occurred="2017-10-17", order=1, slug="report")
    make_milestone(occurred="2017-10-19", slug="meeting")
    (section,) = build().years[0].sections
    assert [[entry.event.slug for entry in cluster] for cluster in section.clusters] == [
        ["report", "notice"],
        ["meeting"],
    ]


def test_a_state_is_listed_where_it_began_and_again_where_it_ended() -> None:
    make_board(slug="board", occurred="2018-03", ended="2020-11-02")
    assert [entry.anchor for entry in entries(build())] == ["e-board", "e-board-end"]


def test_a_state_with_no_stated_end_has_no_entry_for_it() -> None:
    make_board(occurred="2018-03")
    assert [entry.is_end for entry in entries(build())] == [False]


def test_fieldwork_over_some_days_is_one_entry_with_both() -> None:
    make_inspection(occurred="2020-09-14", ended="2020-09-18")
    (entry,) = entries(build())
    assert entry.when == "14 to 18 September 2020"
    assert entry.machine_date == ""


def test_an_end_comes_after_what_happened_that_day() -> None:
    make_board(slug="board", occurred="2018-03", ended="2020-11-02")
    make_milestone(slug="statement", occurred="2020-11-02")
    assert [entry.anchor for entry in entries(build())] == ["e-board", "e-statement", "e-board-end"]


@pytest.mark.parametrize(
    ("ended", "query", "is_listed"),
    [
        ("2020-11-02", "to=2018", False),
        ("2020-11-02", "to=2020-11-01", False),
        ("2020-11-02", "to=2020-11-02", True),
        ("2020-11-02", "from=2019", True),
        ("../2020-11-02", "to=2018", True),
    ],
)
def test_an_end_outside_the_dates_asked_for_is_not_listed(ended: str, query: str, is_listed: bool) -> None:
    make_board(occurred="2018-03", ended=ended)
    assert any(entry.is_end for entry in entries(build(query))) is is_listed


def test_newest_first_turns_the_whole_page_round() -> None:
    make_board(occurred="2018-03", ended="2020-11-02")
    make_milestone(occurred="2019")
    make_milestone(occurred="2019-01-09")
    oldest = [entry.anchor for entry in entries(build())]
    assert [entry.anchor for entry in entries(build("order=newest"))] == oldest[::-1]


def test_a_split_month_keeps_its_anchors_apart() -> None:
    make_milestone(occurred="2018-01-01")
    make_milestone(occurred="2018")
    make_milestone(occurred="2018-01-15")
    anchors = [section.anchor for year in build().years for section in year.sections]
    assert anchors == ["m2018-01", "m2018-undated", "m2018-01-2"]
    assert headings(build())[-1] == "January 2018, continued"


def test_citations_of_one_source_are_gathered_with_their_paragraphs_in_order() -> None:
    source = make_source()
    event = make_milestone(cited_in=[])
    for locator in ("paragraph 10", "paragraph 2", "heading"):
        cite(event, source, locator)
    (cited,) = by_source(event.citations.all())
    assert cited.places == "paragraphs 2 and 10, heading"


def test_paragraphs_are_listed_once_the_word_is_said() -> None:
    source = make_source()
    event = make_milestone(cited_in=[])
    for locator in ("paragraph 10", "paragraph 2", "paragraph 5"):
        cite(event, source, locator)
    assert by_source(event.citations.all())[0].places == "paragraphs 2, 5 and 10"


@pytest.fixture
def four_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "EVENTS_ON_A_PAGE", 4)


@pytest.mark.parametrize("order", ["", "order=newest"])
@pytest.mark.usefixtures("four_a_page")
def test_pages_hold_every_entry_once_and_in_order(order: str) -> None:
    for month in range(1, 12):
        make_milestone(occurred=f"2018-{month:02}-15")
    for day in (15, 15, 15, 15, 15):
        make_milestone(occurred=f"2018-06-{day}")
    make_board(occurred="1999-01-01", ended="2018-06-15")
    make_board(occurred="2018-02-03", ended="2020")
    whole = [entry.place for entry in entries_of_all_pages(order)]
    assert whole == sorted(whole, reverse=bool(order))
    assert len(set(whole)) == len(whole) == 11 + 5 + 4


def entries_of_all_pages(order: str) -> list[Entry]:
    found: list[Entry] = []
    page = ""
    while True:
        listed = build(order, page)
        found += entries(listed)
        if not listed.next_query:
            return found
        page = page_of(listed.next_query)


@pytest.mark.parametrize("order", ["", "order=newest"])
@pytest.mark.usefixtures("four_a_page")
def test_the_page_before_is_the_page_one_came_from(order: str) -> None:
    for day in range(1, 13):
        make_milestone(occurred=f"2018-06-{day:02}")
    first = build(order)
    second = build(order, page_of(first.next_query))
    third = build(order, page_of(second.next_query))
    back = build(order, page_of(third.previous_query))
    assert entries(back) == entries(second)
    assert first.previous_query == ""


@pytest.mark.parametrize("order", ["", "order=newest"])
@pytest.mark.usefixtures("four_a_page")
def test_a_year_on_another_page_is_linked_to_the_page_it_begins(order: str) -> None:
    for year in (2017, 2018, 2019):
        for day in range(1, 5):
            make_milestone(occurred=f"{year}-06-{day:02}")
    link = next(link for link in build(order).year_links if link.number == 2018)
    assert link.events == 4
    assert build(order, page_of(link.href.removeprefix("?"))).years[0].number == 2018


@pytest.mark.parametrize("page", ["-1", "0x1", "banana", "1e9", "9" * 30, "\x00", "1 OR 1=1", "١"])
def test_a_page_that_is_none_is_named_and_the_first_is_shown(page: str) -> None:
    make_milestone()
    listed = build("", page)
    assert listed.on_page == 1
    assert "There is no page" in listed.problems[0].message


def test_a_page_past_the_end_is_empty_and_not_an_error() -> None:
    make_board(occurred="2018", ended="2020")
    listed = build("", str(2**64 - 1))
    assert (entries(listed), listed.problems) == ([], [])


@pytest.mark.usefixtures("four_a_page")
def test_a_year_that_is_gone_to_shows_the_ends_before_its_first_event() -> None:
    make_board(slug="board", occurred="2016", ended="2018-01-01")
    for year in (2017, 2018, 2019):
        for day in range(1, 5):
            make_milestone(occurred=f"{year}-06-{day:02}")
    link = next(link for link in build().year_links if link.number == 2018)
    there = build("", page_of(link.href.removeprefix("?")))
    assert "e-board-end" in [entry.anchor for entry in entries(there)]


def silences(listed: structure.Listing) -> list[str]:
    return [
        section.quiet_before for year in listed.years for section in year.sections if section.quiet_before
    ]


@pytest.mark.parametrize("order", ["", "order=newest"])
def test_months_without_an_event_are_said(order: str) -> None:
    make_milestone(occurred="2018-10-18")
    make_milestone(occurred="2019-01-09")
    make_milestone(occurred="2020-03")
    assert silences(build(order)) == [
        "No published event found from February 2019 to February 2020: 13 months."
    ]


def test_a_silence_under_a_filter_is_the_filters() -> None:
    make_milestone(occurred="2018-01")
    make_milestone(occurred="2018-06")
    assert silences(build("kind=milestone")) == [
        "No event found by these filters from February 2018 to May 2018: 4 months."
    ]


@pytest.mark.parametrize("between", ["2018", "2018-02/2018-05-31"])
def test_a_date_that_may_fall_in_the_gap_breaks_the_silence(between: str) -> None:
    make_milestone(occurred="2018-01-01")
    make_milestone(occurred=between)
    make_milestone(occurred="2018-07")
    assert silences(build()) == []


def test_two_months_without_an_event_are_no_silence() -> None:
    make_milestone(occurred="2018-01")
    make_milestone(occurred="2018-04")
    assert silences(build()) == []


def test_a_citation_leads_to_its_paragraph() -> None:
    source = make_source(slug="bbc")
    event = make_milestone(cited_in=[])
    cite(event, source, "paragraph 4")
    assert by_source(event.citations.all())[0].href == "/sources/bbc/#paragraph-4"


def test_a_date_given_with_a_reserve_has_no_solid_mark() -> None:
    event = Event.objects.get(pk=make_milestone(occurred="2018-04-16~").pk)
    assert Entry(event).mark == "about"


def test_an_entry_sorts_on_the_last_day_where_the_start_is_open() -> None:
    event = Event.objects.get(pk=make_milestone(occurred="../2018-10-18").pk)
    assert Entry(event).sorts_on == date(2018, 10, 18)


def test_each_year_knows_the_headings_above_and_below_it() -> None:
    for year in ("2016", "2018", "2019"):
        make_milestone(occurred=year)
    steps = [(year.above, year.number, year.below) for year in build().years]
    assert steps == [(None, 2016, 2018), (2016, 2018, 2019), (2018, 2019, None)]
    steps = [(year.above, year.number, year.below) for year in build("order=newest").years]
    assert steps == [(None, 2019, 2018), (2019, 2018, 2016), (2018, 2016, None)]


def anchors(listed: structure.Listing) -> set[str]:
    years = {year.anchor for year in listed.years}
    return years | {s.anchor for y in listed.years for s in y.sections} | {e.anchor for e in listed.entries}


@pytest.mark.parametrize(
    "added", ["2016", "2018", "2018-01", "2018-01-01", "2018-22", "../2018-02-01", "2019"]
)
def test_no_anchor_moves_when_an_event_is_added(added: str) -> None:
    for occurred in ("2018", "2018-01-15", "2018-01", "2018-22", "2019-03"):
        make_milestone(occurred=occurred)
    before = anchors(build())
    make_milestone(occurred=added)
    assert before <= anchors(build())


def test_events_of_one_day_stand_together_under_their_date() -> None:
    for _number in range(3):
        make_milestone(occurred="2017-10-17")
    make_milestone(occurred="2017-10-18")
    (year,) = build().years
    assert [len(cluster) for cluster in year.sections[0].clusters] == [3, 1]
