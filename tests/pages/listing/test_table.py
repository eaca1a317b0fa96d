import re

import pytest
from django.test import Client

from powys_oversight.timeline.models import Event
from tests.factories import make_board, make_milestone, make_organisation, make_service

pytestmark = pytest.mark.django_db


def titles(client: Client, query: str) -> list[str]:
    html = client.get(f"/table/?{query}").content.decode()
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', html)


@pytest.fixture
def three() -> None:
    first, second = make_service(order=1), make_service(order=2)
    make_milestone(title="Beta", occurred="2018", services=[second], issued_by=make_organisation(name="Zed"))
    make_board(
        title="Alpha", occurred="2019", services=[second, first], issued_by=make_organisation(name="Ay")
    )
    make_milestone(title="Gamma", occurred="2017", services=[second])


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Gamma", "Beta", "Alpha"]),
        ("order=newest", ["Alpha", "Beta", "Gamma"]),
        ("sort=occurred", ["Gamma", "Beta", "Alpha"]),
        ("sort=-occurred", ["Alpha", "Beta", "Gamma"]),
        ("sort=title", ["Alpha", "Beta", "Gamma"]),
        ("sort=kind", ["Alpha", "Gamma", "Beta"]),
        ("sort=.", ["Gamma", "Beta", "Alpha"]),
        ("sort=service", ["Alpha", "Gamma", "Beta"]),
        ("sort=-service", ["Gamma", "Beta", "Alpha"]),
        ("sort=drop", ["Gamma", "Beta", "Alpha"]),
        ("kind=milestone&sort=title", ["Beta", "Gamma"]),
    ],
)
def test_the_table_sorts(client: Client, query: str, expected: list[str]) -> None:
    assert titles(client, query) == expected


@pytest.mark.usefixtures("three")
def test_the_table_sorts_by_issuer(client: Client) -> None:
    assert titles(client, "sort=issuer") == ["Alpha", "Beta", "Gamma"]
    assert titles(client, "sort=-issuer") == ["Beta", "Alpha", "Gamma"]


@pytest.mark.usefixtures("three")
def test_a_page_link_keeps_the_number_of_rows(client: Client) -> None:
    assert "per_page=2&amp;page=2" in client.get("/table/?per_page=2").content.decode()


@pytest.mark.usefixtures("three")
def test_only_the_sorted_column_says_that_it_is(client: Client) -> None:
    html = client.get("/table/?sort=kind&sort=-title").content.decode()
    assert re.findall(r'aria-sort="(\w+)"', html) == ["descending"]


@pytest.mark.usefixtures("three")
def test_the_table_says_what_it_is(client: Client) -> None:
    html = client.get("/table/").content.decode()
    assert "social services: 3 rows</caption>" in html
    assert html.count('<th scope="col"') == 5


@pytest.mark.parametrize(
    ("per_page", "rows"),
    [("2", 2), ("-5", 50), ("0", 50), ("100000", 100), ("banana", 50), ("1e3", 50), ("9" * 30, 50)],
)
def test_a_page_holds_no_more_rows_than_the_cap(client: Client, per_page: str, rows: int) -> None:
    Event.objects.bulk_create(
        Event(slug=f"e{n}", kind="milestone", title=f"E{n}", summary="E", occurred="2018", status="published")
        for n in range(120)
    )
    assert len(titles(client, f"per_page={per_page}")) == rows


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("sort=drop", "The table sorts by occurred, kind, title, service, issuer."),
        ("per_page=100000", "A page holds at most 100 rows."),
        ("per_page=-5", "is a number from 1 up"),
        ("page=-1", "is a number from 1 up"),
        ("page=banana", "is a number from 1 up"),
    ],
)
def test_what_the_table_cannot_use_is_said(client: Client, query: str, problem: str) -> None:
    answer = client.get(f"/table/?{query}")
    assert answer.status_code == 200
    assert problem in answer.content.decode()


def test_a_page_past_the_last_is_the_last(client: Client) -> None:
    make_milestone(title="Only")
    assert titles(client, "page=999") == ["Only"]
