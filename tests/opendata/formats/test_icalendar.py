from typing import Any

import pytest
from django.test import Client

from powys_oversight.timeline.models import Event
from tests.factories import make_board, make_milestone, make_service

pytestmark = pytest.mark.django_db


def text(client: Client, query: str = "") -> str:
    answer: Any = client.get(f"/timeline.ics?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.getvalue().decode()


def unfolded(client: Client, query: str = "") -> str:
    return text(client, query).replace("\r\n ", "")


def test_a_day_is_a_whole_day_that_ends_before_the_next(client: Client) -> None:
    make_milestone(slug="a-board", occurred="2018-04-30")
    said = unfolded(client)
    assert "DTSTART;VALUE=DATE:20180430\r\n" in said
    assert "DTEND;VALUE=DATE:20180501\r\n" in said
    assert "UID:a-board@powys-oversight-timeline\r\n" in said


@pytest.mark.parametrize(
    "occurred",
    ["2018", "2018-04", "2018-22", "2018-04-30/2018-05-06", "../2018-10-18", "2018-04-16~", "2018-04-16?"],
)
def test_what_is_not_known_to_the_day_is_left_out_and_counted(client: Client, occurred: str) -> None:
    make_milestone(occurred=occurred)
    said = unfolded(client)
    assert "BEGIN:VEVENT" not in said
    assert "1 event is left out" in said


def test_its_uid_stays_when_it_is_corrected(client: Client) -> None:
    event = make_milestone(slug="a-board")
    event.title = "Another title"
    event.save()
    assert "UID:a-board@powys-oversight-timeline" in unfolded(client)


def test_a_board_is_one_day_and_says_what_that_day_was(client: Client) -> None:
    make_board(occurred="2018-04-16", ended="2020-12-31")
    said = unfolded(client)
    assert said.count("DTSTART") == 1
    assert "Set up: 16 April 2018." in said


def test_every_line_is_at_most_75_octets(client: Client) -> None:
    make_milestone(title="Ŵ" * 200, summary="; , \\ \n" * 40)
    assert max(len(line.encode()) for line in text(client).split("\r\n")) <= 75


def test_no_text_breaks_out_of_its_line(client: Client) -> None:
    make_milestone(title="A\nEND:VEVENT\nBEGIN:VALARM", summary="B\r\nATTACH:file:///etc/passwd")
    lines = unfolded(client).split("\r\n")
    assert lines.count("END:VEVENT") == 1
    assert not any(line.startswith(("BEGIN:VALARM", "ATTACH")) for line in lines)


def test_it_has_the_filter_of_the_timeline(client: Client) -> None:
    make_milestone(slug="theirs", services=[make_service(slug="adult-services")])
    make_milestone(slug="others")
    said = unfolded(client, "service=adult-services")
    assert "UID:theirs@" in said
    assert "UID:others@" not in said
    assert client.get("/timeline.ics?service=nope").status_code == 400


def test_a_draft_is_not_in_it(client: Client) -> None:
    make_milestone(status="draft")
    assert "VEVENT" not in text(client)
    assert Event.objects.count() == 1
