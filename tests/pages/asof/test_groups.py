"""On no day does a page of the real record tell as known then what only a later document says."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from powys_oversight.pages.asof import groups, intervals
from powys_oversight.timeline.models import Event, EventCitation, Source

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def days(record_for_all: None, django_db_blocker: Any) -> Iterator[list[date]]:
    """Every day on which what was known changes."""
    with django_db_blocker.unblock():
        record = groups.load()
        assert record
        yield intervals.change_days(record.items, known_then=True)


def told(client: Client, day: date) -> str:
    """What the page says of that day itself: all of its main part but what is only pointed to."""
    html = client.get(f"/as-of/{day}/?known=then").content.decode()
    return html[html.index('<section class="glance"') : html.index('class="cite-this"')]


def test_every_source_of_every_page_had_come_out(client: Client, days: list[date]) -> None:
    came_out: dict[str, Any] = dict(Source.objects.values_list("slug", "latest"))
    late = {
        (day, slug)
        for day in days
        for slug in re.findall(r'href="/sources/([\w-]+)/', told(client, day))
        if not came_out[slug] or came_out[slug] > day
    }
    assert late == set()
    assert len(days) > 25


def test_every_event_named_had_happened_or_may_have_or_was_announced(
    client: Client, days: list[date]
) -> None:
    announced = EventCitation.objects.filter(tells_of="announced").values("claim")
    began: dict[str, Any] = dict(Event.objects.exclude(pk__in=announced).values_list("slug", "earliest"))
    early = {
        (day, slug)
        for day in days
        for slug in re.findall(r'href="/events/([\w-]+)/', told(client, day))
        if began.get(slug) and began[slug] > day
    }
    assert early == set()


def test_whatever_is_listed_of_a_service_has_a_source(days: list[date]) -> None:
    record = groups.load()
    assert record
    group_named = {group.name: group for group in groups.groups()}
    bare = [
        (day, status.subject)
        for day in days
        for status in intervals.statuses_on(record.items, day, known_then=True)
        if status.interval_status.is_present and not group_named[status.item.group].line(status).sources
    ]
    assert bare == []
