"""The same query gives the same events, in the same order, as page, table, file, feed, frame and calendar."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powys_oversight.pages.views import embed
from powys_oversight.timeline import kinds
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_for_all")]

SERVICES = ["childrens-services", "adult-services", "whole-council"]
SOURCES = ["bbc-2018-04-16", "pcc-2018-10-18", "gov-2020-11-02", "gov-2018-04-16"]
DAYS = ["2017", "2017-10", "2017-10-17", "2018", "2018-04-16", "2018-10", "2019-01-09", "2020", "2020-11"]
WORDS = ["board", "plan", "children", "tŷ", "CIW", "inspection report", "Estyn", "’"]

CLIENT = Client()


def lists(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


@st.composite
def queries(draw: Any) -> str:
    told: dict[str, Any] = {
        "service": draw(lists(SERVICES)),
        "kind": draw(lists(list(kinds.by_slug()))),
        "tier": draw(lists(["founding", "official", "press"])),
        "source": draw(lists(SOURCES)),
    }
    first, last = (draw(st.one_of(st.none(), st.sampled_from(DAYS))) for _ in range(2))
    if first and last and first[:4] > last[:4]:
        first, last = last, first
    told |= {"from": first, "q": draw(st.one_of(st.none(), st.sampled_from(WORDS)))}
    told |= {"to": last if not first or not last or first <= last else None}
    told |= {"order": draw(st.sampled_from([None, "newest"]))}
    return urlencode({name: value for name, value in told.items() if value}, doseq=True)


def body(address: str) -> str:
    answer: Any = CLIENT.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def of_the_page(query: str) -> list[str]:
    """The events of every page of the timeline. A state listed again where it ended is not a second one."""
    found, following = [], f"/?{query}&show=all"
    while following:
        html = body(following)
        for slug, words in re.findall(r'<h3><a href="/events/([^"/]+)/">(.*?)</a></h3>', html, re.DOTALL):
            if not words.endswith(": ended"):
                found.append(slug)
        links = re.findall(r'href="(/\?[^"]*)" rel="next"', html)
        following = links[0].replace("&amp;", "&") if links else ""
    return found


def of_the_csv(query: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(body(f"/timeline.csv?{query}"), newline=""))]


def of_the_json(query: str) -> list[str]:
    return [event["id"] for event in json.loads(body(f"/timeline.json?{query}"))["events"]]


def of_the_api(query: str) -> list[str]:
    found: list[str] = []
    following: str | None = f"/api/events/?{query}&limit=40"
    while following:
        page = json.loads(body(following))
        found += [event["id"] for event in page["items"]]
        following = page["next"] and "?".join(urlsplit(page["next"])[2:4])
    return found


def of_the_feed(query: str) -> list[str]:
    feed = ElementTree.fromstring(body(f"/timeline.atom?{query}"))  # noqa: S314 - our own
    names = [each.text or "" for each in feed.findall(".//{*}entry/{*}id")]
    return [name.removeprefix("tag:powys-oversight,2026:event-") for name in names]


def of_the_frame(query: str) -> list[str]:
    return re.findall(r'<h2><a href="/events/([^"/]+)/"', body(f"/embed/?{query}"))


FORMATS: list[Callable[[str], list[str]]] = [
    of_the_page, of_the_csv, of_the_json, of_the_api, of_the_feed, of_the_frame,
]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=queries())
def test_every_format_has_the_same_events_in_the_same_order(query: str) -> None:
    asked = TimelineFilter.from_query(QueryDict(query))
    assert not asked.problems
    expected = list(asked.events().values_list("slug", flat=True))
    for answered in FORMATS:
        shown = expected[: embed.MAX_EVENTS] if answered is of_the_frame else expected
        assert answered(query) == shown, answered.__name__


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=queries())
def test_the_calendar_has_those_of_a_known_day_in_the_same_order(query: str) -> None:
    events = TimelineFilter.from_query(QueryDict(query)).events()
    expected = [event.slug for event in events if re.fullmatch(r"\d{4}-\d\d-\d\d", event.occurred)]
    text = body(f"/timeline.ics?{query}").replace("\r\n ", "")
    assert re.findall(r"UID:(.*)@powys-oversight-timeline\r\n", text) == expected


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=queries())
def test_the_table_has_the_same_events_in_the_same_order(query: str) -> None:
    """Until a column is chosen to sort by. There are 25 to a page."""
    expected = list(TimelineFilter.from_query(QueryDict(query)).events().values_list("slug", flat=True))
    found: list[str] = []
    for page in range(1, len(expected) // 25 + 2):
        found += re.findall(r'<a href="/events/([^"/]+)/">', body(f"/table/?{query}&page={page}"))
    assert list(dict.fromkeys(found)) == expected
