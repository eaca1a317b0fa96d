import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from powys_oversight.opendata.formats import atom
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Event
from tests.factories import make_milestone, make_service

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client: Client, query: str = "") -> Any:
    answer = client.get(f"/timeline.atom?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def entries(client: Client, query: str = "") -> list[dict[str, Any]]:
    return [
        {
            "id": entry.findtext("a:id", "", ATOM),
            "title": entry.findtext("a:title", "", ATOM),
            "published": entry.findtext("a:published", "", ATOM),
            "updated": entry.findtext("a:updated", "", ATOM),
            "text": entry.findtext("a:summary", "", ATOM),
            "terms": [each.get("term") for each in entry.findall("a:category", ATOM)],
        }
        for entry in feed(client, query).findall("a:entry", ATOM)
    ]


def correct(event: Event, summary: str, *, minor: bool = False, reason: str = "The minutes say so.") -> None:
    whole = event.as_own_kind()
    with recording(by=None, reason="" if minor else reason, minor=minor):
        whole.summary = summary
        whole.save()


def test_an_entry_tells_of_its_event(client: Client) -> None:
    make_milestone(slug="a-board", title="A board", summary="It met.", occurred="2018-04")
    [entry] = entries(client)
    assert entry["id"] == "tag:powys-oversight,2026:event-a-board"
    assert entry["title"] == "A board"
    assert "April 2018" in entry["text"]
    assert entry["terms"] == ["new", "milestone"]
    assert entry["updated"] == entry["published"]


def test_a_correction_updates_it_under_the_same_id_and_says_why(client: Client) -> None:
    event = make_milestone(summary="It met.")
    before = entries(client)[0]
    correct(event, "It met twice.")
    [after] = entries(client)
    assert after["id"] == before["id"]
    assert after["published"] == before["published"]
    assert after["updated"] > before["updated"]
    assert after["terms"][0] == "corrected"
    assert "Corrected: The minutes say so." in after["text"]


def test_typing_does_not(client: Client) -> None:
    event = make_milestone(summary="It mett.")
    before = entries(client)[0]
    correct(event, "It met.", minor=True)
    [after] = entries(client)
    assert (after["updated"], after["terms"]) == (before["updated"], before["terms"])


def test_a_reason_that_is_withheld_is_not_told(client: Client) -> None:
    event = make_milestone(summary="It met.")
    correct(event, "It met twice.", reason="It named a child.")
    event.changes.update(withheld="It named somebody.")
    assert "named a child" not in entries(client)[0]["text"]


def test_when_it_was_recorded_is_when_readers_first_had_it(client: Client) -> None:
    recorded = datetime(2026, 7, 1, 12, tzinfo=UTC)
    make_milestone(recorded_at=recorded)
    assert entries(client)[0]["published"] == "2026-07-01T12:00:00+00:00"


def test_no_draft_is_in_it(client: Client) -> None:
    make_milestone(status="draft")
    assert entries(client) == []


def test_each_service_has_a_feed_that_its_page_leads_to(client: Client) -> None:
    service = make_service(slug="adult-services")
    make_milestone(slug="theirs", services=[service])
    make_milestone(slug="others")
    html = client.get("/services/adult-services/").content.decode()
    assert 'href="/timeline.atom?service=adult-services"' in html
    assert len(entries(client, "service=adult-services")) == 1


def test_every_list_leads_to_its_own_feed(client: Client) -> None:
    html = client.get("/?from=2018").content.decode()
    assert 'type="application/atom+xml" href="/timeline.atom?from=2018"' in html


def test_a_long_feed_goes_on_in_a_next_document(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atom, "FEED_PAGE_SIZE", 2)
    for year in range(2010, 2015):
        make_milestone(slug=f"in-{year}", occurred=str(year))
    found, query = [], "order=newest"
    while query:
        document = feed(client, query)
        found += [entry.findtext("a:id", "", ATOM) for entry in document.findall("a:entry", ATOM)]
        following = [
            link.get("href") for link in document.findall("a:link", ATOM) if link.get("rel") == "next"
        ]
        query = following[0].partition("?")[2] if following else ""
    assert [re.sub(".*-in-", "", each) for each in found] == ["2014", "2013", "2012", "2011", "2010"]


@pytest.mark.parametrize("query", ["from=x", "service=nope", "after=x", "after=1e9", "after=" + "9" * 30])
def test_what_cannot_be_read_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/timeline.atom?{query}").status_code == 400


def test_no_text_breaks_it(client: Client) -> None:
    event = make_milestone(title="<b>&amp;]]> ŵ \u202e", summary="</summary><script>")
    Event.objects.filter(pk=event.pk).update(occurred_as_stated="x")
    [entry] = entries(client)
    assert entry["title"] == "<b>&amp;]]> ŵ \u202e"
    assert "<script>" not in entry["text"]


def test_it_costs_as_many_queries_however_many_events(client: Client, django_assert_max_num_queries) -> None:
    for _ in range(20):
        make_milestone()
    client.get("/timeline.atom")
    with django_assert_max_num_queries(8):
        client.get("/timeline.atom")


def test_the_reason_told_is_that_of_the_correction_it_is_dated_by(client: Client) -> None:
    event = make_milestone(summary="It met.")
    correct(event, "It met twice.", reason="The first reason.")
    correct(event, "It met three times.", reason="It named a child.")
    event.changes.filter(reason="It named a child.").update(withheld="It named somebody.")
    assert "The first reason." not in entries(client)[0]["text"]


@pytest.mark.parametrize("address", ["/timeline.atom?q=nothing", "/changes.atom"])
def test_a_feed_without_entries_is_dated_by_the_record(client: Client, address: str) -> None:
    make_milestone()
    document = ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own
    assert document.findtext("a:updated", "", ATOM)[:19] == versions.current().made_at.isoformat()[:19]


@pytest.mark.parametrize("address", ["/timeline.atom", "/timeline.ics", "/timeline.csv", "/embed/", "/"])
def test_words_that_no_feed_can_hold_are_refused(client: Client, address: str) -> None:
    assert client.get(address, {"q": "\x01"}).status_code in (
        (200,) if address in ("/", "/embed/") else (400,)
    )
