"""Pages of a day. Any day is answered, and so is what is not one."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.factories import (
    make_board,
    make_finding,
    make_inspection,
    make_milestone,
    make_notice,
    make_office,
    make_organisation,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_record() -> Any:
    service = make_service(slug="adult-services", name="Adult services")
    make_milestone(occurred="2017-05-01", title="It begins", services=[service])
    make_notice(slug="notice", title="The Notice", occurred="2018-01-15", services=[service])
    make_milestone(occurred="2020-12-31", title="It stops", services=[service])
    return service


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(strip_tags(answer.content.decode()).split())


NOT_ONE_DAY = [
    "about 1 February 2018",
    "banana",
    "17/10/2017",
    "2018-02-29",
    "2018-13-01",
    "2018-02",
    "2018",
    "summer 2018",
    "9999-01-01",
]
ANY_DAY = ["1700-01-01", "2017-05-01", "2018-01-15", "2020-02-29", "2020-12-31", "2026-11-22", "2299-12-31"]


class TestAsOf:
    @pytest.mark.parametrize("day", ANY_DAY)
    @pytest.mark.parametrize("known", ["", "?known=then", "?known=now"])
    @pytest.mark.usefixtures("small_record")
    def test_any_day_is_answered(self, client: Client, day: str, known: str) -> None:
        assert "Where each service stood on" in text_of(client, f"/as-of/{day}/{known}")

    @pytest.mark.parametrize(
        ("typed", "canonical"),
        [
            ("1 February 2018", "/as-of/2018-02-01/"),
            ("1 feb 2018", "/as-of/2018-02-01/"),
            (" 2018-02-01 ", "/as-of/2018-02-01/"),
        ],
    )
    @pytest.mark.usefixtures("small_record")
    def test_a_day_written_otherwise_leads_to_its_one_address(
        self, client: Client, typed: str, canonical: str
    ) -> None:
        assert client.get(f"/as-of/{typed}/").headers["Location"] == canonical
        assert client.get("/as-of/", {"date": typed}).headers["Location"] == canonical

    @pytest.mark.parametrize("typed", NOT_ONE_DAY)
    @pytest.mark.usefixtures("small_record")
    def test_an_address_that_is_not_of_one_day_helps_to_a_day(self, client: Client, typed: str) -> None:
        assert "That day could not be read" in text_of(client, f"/as-of/{typed}/", 404)

    @pytest.mark.parametrize("typed", [*NOT_ONE_DAY, "01/02/2018"])
    @pytest.mark.usefixtures("small_record")
    def test_what_is_typed_and_is_not_one_day_is_kept_for_mending(self, client: Client, typed: str) -> None:
        answer = client.get("/as-of/", {"date": typed})
        assert answer.status_code == 200
        assert "That day could not be read" in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()

    @pytest.mark.usefixtures("small_record")
    def test_the_day_is_named_in_a_banner_with_one_way_back(self, client: Client) -> None:
        html = client.get("/as-of/2018-02-01/").content.decode()
        assert html.count('class="banner"') == 1
        assert "The record as at 1 February 2018." in html
        assert "Go to the full record" in html

    @pytest.mark.usefixtures("small_record")
    def test_before_the_record_it_says_that_it_holds_nothing(self, client: Client) -> None:
        text = text_of(client, "/as-of/2016-01-01/")
        assert "before the record begins, on 1 May 2017" in text
        assert "Nothing is recorded that stood on that day." in text

    @pytest.mark.usefixtures("small_record")
    def test_after_the_record_it_says_how_far_that_reaches(self, client: Client) -> None:
        assert "reaches to 31 December 2020" in text_of(client, "/as-of/2026-11-22/")

    @pytest.mark.usefixtures("small_record")
    def test_the_nearest_changes_are_links_that_keep_what_was_asked(self, client: Client) -> None:
        html = client.get("/as-of/2018-01-01/?known=now").content.decode()
        assert 'href="/as-of/2018-01-15/" rel="next"' in html
        html = client.get("/as-of/2018-01-15/?known=then").content.decode()
        assert 'href="/as-of/2018-04-16/?known=then" rel="next"' in html
        assert "first told of" not in html, "what was not yet known is not told beforehand"

    @pytest.mark.usefixtures("small_record")
    def test_known_then_leaves_out_what_was_not_published(self, client: Client) -> None:
        assert "The Notice" in text_of(client, "/as-of/2018-02-01/")
        then = text_of(client, "/as-of/2018-02-01/?known=then")
        assert "Nothing that stood on that day had been told of" in then
        assert "with only what had been published by then" in then

    @pytest.mark.usefixtures("small_record")
    def test_an_unknown_way_of_knowing_is_named_and_the_page_stands(self, client: Client) -> None:
        text = text_of(client, "/as-of/2018-02-01/?known=perhaps")
        assert "“perhaps” is neither: use then or now." in text
        assert "The Notice" in text

    def test_it_shows_what_was_in_place_inspected_required_and_who_held_office(self, client: Client) -> None:
        service = make_service(slug="adult-services")
        make_milestone(occurred="2017-01-01", services=[service])
        make_board(title="A board", occurred="2018-01", services=[service])
        visit = make_inspection(title="A visit", occurred="2018-01", services=[service])
        make_finding(event=visit)
        notice = make_notice(occurred="2018-01", services=[service])
        make_required_action(summary="Make a plan.", event=notice)
        make_office(role="Leader of the council", began="2017-05")
        text = text_of(client, "/as-of/2018-02-28/")
        for expected in ("A board", "A visit", "Make a plan.", "Leader of the council"):
            assert expected in text

    @pytest.mark.usefixtures("small_record")
    def test_later_events_are_counted_and_not_told(self, client: Client) -> None:
        text = text_of(client, "/as-of/2018-02-01/")
        assert "2 events of the record had happened by then, or may have." in text
        assert "1 came later" in text
        assert "It stops" not in text

    def test_an_empty_record_says_so(self, client: Client) -> None:
        assert "Nothing has been published yet" in text_of(client, "/as-of/2018-02-01/")

    @pytest.mark.parametrize("value", ["\x00", "%00", "<script>", "‮", "9" * 4000])
    @pytest.mark.usefixtures("small_record")
    def test_a_hostile_day_is_no_error_of_ours(self, client: Client, value: str) -> None:
        assert client.get("/as-of/", {"date": value, "against": value, "known": value}).status_code == 200
        answer = client.get(f"/as-of/{value.replace(chr(0), '%00')}/")
        assert answer.status_code == 404
        assert b"<script>" not in answer.content


class TestEveryTurningDay:
    @pytest.mark.usefixtures("small_record")
    def test_the_days_on_which_something_changed_are_listed_by_year(self, client: Client) -> None:
        html = client.get("/as-of/").content.decode()
        assert 'id="y2018"' in html
        assert 'href="/as-of/2018-01-15/"' in html


class TestCompare:
    @pytest.mark.usefixtures("small_record")
    def test_it_says_what_began_and_what_is_over(self, client: Client) -> None:
        make_board(title="A board", occurred="2018-01-01", ended="2019-01-01")
        text = text_of(client, "/as-of/2018-01-10/2020-01-01/")
        assert "2 things had changed" in text
        assert "The Notice: begun; no end is stated." in text
        assert "A board: over." in text

    @pytest.mark.usefixtures("small_record")
    def test_the_earlier_day_comes_first_however_they_are_given(self, client: Client) -> None:
        answer = client.get("/as-of/2020-01-01/2018-01-10/")
        assert answer.headers["Location"] == "/as-of/2018-01-10/2020-01-01/"
        answer = client.get("/as-of/", {"date": "2020-01-01", "against": "10 January 2018"})
        assert answer.headers["Location"] == "/as-of/2018-01-10/2020-01-01/"

    @pytest.mark.usefixtures("small_record")
    def test_a_day_beside_itself_has_nothing_otherwise(self, client: Client) -> None:
        assert "0 things had changed" in text_of(client, "/as-of/2018-01-10/2018-01-10/")

    def test_what_had_begun_and_was_told_of_only_then_is_not_said_to_begin(
        self, client: Client, small_record: Any
    ) -> None:
        text = text_of(client, "/as-of/2018-02-01/2018-05-01/?known=then")
        assert "First told of in between" in text
        assert "First told of in what was published: The Notice" in text

    @pytest.mark.usefixtures("small_record")
    def test_a_second_day_that_cannot_be_read_is_named(self, client: Client) -> None:
        assert "That day could not be read" in text_of(client, "/as-of/2018-01-10/banana/", 404)

    def test_an_empty_record_says_so(self, client: Client) -> None:
        assert "Nothing has been published yet" in text_of(client, "/as-of/2018-01-10/2019-01-10/")


class TestBriefing:
    ADDRESS = "/services/adult-services/briefing/"

    @pytest.mark.usefixtures("small_record")
    def test_it_tells_what_has_come_since(self, client: Client) -> None:
        text = text_of(client, f"{self.ADDRESS}?since=2018-01-01")
        assert "What has come since 1 January 2018, up to 31 December 2020" in text
        assert "1 thing has changed since 1 January 2018" in text
        assert "It stops" in text
        assert "It begins" not in text

    @pytest.mark.usefixtures("small_record")
    def test_what_had_happened_by_the_day_itself_is_not_since(self, client: Client) -> None:
        assert "0 events since" in text_of(client, f"{self.ADDRESS}?since=2020-12-31")

    @pytest.mark.usefixtures("small_record")
    def test_a_day_after_the_record_ends_has_nothing_since(self, client: Client) -> None:
        text = text_of(client, f"{self.ADDRESS}?since=2030-01-01")
        assert "The record’s events end on 31 December 2020: it holds nothing since." in text
        assert "0 things have changed" in text

    @pytest.mark.usefixtures("small_record")
    def test_without_a_day_it_is_the_last_year_of_the_record(self, client: Client) -> None:
        assert "since 1 January 2020" in text_of(client, self.ADDRESS)

    @pytest.mark.usefixtures("small_record")
    def test_a_day_that_cannot_be_read_is_named_beside_its_field(self, client: Client) -> None:
        html = client.get(f"{self.ADDRESS}?since=banana").content.decode()
        assert 'id="problem-since"' in html
        assert "<title>Error:" in html

    def test_requirements_and_findings_without_an_answer_are_in_it(
        self, client: Client, small_record: Any
    ) -> None:
        make_required_action(summary="Make a plan.", event=make_notice(services=[small_record]))
        visit = make_inspection(services=[small_record])
        judge = make_organisation(voice="inspectorate")
        open_one = make_finding(event=visit, summary="Nobody took this up.", stated_by=judge)
        answered = make_finding(event=visit, summary="This was taken up.", stated_by=judge)
        council = make_organisation(voice="council")
        make_finding(event=visit, summary="The council admits it.", stated_by=council)
        later = make_inspection(occurred="2019", services=[small_record])
        make_finding(event=later, summary="Better now.", verdict="improvement").follows_up.add(answered)
        hidden = make_inspection(occurred="2019", status="draft", services=[small_record])
        make_finding(event=hidden, summary="Not published.").follows_up.add(open_one)
        text = text_of(client, f"{self.ADDRESS}?since=2018")
        assert "Make a plan." in text
        assert "1 judgement that asked for action, with no later finding on it" in text
        assert "Nobody took this up." in text
        assert "Not published." not in text
        assert "The council admits it." not in text

    def test_the_last_judgement_of_each_theme_is_the_inspectorates(
        self, client: Client, small_record: Any
    ) -> None:
        ciw = make_organisation(name="Care Inspectorate Wales", abbreviation="CIW", voice="inspectorate")
        council = make_organisation(voice="council")
        for year, summary in ((2018, "It was slow."), (2019, "It was quick.")):
            event = make_inspection(occurred=str(year), services=[small_record])
            make_finding(event=event, stated_by=ciw, summary=summary, verdict="improvement")
            make_finding(event=event, stated_by=council, summary="All is well.", verdict="improvement")
        text = text_of(client, f"{self.ADDRESS}?since=2018")
        assert "It was quick. Improvement, CIW." in text
        assert "It was slow." not in text
        assert "All is well" not in text

    def test_its_references_are_numbered_where_they_are_first_cited(
        self, client: Client, small_record: Any
    ) -> None:
        source = make_source(title="The one report", url="https://example.org/report")
        make_milestone(occurred="2019", services=[small_record], cited_in=[source])
        html = client.get(f"{self.ADDRESS}?since=2018-12-31").content.decode()
        assert "[2, para 1]" in html
        notes = html[html.index('class="endnotes"') :]
        assert "https://example.org/report" in notes

    def test_a_service_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get("/services/nope/briefing/").status_code == 404

    def test_an_empty_record_says_so(self, client: Client) -> None:
        make_service(slug="adult-services")
        assert "Nothing has been published yet" in text_of(client, self.ADDRESS)


def test_every_event_leads_to_the_picture_of_its_day(client: Client) -> None:
    make_milestone(slug="month", occurred="2018-07")
    make_milestone(slug="since", occurred="2018-04-16/..")
    assert 'href="/as-of/2018-07-31/"' in client.get("/events/month/").content.decode()
    assert 'href="/as-of/2018-04-16/"' in client.get("/events/since/").content.decode()


def test_the_date_it_was_made_public_is_another_day(client: Client) -> None:
    make_inspection(slug="visit", occurred="2017-07", published_on=date(2017, 10, 17))
    assert 'href="/as-of/2017-07-31/"' in client.get("/events/visit/").content.decode()
