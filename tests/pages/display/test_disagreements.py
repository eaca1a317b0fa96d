import pytest
from django.test import Client

from powys_oversight.pages.display.disagreements import all_disagreements
from tests.factories import make_disagreement, make_milestone, make_service

pytestmark = pytest.mark.django_db


def test_they_stand_in_the_order_of_the_first_event_concerned() -> None:
    late, early = make_milestone(occurred="2019"), make_milestone(occurred="2017")
    make_disagreement(slug="a-later-one", events=[late])
    make_disagreement(slug="an-earlier-one", events=[early, late])
    assert [each.disagreement.slug for each in all_disagreements()] == ["an-earlier-one", "a-later-one"]


def test_each_stands_once_however_many_events_it_concerns() -> None:
    make_disagreement(events=[make_milestone(), make_milestone()])
    assert len(all_disagreements()) == 1


def test_one_about_a_draft_alone_is_not_shown() -> None:
    make_disagreement(events=[make_milestone(status="draft")])
    assert all_disagreements() == []


def test_a_draft_among_the_events_is_not_named() -> None:
    make_disagreement(events=[make_milestone(title="Seen"), make_milestone(status="draft")])
    assert [event.title for event in all_disagreements()[0].events] == ["Seen"]


def test_every_version_stands_with_its_source_and_which_sorts(client: Client) -> None:
    event = make_milestone(occurred="2018-03")
    make_disagreement(events=[event], versions=["In March.", "In May."], sorted_by="2018-03")
    html = client.get("/disagreements/").content.decode()
    assert html.index("In March.") < html.index("Sorts the event") < html.index("In May.")
    assert html.count("paragraph 6") == 2


def test_our_reading_is_marked_as_ours(client: Client) -> None:
    make_disagreement(events=[make_milestone()], reading="Both may be true.")
    html = client.get("/disagreements/").content.decode()
    assert "Our reading, not a source’s:</strong> Both may be true." in html


@pytest.mark.parametrize("address", ["/", "/events/a-board/"])
def test_an_event_says_that_the_sources_differ_and_leads_there(client: Client, address: str) -> None:
    event = make_milestone(slug="a-board", services=[make_service()])
    make_disagreement(slug="when-it-began", question="When did it begin?", events=[event])
    html = client.get(address).content.decode()
    assert '<a href="/disagreements/#question-when-it-began">When did it begin?</a>' in html
