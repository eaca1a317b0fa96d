import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powys_oversight.opendata.formats import csv as csv_format
from powys_oversight.opendata.tables.timeline import TIMELINE
from powys_oversight.pages.listing.listing import build_listing
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Event
from tests.factories import (
    cite,
    make_board,
    make_milestone,
    make_observation,
    make_organisation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

SITE = "https://oversight.example.org"
HEADER = (
    "id,url,kind,title,summary,occurred,occurred_as_stated,precision,earliest,latest,ended,published_on,"
    "services,issued_by,sources,citations,last_changed,cited_at,title_cy,summary_cy,ended_as_stated,"
    "end_looked_for_in,end_looked_on"
)


def text() -> str:
    return b"".join(csv_format.stream(TIMELINE, [Event.objects.in_order()], SITE)).decode()


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(), newline=""), strict=True))


def test_the_columns_stand_in_their_agreed_order() -> None:
    assert text() == HEADER + "\r\n"


def test_every_line_ends_as_rfc_4180_says() -> None:
    make_milestone(summary="One.\nTwo.")
    lines = text().split("\r\n")
    assert len(lines) == 3
    assert lines[-1] == ""


def test_a_row_says_what_the_page_says() -> None:
    service = make_service(slug="adult-services", order=2)
    other = make_service(slug="childrens-services", order=1)
    issuer = make_organisation(name="Care Inspectorate Wales")
    source = make_source(slug="bbc-2018-04-16")
    event = make_milestone(
        slug="a-board-meets",
        title="A board meets",
        summary="It met.",
        occurred="2018-04-30/2018-05-06",
        occurred_as_stated="in the week of 30 April",
        published_on=date(2018, 5, 9),
        services=[service, other],
        issued_by=issuer,
        cited_in=[source],
    )
    cite(event, source, "paragraph 2")
    Event.objects.filter(pk=event.pk).update(changed_at=datetime(2026, 7, 1, 12, 30, tzinfo=UTC))
    assert rows() == [
        {
            "id": "a-board-meets",
            "url": "https://oversight.example.org/events/a-board-meets/",
            "kind": "milestone",
            "title": "A board meets",
            "summary": "It met.",
            "occurred": "2018-04-30/2018-05-06",
            "occurred_as_stated": "in the week of 30 April",
            "precision": "range",
            "earliest": "2018-04-30",
            "latest": "2018-05-06",
            "ended": "",
            "published_on": "2018-05-09",
            "services": "childrens-services adult-services",
            "issued_by": "Care Inspectorate Wales",
            "sources": "bbc-2018-04-16",
            "citations": "2",
            "last_changed": "2026-07-01T12:30:00Z",
            "cited_at": "bbc-2018-04-16: paragraph 1; bbc-2018-04-16: paragraph 2",
            "title_cy": "",
            "summary_cy": "",
            "ended_as_stated": "",
            "end_looked_for_in": "",
            "end_looked_on": "",
        }
    ]


def test_what_is_blank_stays_blank() -> None:
    make_milestone(occurred="../2018-10-18")
    (row,) = rows()
    assert (row["earliest"], row["ended"], row["published_on"], row["issued_by"]) == ("", "", "", "")


def test_a_number_that_is_not_given_is_not_nought(client) -> None:
    make_observation(value=12, target=None)
    [row] = csv.DictReader(io.StringIO(b"".join(client.get("/measures.csv")).decode(), newline=""))
    assert (row["value"], row["target"]) == ("12.00", "")


def test_an_event_without_service_or_citation_is_still_a_row() -> None:
    make_milestone(services=[], cited_in=[])
    (row,) = rows()
    assert (row["services"], row["sources"], row["citations"], row["cited_at"]) == ("", "", "0", "")


def test_an_issuer_is_named_as_it_was_then() -> None:
    inspectorate = make_organisation(name="Care Inspectorate Wales")
    inspectorate.names.create(name="CSSIW", used_until="2018-01")
    inspectorate.names.create(name="Care Inspectorate Wales", used_from="2018-01")
    make_milestone(occurred="2017-07", issued_by=inspectorate)
    make_milestone(occurred="2018-10", issued_by=inspectorate)
    assert [row["issued_by"] for row in rows()] == ["CSSIW", "Care Inspectorate Wales"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("column", ["title", "summary", "occurred_as_stated"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded(column: str, sign: str) -> None:
    make_milestone(**{column: f"{sign}1+1"})
    assert rows()[0][column] == f"'{sign}1+1"


def test_a_text_that_only_holds_a_sign_is_left_alone() -> None:
    make_milestone(title="1 = 1, it's said")
    assert rows()[0]["title"] == "1 = 1, it's said"


def test_an_open_date_is_not_taken_for_a_formula() -> None:
    make_milestone(occurred="../2018-10-18")
    assert rows()[0]["occurred"] == "../2018-10-18"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60))
def test_what_comes_out_is_what_went_in(typed: str) -> None:
    Event.objects.all().delete()
    make_milestone(summary=typed, services=[], cited_in=[])
    assert rows()[0]["summary"] == csv_format.guard(typed)


def test_the_header_leaves_before_anything_is_asked(django_assert_num_queries) -> None:
    make_milestone()
    pieces = csv_format.stream(TIMELINE, [Event.objects.in_order()], SITE)
    with django_assert_num_queries(0):
        assert next(pieces).decode() == HEADER + "\r\n"


def test_rows_leave_in_pieces(monkeypatch) -> None:
    monkeypatch.setattr(csv_format, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(csv_format, "BYTES_AT_ONCE", 10)
    for _ in range(6):
        make_milestone()
    assert len(list(csv_format.stream(TIMELINE, [Event.objects.in_order()], SITE))) > 3


def test_one_query_makes_the_whole_file(django_assert_num_queries) -> None:
    for _ in range(30):
        make_milestone(issued_by=make_organisation())
    with django_assert_num_queries(1 + _transaction_queries()):
        text()


def _transaction_queries() -> int:
    """PostgreSQL streams in a savepoint of the test's own transaction, and is set up for it."""
    from django.db import connection

    return 3 if connection.vendor == "postgresql" else 0


QUERIES = [
    "",
    "order=newest",
    "kind=milestone",
    "kind=improvement-board&kind=milestone",
    "from=2018",
    "to=2018-04",
    "from=2018-04-16&to=2018-04-16",
    "q=event",
    "q=nothing",
    "service=adult-services",
    "service=adult-services&order=newest&from=2018",
    "source=bbc",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_file_has_the_rows_of_the_page_in_its_order(client, query: str) -> None:
    adult, bbc = make_service(slug="adult-services"), make_source(slug="bbc")
    for occurred in ("2018", "2018-04", "2018-04-16", "../2018-10-18", "2018-22", "2019-01-09"):
        make_milestone(occurred=occurred, services=[adult], cited_in=[bbc])
        make_board(occurred=occurred, ended="2020")
        make_milestone(occurred=occurred, status="draft")
    listed = build_listing(TimelineFilter.from_query(QueryDict(query)))
    shown = [
        entry.event.slug
        for year in listed.years
        for section in year.sections
        for cluster in section.clusters
        for entry in cluster
        if not entry.is_end
    ]
    answer = client.get(f"/timeline.csv?{query}").getvalue().decode()
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer, newline=""))] == shown


def test_the_file_says_what_it_is(client) -> None:
    make_service(slug="adult-services")
    answer = client.get("/timeline.csv?service=adult-services&from=2018&to=2019-04")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert "powys-oversight-timeline-from-2018-to-2019-04-adult-services-2" in answer["Content-Disposition"]
    assert answer.streaming


@pytest.mark.parametrize("query", ["from=banana", "service=nope", "from=2019&to=2018", "q=%00", "order=up"])
def test_a_query_that_cannot_be_used_is_refused_with_one_sentence(client, query: str) -> None:
    answer = client.get(f"/timeline.csv?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().count("\n") == 1


def test_a_download_broken_off_ends_its_transaction(monkeypatch) -> None:
    from django.db import connection

    monkeypatch.setattr(csv_format, "BYTES_AT_ONCE", 10)
    for _ in range(5):
        make_milestone(summary="word " * 20000)  # more than waits in a socket
    depth = len(connection.savepoint_ids)
    pieces = csv_format.stream(TIMELINE, [Event.objects.in_order()], SITE)
    next(pieces), next(pieces)
    pieces.close()  # type: ignore[attr-defined] # as a response does when its reader goes away
    assert len(connection.savepoint_ids) == depth
    assert Event.objects.count() == 5  # the connection may be used again
