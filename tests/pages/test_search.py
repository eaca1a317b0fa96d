"""The search of the whole record."""

from typing import Any

import pytest
from django.test import Client

from powys_oversight.pages.search import search, suggestions
from tests.factories import (
    make_disagreement,
    make_finding,
    make_measure,
    make_milestone,
    make_notice,
    make_observation,
    make_office,
    make_organisation,
    make_person,
    make_required_action,
    make_source,
    make_term,
)

pytestmark = pytest.mark.django_db


def found(text: str) -> dict[str, list[str]]:
    return {part.group.slug: [str(hit.title) for hit in part.hits] for part in search(text)}


@pytest.mark.parametrize(
    ("asked", "title", "is_found"),
    [
        ("warning notices", "Warning Notice given", True),
        ("Warning Notice.", "Warning Notice given", True),
        ("follow–up", "The Follow-Up visit", True),
        ("follow-up", "The follow–up visit", True),
        ("childrens services", "Children’s services", True),
        ("children's", "Children’s services", True),
        ("ty", "Tŷ newydd", True),
        ("ty", "The authority", False),
        ("8", "Part 8 of the Act", True),
        ("8", "In 2018", False),
        ("2018", "In 2018", True),
        ("20", "Within 20 days", True),
        ("20", "In 2020", False),
        ("80%", "Over 80% of visits", True),
        ("6.1", "£6.1 million", True),
        ("6", "£6.1 million", False),
        ("enquiry", "Enquiries on time", True),
        ("enquiries", "An enquiry", True),
        ('"serious concerns"', "Very serious concerns", True),
        ('"serious concerns"', "Concerns that are serious", False),
        ("“serious concerns”", "Serious concerns", True),
        ("fostering", "In-house fostering", True),
        ("foster", "In-house fostering", True),
        ("day", "Within 20 days", True),
        ("90 days", "Within 90 days", True),
        ("board visit", "The board", False),
    ],
)
def test_words_match_as_a_person_expects(asked: str, title: str, is_found: bool) -> None:
    make_milestone(title=title, summary="Nothing more.")
    assert bool(found(asked).get("events")) is is_found


def test_every_kind_of_thing_is_searched() -> None:
    make_finding(summary="Badgers were seen.")
    make_required_action(summary="Count the badgers.")
    make_observation(measure=make_measure(title="Badgers counted"))
    make_office(person=make_person(name="Brock Badger"))
    make_disagreement(question="How many badgers?", events=[make_milestone(title="A badger")])
    make_milestone(cited_in=[make_source(title="The badger report")])
    make_term(name="Badger")
    assert set(found("badger")) == {
        *("terms", "people", "events", "requirements", "findings", "figures", "disagreements", "sources")
    }


def test_a_person_is_found_with_their_office_and_body() -> None:
    make_office(
        person=make_person(name="Julie Morgan"),
        role="Deputy Minister",
        organisation=make_organisation(name="Welsh Ministers"),
    )
    assert found("morgan deputy welsh")["people"] == [
        "Julie <mark>Morgan</mark>, <mark>Deputy</mark> Minister"
    ]


def test_a_notice_is_found_by_its_basis_in_law_and_by_who_gave_it() -> None:
    make_notice(
        title="A notice", legal_basis="Part 8 of the Act", issued_by=make_organisation(name="Welsh Ministers")
    )
    assert found("part 8")["events"] == found("welsh ministers")["events"] == ["A notice"]


def test_what_is_named_so_comes_before_what_mentions_it() -> None:
    make_milestone(occurred="2017", title="A visit", summary="About the board.")
    make_milestone(occurred="2018", title="The board meets")
    assert [title.replace("<mark>", "").replace("</mark>", "") for title in found("board")["events"]] == [
        "The board meets",
        "A visit",
    ]


def test_a_draft_is_not_found() -> None:
    make_milestone(title="A secret", status="draft")
    make_finding(summary="A secret finding.", event=make_milestone(status="draft"))
    assert found("secret") == {}


@pytest.mark.parametrize("text", ["", "   ", "?!", '""', "…"])
def test_what_holds_no_word_finds_nothing(text: str) -> None:
    make_milestone()
    assert found(text) == {}


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    make_person(name="Gillian Baranski")
    assert suggestions("Baransky") == ["Baranski"]


class TestThePage:
    def test_it_marks_the_words_and_counts_each_kind(self, client: Client) -> None:
        for number in range(5):
            make_milestone(title=f"Visit number {number}")
        page = client.get("/search/?q=visit").content.decode()
        assert "<mark>Visit</mark> number" in page
        assert '<a href="?q=visit&amp;in=events">See all 5' in page

    def test_one_kind_is_shown_in_full(self, client: Client) -> None:
        for number in range(5):
            make_milestone(title=f"Visit number {number}")
        assert client.get("/search/?q=visit&in=events").content.decode().count("</mark> number") == 5

    def test_nothing_found_offers_other_ways(self, client: Client) -> None:
        page = client.get("/search/?q=unicorn").content.decode()
        assert "Nothing in the record has all of these words." in page

    @pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=" + "x" * 5000, "?in=nope&q=a", "?q=%5B(%5C"])
    def test_hostile_input_is_a_page(self, client: Client, query: str) -> None:
        assert client.get(f"/search/{query}").status_code == 200

    def test_markup_that_is_typed_stays_text(self, client: Client) -> None:
        page: Any = client.get("/search/?q=<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in page
