"""Whole files: built, cached by version and site, and rebuilt after a change."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from powys_oversight.opendata import downloads
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.models import Revision
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
WHOLE_FILES = ["timeline.csv", "timeline.json", "timeline.ics", "record.zip", "record.xlsx"]


@pytest.fixture(autouse=True)
def _cached(settings: Any) -> Any:
    settings.DOWNLOAD_CACHE_BYTES = 1_000_000
    cache.clear()
    yield
    cache.clear()


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


def fetched_twice(client: Client, name: str, **given: Any) -> tuple[Any, Any]:
    first = body(client.get(f"/{name}", **given))
    return first, client.get(f"/{name}", **given)


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_file_asked_for_again_is_the_same_bytes_with_its_length(client: Client, name: str) -> None:
    make_milestone()
    first, second = fetched_twice(client, name)
    assert not second.streaming
    assert second.content == first
    assert second["Content-Length"] == str(len(first))


def test_a_file_is_built_anew_once_the_record_has_changed(client: Client) -> None:
    make_milestone(title="Before")
    fetched_twice(client, "timeline.csv")
    make_milestone(title="After")
    assert b"After" in body(client.get("/timeline.csv"))


def test_a_file_is_cached_for_the_site_its_addresses_name(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    make_milestone()
    fetched_twice(client, "timeline.csv", headers={"host": "one.example"})
    assert b"http://two.example/" in body(client.get("/timeline.csv", headers={"host": "two.example"}))


def test_a_file_larger_than_the_setting_is_streamed_each_time(client: Client, settings: Any) -> None:
    settings.DOWNLOAD_CACHE_BYTES = 100
    make_milestone()
    _first, second = fetched_twice(client, "timeline.csv")
    assert second.streaming


def test_a_file_of_just_the_size_of_the_setting_is_cached(client: Client, settings: Any) -> None:
    make_milestone()
    settings.DOWNLOAD_CACHE_BYTES = len(body(client.get("/services.csv")))
    cache.clear()
    _first, second = fetched_twice(client, "services.csv")
    assert not second.streaming


def test_a_file_that_is_not_fetched_to_its_end_is_not_cached() -> None:
    make_milestone()
    version = versions.current()
    pieces = iter(downloads.JSON.send(SITE, version))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert not isinstance(downloads.JSON.send(SITE, version), list)


def test_a_file_during_which_the_record_changed_is_not_cached() -> None:
    make_milestone()
    version = versions.current()
    for _piece in downloads.JSON.send(SITE, version):
        Revision.raise_by_one()
    assert not isinstance(downloads.JSON.send(SITE, version), list)


def test_a_mark_for_excel_stands_before_a_cached_file_too(client: Client) -> None:
    make_milestone()
    plain, again = fetched_twice(client, "timeline.csv")
    marked = client.get("/timeline.csv?bom=1")
    assert not marked.streaming
    assert marked.content == b"\xef\xbb\xbf" + plain == b"\xef\xbb\xbf" + again.content


def test_a_mark_for_excel_stands_before_a_streamed_file_too(client: Client) -> None:
    make_milestone()
    marked = client.get("/timeline.csv?order=newest&bom=1")
    assert marked.streaming
    assert b"".join(marked).startswith(b"\xef\xbb\xbfid,")


def test_a_filtered_file_is_not_cached(client: Client) -> None:
    make_milestone()
    _first, second = fetched_twice(client, "timeline.csv?order=newest")
    assert second.streaming
