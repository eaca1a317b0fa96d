import pytest
from django.test import Client

from powys_oversight.timeline.http import code_stamp
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
