"""Notes on paper, and how a page is cited, on real pages."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from tests.factories import cite, make_milestone, make_source

pytestmark = pytest.mark.django_db


def test_sources_are_numbered_in_the_order_they_are_first_cited(client: Client) -> None:
    early, late = make_source(title="The early one"), make_source(title="The late one")
    make_milestone(occurred="2018", cited_in=[late])
    make_milestone(occurred="2017", cited_in=[early])
    again = make_milestone(occurred="2019", cited_in=[early])
    cite(again, late)
    html = client.get("/?order=oldest&q=event").content.decode()
    assert re.findall(r'class="note">(\d+)<', html) == ["1", "2", "1", "2"]
    notes = html[html.index('class="endnotes"') :]
    assert notes.index("The early one") < notes.index("The late one")


def test_a_page_without_sources_has_no_notes(client: Client) -> None:
    assert "endnotes" not in client.get("/about/").content.decode()


def test_every_address_of_a_source_is_in_the_notes(client: Client) -> None:
    make_milestone(slug="a", cited_in=[make_source(url="https://example.org/a-report")])
    html = client.get("/events/a/").content.decode()
    assert "https://example.org/a-report" in html[html.index('class="endnotes"') :]


def test_a_page_is_cited_under_its_own_title_and_address(client: Client) -> None:
    html = client.get("/sources/").content.decode()
    dated = r"record of \d+ \w+ \d{4}, version [0-9a-f]{12}"
    assert re.search(
        rf'id="cite-text">“[^”]+”, Powys oversight timeline, {dated}, http://testserver/sources/', html
    )


def test_an_endless_query_is_not_part_of_the_citation(client: Client) -> None:
    html = client.get(f"/sources/?x={'a' * 1000}").content.decode()
    assert "a" * 400 not in html[html.index('id="cite-text"') : html.index("</main>")]


def test_without_a_request_a_note_is_the_first() -> None:
    words = Template("{% load endnotes %}{% note source %}").render(Context({"source": make_source()}))
    assert words == '<sup class="note">1</sup>'
