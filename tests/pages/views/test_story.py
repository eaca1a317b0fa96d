"""The pages that tell the story: the front, the story, the terms, who knew what when, and the services."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from powys_oversight.pages.ribbon import knowledge
from powys_oversight.timeline.models import Passage
from tests.factories import (
    make_board,
    make_disagreement,
    make_inspection,
    make_milestone,
    make_passage,
    make_relation,
    make_required_action,
    make_service,
    make_source,
    make_term,
)

pytestmark = pytest.mark.django_db


def html(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


def text_of(client: Client, address: str = "/") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html(client, address)))


class TestTheFrontPage:
    def test_it_shows_the_key_events_and_a_way_to_all(self, client: Client) -> None:
        make_passage(event=make_milestone(title="The first visit"), text="They came.")
        make_milestone(title="A small thing")
        text = text_of(client)
        assert "The first visit They came." in text
        assert "A small thing" not in text
        assert "All 2 events, with filters" in text

    def test_without_key_events_it_is_the_list(self, client: Client) -> None:
        make_milestone(title="A small thing")
        assert "A small thing" in text_of(client)

    def test_anything_asked_is_answered_from_every_event(self, client: Client) -> None:
        make_passage()
        make_milestone(title="A small thing", occurred="2018")
        for query in ("show=all", "from=2018", "order=newest", "q=small"):
            assert "A small thing" in text_of(client, f"/?{query}")

    def test_the_opening_is_told_with_its_sources(self, client: Client) -> None:
        passage = make_passage()
        told = make_passage(event=passage.event, place=Passage.Part.OPENING, text="In July they came.")
        source = told.citations.get().source
        assert f'In July they came.<sup class="ref"><a href="/sources/{source.slug}/#paragraph-1"' in html(
            client
        )

    def test_a_key_event_of_a_draft_is_not_told(self, client: Client) -> None:
        make_passage(event=make_milestone(status="draft"), text="Hidden.")
        make_passage(text="Seen.")
        assert "Hidden." not in html(client)

    def test_its_numbers_count_the_record_and_lead_to_it(self, client: Client) -> None:
        make_passage()
        make_required_action()
        make_disagreement(events=[make_milestone()])
        text = text_of(client)
        assert "0 of 1 required actions last reported met; 0 in part; no report found of 1" in text
        assert "1 question on which the sources differ" in text

    def test_it_says_where_each_service_stood_at_the_end(self, client: Client) -> None:
        adults = make_service(name="Adult services")
        make_board(title="A board", occurred="2018-01-01", ended="2020-01-01", services=[adults])
        make_passage(event=make_milestone(occurred="2019", services=[make_service(name="Children")]))
        text = text_of(client)
        assert "Adult servicesIn place: A board (1 January 2018)." in text
        assert "ChildrenNothing is recorded as in place." in text


class TestTheStory:
    def test_a_chapter_has_the_passages_of_its_event_in_order(self, client: Client) -> None:
        key = make_passage(label="Children at risk")
        for number, text in ((2, "Then this."), (1, "First this.")):
            make_passage(event=key.event, place=Passage.Part.STORY, number=number, text=text)
        assert re.search(r"Children at risk\s+First this\.\d+\s+Then this\.", text_of(client, "/story/"))

    def test_a_key_event_without_passages_is_told_in_its_sentence(self, client: Client) -> None:
        make_passage(text="Inspectors came.")
        assert "Inspectors came." in text_of(client, "/story/")

    def test_only_the_first_use_of_a_term_is_a_link(self, client: Client) -> None:
        make_term(slug="ciw", name="Care Inspectorate Wales", also="CIW")
        key = make_passage()
        for number in (1, 2):
            make_passage(
                event=key.event, place=Passage.Part.STORY, number=number, text="CIW <came>. CIW left."
            )
        page = html(client, "/story/")
        assert page.count('<a class="term" href="/glossary/#term-ciw"><dfn>CIW</dfn></a>') == 1
        assert "CIW &lt;came&gt;. CIW left." in page


def test_a_term_is_explained_with_its_source(client: Client) -> None:
    make_term(slug="part-8", name="Part 8", meaning="A part of the Act.")
    page = html(client, "/glossary/")
    assert '<div id="term-part-8">' in page
    assert 'A part of the Act.<sup class="ref">' in page


class TestWhoKnewWhat:
    def test_the_days_between_respect_a_date_known_to_the_month(self) -> None:
        make_inspection(occurred="2017-07", published_on=date(2017, 10, 17))
        make_milestone(occurred="2020")
        [row] = knowledge.rows()
        assert (row.least, row.most) == (78, 108)

    @pytest.mark.parametrize("occurred", ["2017-01-01", "../2017-01-01"])
    def test_a_record_of_one_day_is_a_page(self, client: Client, occurred: str) -> None:
        make_milestone(occurred=occurred, published_on=date(2017, 1, 3))
        assert client.get("/who-knew/").status_code == 200

    def test_days_are_not_counted_from_a_day_that_is_not_known(self) -> None:
        make_milestone(occurred="../2017-01-01", published_on=date(2017, 1, 3))
        make_milestone(occurred="2020")
        assert knowledge.rows() == []

    def test_what_was_public_at_once_is_not_told(self) -> None:
        make_milestone(occurred="2018-04-16", published_on=date(2018, 4, 16))
        assert knowledge.rows() == []

    def test_an_inspection_without_a_stated_day_counts_from_the_first_source(self) -> None:
        make_inspection(occurred="2018-03", cited_in=[make_source(published="2018-05-01")])
        make_milestone(occurred="2020")
        [row] = knowledge.rows()
        assert (row.public, row.is_stated) == (date(2018, 5, 1), False)

    def test_who_was_told_before_is_named(self) -> None:
        visit = make_inspection(occurred="2017-07", published_on=date(2017, 10, 17))
        told = make_milestone(title="The Minister is told", occurred="2017-10-13")
        make_relation(from_event=visit, kind="prompted", to_event=told)
        [row] = knowledge.rows()
        assert [entry.event.title for entry in row.between] == ["The Minister is told"]

    def test_the_longest_wait_comes_first_when_asked(self) -> None:
        short = make_milestone(occurred="2017-01-01", published_on=date(2017, 1, 3))
        long = make_milestone(occurred="2018-01-01", published_on=date(2018, 6, 1))
        assert [row.entry.event.pk for row in knowledge.rows()] == [short.pk, long.pk]
        assert [row.entry.event.pk for row in knowledge.rows(by_gap=True)] == [long.pk, short.pk]


@pytest.mark.parametrize(
    ("address", "section"),
    [
        ("/story/", "Story"),
        ("/services/adults/", "Services"),
        ("/events/a-visit/", "Timeline"),
        ("/glossary/", "Terms"),
    ],
)
def test_the_section_of_a_page_is_marked_in_the_menu(client: Client, address: str, section: str) -> None:
    make_inspection(slug="a-visit", services=[make_service(slug="adults")])
    assert re.search(rf'aria-current="(page|true)">{section}</a>', html(client, address))


def test_the_front_page_marks_no_section(client: Client) -> None:
    make_passage()
    assert "aria-current" not in html(client)


@pytest.mark.parametrize("contact", ["", "editor@example.org"])
def test_an_error_can_be_reported_only_where_there_is_somebody_to_tell(
    client: Client, settings: Any, contact: str
) -> None:
    settings.CONTACT = contact
    assert ("Report an error" in html(client)) is bool(contact)
