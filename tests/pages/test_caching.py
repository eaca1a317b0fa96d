import pytest
from django.test import Client

from powys_oversight.opendata.formats import xlsx
from powys_oversight.pages.caching import code_stamp
from tests.factories import make_milestone, make_source

pytestmark = pytest.mark.django_db


def test_each_address_has_an_etag_of_its_own(client: Client) -> None:
    make_milestone(slug="a")
    assert client.get("/")["ETag"] != client.get("/events/a/")["ETag"]


def test_an_etag_of_one_page_is_nothing_to_another(client: Client) -> None:
    etag = client.get("/")["ETag"]
    assert client.get("/events/nope/", headers={"if-none-match": etag}).status_code == 404


def test_a_page_is_kept_only_if_it_is_asked_after_each_time(client: Client) -> None:
    assert client.get("/")["Cache-Control"] == "public, no-cache"


def test_a_write_is_refused_as_such_and_not_as_a_forgery() -> None:
    assert Client(enforce_csrf_checks=True).post("/").status_code == 405


def test_the_code_has_one_stamp() -> None:
    assert code_stamp() == code_stamp()
    assert len(code_stamp()) == 12


def test_a_file_has_an_etag_of_the_record_too(client: Client) -> None:
    etag = client.get("/timeline.csv")["ETag"]
    assert client.get("/timeline.csv", headers={"if-none-match": etag}).status_code == 304
    make_source()
    assert client.get("/timeline.csv", headers={"if-none-match": etag}).status_code == 200


class TestDataForOtherSites:
    def test_a_script_may_ask_beforehand_whether_it_may_send_a_condition(self, client: Client) -> None:
        asked = {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
        for address in ("/timeline.csv", "/api/events/", "/changes.atom"):
            answer = client.options(address, headers=asked)
            assert answer.status_code == 204
            assert answer["Access-Control-Allow-Methods"] == "GET, HEAD"
            assert "If-None-Match" in answer["Access-Control-Allow-Headers"]

    def test_an_answer_that_nothing_has_changed_has_the_same_headers(self, client: Client) -> None:
        first = client.get("/timeline.csv")
        again = client.get("/timeline.csv", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        for name in ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Cache-Control"):
            assert again[name] == first[name]

    def test_asking_for_the_headers_makes_no_file(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(xlsx, "write", lambda *given, **named: pytest.fail("it was made"))
        assert client.head("/record.xlsx").status_code == 200
