"""Input from outside that must not hurt: it is escaped, bounded, and never a 500."""

import csv
import io

import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases import crossed
from tests.factories import make_finding, make_milestone, make_service, make_source

pytestmark = pytest.mark.django_db

PAGES = ["/", "/table/", "/timeline.csv", "/findings/", "/findings/safeguarding/"]
QUERIES = [
    "from=2019&to=2018",
    "from=banana",
    "from=9999-99-99",
    "from=0000",
    "service=nope",
    "kind=",
    "tier=4",
    "voice=god",
    "voice=%00&tier=%00",
    "kind=%3Cscript%3E",
    "q=" + "a" * 10_000,
    "q=%00",
    "q=%ff%fe",
    "q=%F0%9F%8F%B4",
    "%00=%00",
    "service=adult-services&service=adult-services&service=nope",
    "&".join(["kind=milestone"] * 2000),
    "page=-1",
    "page=99999999999999999999999999",
    "page=1;drop table timeline_event",
    "sort=drop",
    "sort=-",
    "sort=sort_key",
    "sort=issued_by__name",
    "per_page=100000",
    "per_page=-5",
    "per_page=0",
    "per_page=%00",
    "order=sideways",
    "order=newest&order=oldest",
    "source[]=1&source[$ne]=",
]


@pytest.mark.parametrize(("address", "query"), crossed(PAGES, QUERIES))
def test_no_query_is_an_error_of_ours(client: Client, address: str, query: str) -> None:
    make_milestone()
    assert client.get(f"{address}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_no_query_makes_a_page_much_longer(client: Client, query: str) -> None:
    assert len(client.get(f"/?{query}").content) < 20_000


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(PAGES),
    st.dictionaries(
        st.sampled_from(
            ["service", "kind", "source", "from", "to", "q", "order", "page", "sort", "per_page"]
        ),
        st.text(max_size=40),
        max_size=5,
    ),
)
def test_no_value_is_an_error_of_ours(client: Client, address: str, query: dict[str, str]) -> None:
    assert client.get(address, query).status_code in (200, 400)


@pytest.mark.parametrize(
    "address",
    [
        "/events/%00/",
        "/events/../../etc/passwd/",
        "/events/" + "a" * 5000 + "/",
        "/services/%E2%80%AE/",
        "/sources/<script>/",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
    ],
)
def test_no_address_is_an_error_of_ours(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_public_addresses_answer_only_to_reading(client: Client, method: str) -> None:
    for address in (*PAGES, "/healthz", "/robots.txt"):
        assert getattr(client, method)(address).status_code == 405


NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% now 'Y' %}",
    '=HYPERLINK("http://evil.example","x")',
    "‮gnippilf txet",
    "long" * 1250,
    "two\r\nlines",
    "Tŷ'r Cyffredin & “Llŷn”",
]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:12])
class TestWhatAnEditorTypes:
    @pytest.fixture(autouse=True)
    def entered(self, text: str) -> None:
        service = make_service(slug="adult-services", name=text[:100])
        source = make_source(slug="bbc", title=text[:250], publisher=text[:100], author=text[:150], note=text)
        event = make_milestone(
            slug="nasty",
            title=text,
            summary=text,
            occurred_as_stated=text[:150],
            services=[service],
            cited_in=[source],
        )
        make_finding(event=event, summary=text, reported_by=text[:100])

    @pytest.mark.parametrize(
        "address",
        ["/", "/table/", "/events/nasty/", "/services/adult-services/", "/sources/bbc/", "/sources/"],
    )
    def test_it_is_escaped_on_every_page(self, client: Client, text: str, address: str) -> None:
        html = client.get(address).content.decode()
        for tag in ("<script>alert", "<img src=x"):
            assert tag not in html
        assert escape(text[:100]) in html

    def test_it_comes_back_whole_from_the_file(self, client: Client, text: str) -> None:
        lines = client.get("/timeline.csv").getvalue().decode()
        (row,) = csv.DictReader(io.StringIO(lines, newline=""), strict=True)
        assert row["title"].removeprefix("'") == text
