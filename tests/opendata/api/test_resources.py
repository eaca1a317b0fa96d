import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from powys_oversight.opendata import schema
from powys_oversight.timeline.history import versions
from tests.cases import crossed
from tests.conftest import shared_by_tests
from tests.factories import (
    cite,
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_observation,
    make_office,
    make_outcome,
    make_passage,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

LISTS = [table.api for table in schema.tables() if table.api]


@pytest.fixture(scope="class")
def several_of_each(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with shared_by_tests(django_db_blocker):
        service = make_service(slug="adult-services")
        measure = make_measure(slug="visits")
        for day in ("2018", "2018-04", "2018-04-16", "../2018-10-18", "2019-01-09"):
            event = make_inspection(occurred=day, services=[service])
            make_finding(event=event)
            make_finding(event=event)
            make_outcome(action=make_required_action(), reported_at=event)
            make_observation(event=event, measure=measure, period=day)
            make_source(published=day)
            make_office(began=day)
            make_service()
            make_passage(event=event)
        yield


def given(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("application/json")
    return answer.json()


def walked(client: Client, address: str) -> list[Any]:
    """Every item of every page, from one to the next as each says."""
    items = []
    following: str | None = address
    while following:
        page = given(client, following)
        items += page["items"]
        following = page["next"] and "?".join(urlsplit(page["next"])[2:4])
    return items


@pytest.mark.usefixtures("several_of_each")
@pytest.mark.parametrize("name", LISTS)
class TestEveryList:
    def test_pages_hold_together_what_one_page_does(self, client: Client, name: str) -> None:
        whole = given(client, f"/api/{name}/?limit=500")["items"]
        assert len(whole) >= 5
        assert walked(client, f"/api/{name}/?limit=2") == whole

    def test_its_items_have_the_columns_of_the_file(self, client: Client, name: str) -> None:
        [table] = [each for each in schema.tables() if each.api == name]
        assert list(given(client, f"/api/{name}/")["items"][0]) == table.names

    def test_the_next_page_stands_in_a_header_too(self, client: Client, name: str) -> None:
        answer = client.get(f"/api/{name}/?limit=2")
        assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'

    def test_the_last_page_leads_nowhere(self, client: Client, name: str) -> None:
        answer = client.get(f"/api/{name}/?limit=500")
        assert answer.json()["next"] is None
        assert "Link" not in answer

    def test_it_names_the_version(self, client: Client, name: str) -> None:
        assert given(client, f"/api/{name}/")["version"] == versions.current().digest

    def test_nothing_is_sent_again_while_nothing_changes(self, client: Client, name: str) -> None:
        answer = client.get(f"/api/{name}/")
        again = client.get(f"/api/{name}/", headers={"if-none-match": answer["ETag"]})
        since = client.get(f"/api/{name}/", headers={"if-modified-since": answer["Last-Modified"]})
        assert (again.status_code, since.status_code) == (304, 304)
        make_source()
        assert client.get(f"/api/{name}/", headers={"if-none-match": answer["ETag"]}).status_code == 200

    def test_any_site_may_read_it(self, client: Client, name: str) -> None:
        assert client.get(f"/api/{name}/")["Access-Control-Allow-Origin"] == "*"

    def test_head_is_reading(self, client: Client, name: str) -> None:
        assert client.head(f"/api/{name}/").status_code == 200

    def test_as_many_queries_are_made_however_many_rows(
        self, client: Client, name: str, django_assert_max_num_queries: Any
    ) -> None:
        versions.current()
        with django_assert_max_num_queries(5):
            client.get(f"/api/{name}/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_may_be_done_but_reading(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/events/")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD"
    assert "Access-Control-Allow-Origin" not in answer


NO_CURSORS = [
    "x",
    "%00",
    "W10",
    "bnVsbA",
    "WzEuNV0",
    "W251bGxd",
    "WyJhIl0",
    "WzFlMzAwXQ",
    "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OV0",
    "WzEsMiwzLDQsNV0",
    "eyJhIjoxfQ",
    "W1tbW1tdXV1dXQ",
    "a" * 501,
    "WzEsIlx1ZDgwMCIsMSwxXQ",
    "é",
]


class TestACursor:
    """Where a page ended stays where it was, whatever becomes of the record."""

    def test_what_is_added_before_it_is_not_come_back_to(self, client: Client) -> None:
        for year in range(2010, 2016):
            make_milestone(slug=f"in-{year}", occurred=str(year))
        page = given(client, "/api/events/?limit=3")
        make_milestone(slug="early", occurred="2001")
        make_milestone(slug="late", occurred="2019")
        rest = walked(client, "?".join(urlsplit(page["next"])[2:4]))
        assert [item["id"] for item in rest] == ["in-2013", "in-2014", "in-2015", "late"]

    def test_what_it_ended_at_may_be_gone(self, client: Client) -> None:
        events = [make_milestone(slug=f"in-{year}", occurred=str(year)) for year in range(2010, 2014)]
        page = given(client, "/api/events/?limit=2")
        events[1].withdraw("It was wrong.")
        rest = walked(client, "?".join(urlsplit(page["next"])[2:4]))
        assert [item["id"] for item in rest] == ["in-2012", "in-2013"]

    def test_newest_first_it_goes_backwards(self, client: Client) -> None:
        for year in range(2010, 2015):
            make_milestone(slug=f"in-{year}", occurred=str(year))
        found = [item["id"] for item in walked(client, "/api/events/?order=newest&limit=2")]
        assert found == ["in-2014", "in-2013", "in-2012", "in-2011", "in-2010"]

    @pytest.mark.parametrize(("name", "cursor"), crossed(LISTS, NO_CURSORS))
    def test_what_is_no_cursor_is_refused(self, client: Client, name: str, cursor: str) -> None:
        make_milestone()
        answer = client.get(f"/api/{name}/", {"after": cursor} if cursor != "%00" else {"after": "\x00"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "after"


class TestOneRow:
    def test_it_is_as_it_stands_in_its_list(self, client: Client) -> None:
        make_milestone(slug="a-board")
        assert given(client, "/api/events/a-board/") == given(client, "/api/events/")["items"][0]

    @pytest.mark.parametrize("name", ["nope", "%00", "a b", "é"])
    def test_one_there_is_none_of_is_not_found(self, client: Client, name: str) -> None:
        answer = client.get(f"/api/events/{name}/")
        assert answer.status_code == 404
        assert answer.json()["status"] == 404

    def test_a_draft_is_not_found(self, client: Client) -> None:
        make_milestone(slug="a-board", status="draft")
        assert client.get("/api/events/a-board/").status_code == 404


class TestARefusal:
    @pytest.mark.parametrize(
        ("query", "parameter"),
        [("from=banana", "from"), ("service=nope", "service"), ("order=up", "order"), ("limit=0", "limit"),
         ("limit=501", "limit"), ("limit=x", "limit"), ("from=2019&to=2018", "from"), ("kind=%00", "kind")],
    )  # fmt: skip
    def test_it_says_which_parameter_and_why(self, client: Client, query: str, parameter: str) -> None:
        answer = client.get(f"/api/events/?{query}")
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        told = answer.json()
        assert (told["status"], told["title"], told["type"]) == (400, "Bad Request", "about:blank")
        assert told["errors"][0]["parameter"] == parameter
        assert told["detail"]

    @pytest.mark.parametrize(
        "address",
        [
            "/api/nope/",
            "/api/nope",
            "/api/nope.json",
            "/api/events/a/b/",
            "/api/events//",
            "/api/%00",
            "/api//",
        ],
    )
    def test_an_address_there_is_none_of(self, client: Client, address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"

    def test_an_address_without_its_last_stroke_leads_to_the_whole(self, client: Client) -> None:
        answer = client.get("/api/events?service=a&order=newest")
        assert answer.status_code == 301
        assert answer["Location"] == "/api/events/?service=a&order=newest"
        assert answer["Access-Control-Allow-Origin"] == "*"

    @pytest.mark.parametrize("address", ["/api/events/", "/api/events/a-board/", "/api/nope/"])
    def test_more_parameters_than_can_be_read(self, client: Client, address: str) -> None:
        answer = client.get(f"{address}?" + "&".join(["service=a"] * 1001))
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"

    def test_what_is_not_known_is_passed_over(self, client: Client) -> None:
        assert client.get("/api/events/?utm_source=x").status_code == 200


class TestValues:
    def test_a_text_is_just_what_it_is(self, client: Client) -> None:
        summary = '=1+1, "ŵ"\n\u202e <b>&amp;</b> \\ \u2028'
        make_milestone(slug="a", summary=summary)
        assert given(client, "/api/events/a/")["summary"] == summary

    def test_what_is_blank_is_null_and_a_list_is_a_list(self, client: Client) -> None:
        make_milestone(slug="a", services=[], cited_in=[], occurred="2018-22")
        item = given(client, "/api/events/a/")
        assert (item["ended"], item["published_on"], item["issued_by"]) == (None, None, None)
        assert (item["services"], item["sources"], item["cited_at"]) == ([], [], [])

    def test_a_place_with_a_semicolon_in_it_is_one_place(self, client: Client) -> None:
        event = make_milestone(slug="a", cited_in=[])
        cite(event, make_source(slug="bbc"), "paragraph 3; bbc: the note")
        assert given(client, "/api/events/a/")["cited_at"] == [
            {"source": "bbc", "place": "paragraph 3; bbc: the note"}
        ]

    def test_a_number_is_a_number(self, client: Client) -> None:
        make_observation(value=80)
        item = given(client, "/api/measures/")["items"][0]
        assert (item["value"], item["target"]) == (80.0, None)


class TestADay:
    @pytest.mark.usefixtures("record")
    def test_it_says_what_its_page_says(self, client: Client) -> None:
        told = given(client, "/api/as-of/2018-02-01/?known=then")
        html = client.get("/as-of/2018-02-01/?known=then").content.decode()
        assert [service["service"] for service in told["services"]][0] == "childrens-services"
        for service in told["services"]:
            for sentence in service["sentences"]:
                assert "<" not in sentence["text"]
                assert sentence["sources"]
        assert f"{told['services'][0]['name']}" in html

    @pytest.mark.parametrize(
        ("address", "parameter"),
        [("/api/as-of/2018-02-30/", "day"), ("/api/as-of/banana/", "day"), ("/api/as-of/2018/", "day"),
         ("/api/as-of/1 February 2018/", "day"), ("/api/as-of/2018-02-01/?known=never", "known")],
    )  # fmt: skip
    def test_what_is_no_day_is_refused(self, client: Client, address: str, parameter: str) -> None:
        make_milestone()
        answer = client.get(address)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == parameter

    def test_an_empty_record_has_no_day(self, client: Client) -> None:
        assert client.get("/api/as-of/2018-02-01/").status_code == 404


class TestTheDescription:
    def test_it_is_openapi_3_1(self, client: Client) -> None:
        told = given(client, "/api/openapi.json")
        assert told["openapi"] == "3.1.0"
        assert {f"/api/{name}/" for name in LISTS} < set(told["paths"])

    def test_it_describes_each_column_as_the_dictionary_does(self, client: Client) -> None:
        told = given(client, "/api/openapi.json")["components"]["schemas"]["EventsRow"]["properties"]
        for column in schema.table("timeline").columns:
            assert told[column.name]["description"] == str(column.about)

    def test_it_describes_each_filter(self, client: Client) -> None:
        told = given(client, "/api/openapi.json")["paths"]["/api/events/"]["get"]["parameters"]
        names = {each["name"] for each in told}
        assert names == {"service", "kind", "tier", "source", "from", "to", "q", "order", "after", "limit"}

    def test_it_says_what_every_parameter_is(self, client: Client) -> None:
        paths = given(client, "/api/openapi.json")["paths"]
        for address, operations in paths.items():
            for each in operations["get"].get("parameters", []):
                assert each.get("description") or each["schema"].get("description"), (address, each["name"])

    def test_people_have_a_page_of_it(self, client: Client) -> None:
        html = client.get("/api/").content.decode()
        assert "GET /api/events/" in html
        assert "May be given more than once." in html


def test_the_whole_timeline_is_one_object_streamed(client: Client) -> None:
    for slug in ("a", "b"):
        make_milestone(slug=slug)
    answer: Any = client.get("/timeline.json")
    assert answer.streaming
    told = json.loads(answer.getvalue())
    assert [event["id"] for event in told["events"]] == ["a", "b"]
    assert told["version"] == versions.current().digest
    assert told["events"] == given(client, "/api/events/")["items"]


def test_an_empty_timeline_is_json_too(client: Client) -> None:
    assert json.loads(client.get("/timeline.json").getvalue())["events"] == []
