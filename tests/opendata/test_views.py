import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client

from powys_oversight.opendata import schema
from powys_oversight.timeline.history import versions
from tests.conftest import shared_by_tests
from tests.factories import (
    make_disagreement,
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_notice,
    make_observation,
    make_office,
    make_outcome,
    make_passage,
    make_relation,
    make_required_action,
    make_service,
    make_source,
    make_term,
    make_unseen_document,
)

pytestmark = pytest.mark.django_db

STANDING_ALONE = ("services", "organisations")
"""Tables whose rows are told of no event, and so are seen as soon as they are there."""

SLUGS = [table.slug for table in schema.tables()]


@pytest.fixture(scope="class")
def something_of_each(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A row at least in every table."""
    with shared_by_tests(django_db_blocker):
        event = make_inspection(slug="a-visit", services=[make_service(slug="adult-services")])
        make_finding(event=event)
        make_outcome(action=make_required_action(event=make_notice(slug="a-notice")), reported_at=event)
        make_observation(event=event)
        make_disagreement(events=[event])
        make_office()
        make_relation(from_event=event)
        make_unseen_document()
        make_passage(event=event)
        make_term()
        yield


def body(answer: Any) -> bytes:
    return answer.getvalue() if answer.streaming else answer.content


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, body(answer)
    return list(csv.DictReader(io.StringIO(body(answer).decode(), newline=""), strict=True))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.usefixtures("something_of_each")
class TestEveryTable:
    def test_its_file_has_the_columns_of_its_definition_and_rows(self, client: Client, slug: str) -> None:
        found = rows(client, f"/{slug}.csv")
        assert found
        assert list(found[0]) == schema.table(slug).names

    def test_its_key_tells_every_row_from_every_other(self, client: Client, slug: str) -> None:
        keys = [tuple(row[name] for name in schema.table(slug).key) for row in rows(client, f"/{slug}.csv")]
        assert len(keys) == len(set(keys))

    def test_what_is_required_is_never_blank(self, client: Client, slug: str) -> None:
        required = [column.name for column in schema.table(slug).columns if column.required]
        assert [name for row in rows(client, f"/{slug}.csv") for name in required if not row[name]] == []

    def test_a_column_of_known_words_has_no_other(self, client: Client, slug: str) -> None:
        for column in schema.table(slug).columns:
            if column.choices:
                known = {str(value) for value, _words in column.choices()} | {""}
                assert {row[column.name] for row in rows(client, f"/{slug}.csv")} <= known

    def test_its_metadata_names_the_same_columns(self, client: Client, slug: str) -> None:
        told = client.get(f"/{slug}.csv-metadata.json").json()
        assert told["tables"][0]["url"] == f"{slug}.csv"
        named = [column["name"] for column in told["tables"][0]["tableSchema"]["columns"]]
        assert named == schema.table(slug).names

    def test_the_file_leads_to_its_metadata(self, client: Client, slug: str) -> None:
        link = client.get(f"/{slug}.csv")["Link"]
        assert link == (
            f'<http://testserver/{slug}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
        )

    def test_for_excel_it_begins_with_a_mark(self, client: Client, slug: str) -> None:
        plain, marked = client.get(f"/{slug}.csv"), client.get(f"/{slug}.csv?bom=1")
        assert body(marked) == b"\xef\xbb\xbf" + body(plain)

    def test_the_page_of_the_data_explains_each_column(self, client: Client, slug: str) -> None:
        html = client.get("/data/").content.decode()
        section = html[html.index(f'id="{slug}"') :]
        for name in schema.table(slug).names:
            assert f"<code>{name}</code>" in section

    def test_other_sites_may_read_it(self, client: Client, slug: str) -> None:
        assert client.get(f"/{slug}.csv")["Access-Control-Allow-Origin"] == "*"

    def test_it_is_only_read(self, client: Client, slug: str) -> None:
        for method in ("post", "put", "delete", "options", "patch"):
            answer = getattr(client, method)(f"/{slug}.csv")
            assert answer.status_code == 405
            assert "Access-Control-Allow-Origin" not in answer

    def test_no_draft_is_in_it(self, client: Client, slug: str) -> None:
        before = body(client.get(f"/{slug}.csv"))
        draft = make_notice(slug="not-for-readers", status="draft")
        make_finding(event=draft)
        make_outcome(action=make_required_action(event=draft), reported_at=draft)
        make_observation(event=draft, measure=make_measure())
        make_disagreement(events=[draft])
        make_relation(from_event=draft, to_event=make_notice(status="draft"))
        after = body(client.get(f"/{slug}.csv"))
        assert b"not-for-readers" not in after
        assert after == before or slug in STANDING_ALONE


def test_a_report_that_is_a_draft_leaves_the_requirement_without_one(client: Client) -> None:
    make_outcome(reported_at=make_milestone(status="draft"))
    [row] = rows(client, "/requirements.csv")
    assert (row["reported_at"], row["state"], row["outcome"], row["outcome_cited_at"]) == ("", "", "", "")


def test_an_action_with_two_reports_has_a_row_for_each_in_their_order(client: Client) -> None:
    action = make_required_action()
    make_outcome(action=action, reported_at=make_milestone(slug="later", occurred="2020"))
    make_outcome(action=action, reported_at=make_milestone(slug="earlier", occurred="2019"))
    make_outcome(action=action, reported_at=make_milestone(slug="draft", occurred="2018", status="draft"))
    assert [row["reported_at"] for row in rows(client, "/requirements.csv")] == ["earlier", "later"]


def test_each_claim_has_a_row_for_each_place_it_rests_on(client: Client) -> None:
    source = make_source(slug="bbc")
    finding = make_finding(event=make_inspection(slug="a-visit", cited_in=[source]))
    finding.citations.create(source=source, locator="paragraph 9")
    found = [(r["claim_type"], r["claim"], r["place"]) for r in rows(client, "/citations.csv?source=bbc")]
    assert found == [("event", "a-visit", "paragraph 1"), ("finding", "a-visit/1", "paragraph 9")]


def test_a_finding_of_two_services_is_one_row(client: Client) -> None:
    one, two = make_service(slug="one"), make_service(slug="two")
    make_finding(services=[one, two])
    assert len(rows(client, "/findings.csv?service=one&service=two")) == 1


def test_the_metadata_of_a_filtered_file_is_of_that_file(client: Client) -> None:
    make_milestone(services=[make_service(slug="adult-services")])
    link = client.get("/timeline.csv?service=adult-services&nonsense=1")["Link"]
    address = re.search("<http://testserver(.*?)>", link)
    assert address
    assert address[1] == "/timeline.csv-metadata.json?service=adult-services"
    assert client.get(address[1]).json()["tables"][0]["url"] == "timeline.csv?service=adult-services"


@pytest.mark.parametrize("address", ["/nope.csv", "/nope.csv-metadata.json", "/.csv"])
def test_a_table_there_is_none_of_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/timeline.csv?from=banana", "/findings.csv?voice=nobody", "/citations.csv?source=nope",
     "/timeline.csv-metadata.json?kind=nope"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.content.decode().count("\n") == 1


@pytest.mark.parametrize("address", ["/timeline.csv", "/timeline.json", "/timeline.atom", "/timeline.ics"])
def test_more_parameters_than_can_be_read_are_refused_in_a_sentence(client: Client, address: str) -> None:
    answer = client.get(f"{address}?" + "&".join(["service=a"] * 1001))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("something_of_each")
class TestTheArchive:
    def test_it_holds_every_table_as_it_is_at_its_address(self, client: Client) -> None:
        packed = ZipFile(io.BytesIO(body(client.get("/record.zip"))))
        folder = f"powys-oversight-{versions.current()}"
        for slug in SLUGS:
            assert packed.read(f"{folder}/{slug}.csv") == body(client.get(f"/{slug}.csv"))
            assert json.loads(packed.read(f"{folder}/{slug}.csv-metadata.json"))
        assert packed.testzip() is None

    @pytest.mark.parametrize("name", ["README.txt", "citation.bib"])
    def test_it_says_which_version_it_is(self, client: Client, name: str) -> None:
        packed = ZipFile(io.BytesIO(body(client.get("/record.zip"))))
        version = versions.current()
        assert str(version) in packed.read(f"powys-oversight-{version}/{name}").decode()

    def test_it_has_its_licence(self, client: Client) -> None:
        packed = ZipFile(io.BytesIO(body(client.get("/record.zip"))))
        text = packed.read(f"powys-oversight-{versions.current()}/LICENCE.txt").decode()
        assert "https://creativecommons.org/licenses/by/4.0/" in text


@pytest.mark.parametrize("host", ["TestServer", "testserver:80"])
def test_a_host_is_one_however_it_is_written(client: Client, host: str) -> None:
    make_milestone(slug="a-board")
    text = body(client.get("/timeline.csv", headers={"host": host})).decode()
    assert "http://testserver/events/a-board/" in text


@pytest.mark.parametrize("method", ["get", "head"])
def test_for_excel_it_is_the_same_after_a_mark(client: Client, method: str) -> None:
    make_milestone()
    whole = body(client.get("/timeline.csv"))
    answer = getattr(client, method)("/timeline.csv?bom=1")
    sent = body(answer)
    answer.close()
    assert sent == (b"\xef\xbb\xbf" + whole if method == "get" else b"")


class TestTheWorkbook:
    @pytest.mark.usefixtures("something_of_each")
    def test_it_is_named_by_its_version(self, client: Client) -> None:
        answer = client.get("/record.xlsx")
        assert "powys-oversight-record-" in answer["Content-Disposition"]
        assert f"-{versions.current()}.xlsx" in answer["Content-Disposition"]
        assert body(answer).startswith(b"PK")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/record.zip", "/record.xlsx", "/citations.csv", "/timeline.csv"])
class TestOutsideAnyTransaction:
    """As on the site itself: tests are inside one, where a moment of the record is not one of its own."""

    def test_it_is_made_whole_and_leaves_nothing_open(self, client: Client, address: str) -> None:
        make_milestone(slug="a-board")
        assert len(body(client.get(address))) > 100
        connection.ensure_connection()
        assert not getattr(connection.connection, "in_transaction", False)
        make_milestone(slug="another")  # so that it may be written to again
        assert len(body(client.get(address))) > 100

    def test_broken_off_it_leaves_nothing_open(self, client: Client, address: str) -> None:
        make_milestone()
        answer: Any = client.get(address)
        pieces = iter(answer.streaming_content)
        next(pieces)
        answer.close()
        connection.ensure_connection()
        assert not getattr(connection.connection, "in_transaction", False)
        make_milestone()
