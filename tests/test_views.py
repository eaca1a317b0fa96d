from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_health_is_ok_while_the_database_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_robots_are_told_of_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("record")
def test_the_sitemap_lists_every_published_page(client: Client) -> None:
    listed = client.get("/sitemap.xml").content.decode()
    assert "/events/warning-notice-2017-10-17/" in listed
    assert "/services/childrens-services/" in listed
    assert "/sources/bbc-2018-04-16/" in listed


@pytest.mark.parametrize("name", ["400.html", "403.html", "500.html"])
def test_an_error_page_needs_nothing_that_may_have_failed(name: str) -> None:
    text = (ROOT / "templates" / name).read_text()
    assert "{%" not in text
    assert "{{" not in text


@pytest.mark.django_db
def test_a_page_that_fails_is_answered_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powys_oversight.pages.views.pages.TimelineFilter.from_query", lambda query: 1 / 0)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert b"Something went wrong on this site" in answer.content
