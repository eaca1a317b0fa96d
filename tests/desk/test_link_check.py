import io
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from powys_oversight.desk.link_check import LinkChecker, is_public
from powys_oversight.desk.models import LinkCheck
from powys_oversight.desk.worklist import sections_for
from powys_oversight.timeline.models import Change, Source
from tests.factories import make_source, make_user

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """Answers by path: /404, /moved, /found, /no-head; what it was asked is kept."""

    asked: list[tuple[str, str, str]]
    robots = ""
    robots_status = 200
    redirects = {
        "/moved": (301, "/new"),
        "/found": (302, "/new"),
        "/for-a-while": (302, "/moved"),
        "/loop": (302, "/loop"),
        "/to-private": (302, "http://127.0.0.2:1/"),
        "/to-nowhere": (302, "http://127.0.0.1:999999999999999999999/"),
        "/to-welsh": (302, "/t\u0177 newydd"),
    }

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/robots.txt":
            return self._send(self.robots_status, self.robots.encode(), location="/rules")
        if self.path == "/rules":
            return self._send(200, b"User-agent: *\nDisallow: /")
        if self.path in self.redirects:
            status, location = self.redirects[self.path]
            return self._send(status, location=location)
        if self.path == "/closes" and self.command == "HEAD":
            self.close_connection = True
            return self.connection.close()
        if self.path == "/drips":
            return self._drip()
        if self.path == "/no-head":
            return self._send(405 if self.command == "HEAD" else 200)
        return self._send(int(self.path[1:]) if self.path[1:].isdigit() else 200)

    def _drip(self) -> None:
        with suppress(OSError):
            while True:
                self.connection.sendall(b"H")
                time.sleep(0.1)

    def _send(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", location.encode().decode("latin-1"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_GET = do_HEAD = _answer  # noqa: N815 - the names that the handler looks for

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Any]:
    """A site on this machine; `url` is its address and `asked` what it was asked."""
    handler: Any = type("Handler", (Site,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        handler.url = f"http://127.0.0.1:{server.server_port}"
        yield handler
        server.shutdown()


def checker(**given: Any) -> LinkChecker:
    return LinkChecker("test (+a@example.org)", **{"pause": 0, "allow_private": True} | given)


@pytest.mark.parametrize(
    ("path", "outcome", "detail"),
    [
        ("/page", "answered", "200"),
        ("/404", "gone", "404"),
        ("/410", "gone", "410"),
        ("/500", "error", "500"),
        ("/403", "error", "403"),
        ("/no-head", "answered", "200"),
        ("/closes", "answered", "200"),
        ("/found", "answered", "200"),
        ("/for-a-while", "answered", "200"),
        ("/to-welsh", "answered", "200"),
        ("/t\u0177", "answered", "200"),
        ("/loop", "error", "302"),
        ("/to-nowhere", "failed", "ValueError: Port out of range 0-65535"),
    ],
)
def test_each_answer_has_its_outcome(site: Any, path: str, outcome: str, detail: str) -> None:
    assert checker().check(site.url + path) == (outcome, detail)


def test_a_page_moved_for_good_gives_its_new_address(site: Any) -> None:
    assert checker().check(f"{site.url}/moved") == ("moved", f"{site.url}/new")


def test_it_asks_by_head_and_says_who_asks(site: Any) -> None:
    checker().check(f"{site.url}/page")
    assert site.asked[-1] == ("HEAD", "/page", "test (+a@example.org)")


def test_what_robots_bar_is_not_asked(site: Any) -> None:
    site.robots = "User-agent: *\nDisallow: /page"
    assert checker().check(f"{site.url}/page") == ("barred", "")
    assert [path for _method, path, _agent in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize("status", [301, 401, 403, 429, 500])
def test_a_host_whose_robots_cannot_be_read_or_stand_elsewhere_is_left_alone(site: Any, status: int) -> None:
    site.robots_status = status
    assert checker().check(f"{site.url}/page") == ("barred", "")


def test_a_host_without_robots_is_asked(site: Any) -> None:
    site.robots, site.robots_status = "Disallow: /", 404
    assert checker().check(f"{site.url}/page") == ("answered", "200")


def test_robots_that_begin_with_a_byte_order_mark_are_read(site: Any) -> None:
    site.robots = "\ufeffUser-agent: *\nDisallow: /"
    assert checker().check(f"{site.url}/page") == ("barred", "")


def test_it_waits_between_two_requests_as_long_as_robots_ask(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("powys_oversight.desk.link_check.time.sleep", waits.append)
    site.robots = "User-agent: *\nCrawl-delay: 7"
    asks = checker(pause=1)
    asks.check(f"{site.url}/a")
    assert [round(seconds) for seconds in waits] == [0, 7]


def test_a_host_that_answers_without_end_is_given_up(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powys_oversight.desk.link_check.SECONDS", 1)
    assert checker().check(f"{site.url}/drips") == ("failed", "it took too long")


def test_a_redirect_to_a_private_address_is_not_followed(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powys_oversight.desk.link_check.is_public", lambda address: address == "127.0.0.1")
    answer = checker(allow_private=False).check(f"{site.url}/to-private")
    assert answer == ("private", "127.0.0.2 is at 127.0.0.2")


def test_robots_are_asked_once_for_a_host(site: Any) -> None:
    asks = checker()
    asks.check(f"{site.url}/a")
    asks.check(f"{site.url}/b")
    assert [path for _method, path, _agent in site.asked] == ["/robots.txt", "/a", "/b"]


def test_a_host_that_is_not_there_did_not_answer() -> None:
    assert checker().check("http://127.0.0.1:1/") == ("failed", "the connection was refused")


@pytest.mark.parametrize("address", ["ftp://example.org/a", "http://", "nonsense", "http://[/"])
def test_what_is_no_web_address_did_not_answer(address: str) -> None:
    assert checker().check(address)[0] == "failed"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_private_address_is_not_asked(site: Any, scheme: str) -> None:
    address = f"{site.url}/page".replace("http", scheme)
    refused = ("private", "127.0.0.1 is at 127.0.0.1")
    assert checker(allow_private=False).check(address) == refused
    assert not site.asked


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fec0::1",
        "224.0.0.1",
    ],
)
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_addresses_of_the_web_are_public(address: str) -> None:
    assert is_public(address)


def run(**given: Any) -> str:
    said = io.StringIO()
    options = {"contact": "a@example.org", "pause": 0, "allow_private": True} | given
    call_command("check_links", stdout=said, **options)
    return said.getvalue()


def test_it_notes_every_address_and_changes_no_entry(site: Any) -> None:
    source = make_source(url=f"{site.url}/a", url_cy=f"{site.url}/b", archived_url=f"{site.url}/404")
    assert f"3 of 3: {site.url}/404 is gone 404" in run()
    kept = {check.address: check.outcome for check in LinkCheck.objects.all()}
    assert kept == {source.url: "answered", source.url_cy: "answered", source.archived_url: "gone"}
    assert Source.objects.get().url == source.url
    assert not Change.objects.exists()


@pytest.mark.parametrize(("path", "answered"), [("/a", True), ("/moved", True), ("/404", False)])
def test_a_source_keeps_the_day_its_address_last_answered(site: Any, path: str, answered: bool) -> None:
    make_source(url=f"{site.url}{path}")
    run()
    assert (Source.objects.get().answered_on == timezone.localdate()) is answered


def test_what_was_asked_lately_is_not_asked_again(site: Any) -> None:
    make_source(url=f"{site.url}/a")
    run()
    assert run() == ""
    LinkCheck.objects.update(checked_at=timezone.now() - timedelta(days=8))
    assert "1 of 1" in run()


def test_an_address_of_two_sources_is_asked_once(site: Any) -> None:
    make_source(url=f"{site.url}/a", url_cy=f"{site.url}/b")
    make_source(url_cy=f"{site.url}/b")
    assert "3 of 3" in run()
    assert [path for _method, path, _agent in site.asked].count("/b") == 1


def test_without_a_network_nothing_is_noted() -> None:
    make_source(url="https://nowhere.invalid/a")
    with pytest.raises(CommandError, match="is there a network"):
        run()
    assert not LinkCheck.objects.exists()


@pytest.mark.parametrize("days", ["-1", "x", "99999"])
def test_days_that_are_no_number_of_days_are_refused(days: str) -> None:
    with pytest.raises(CommandError, match="0 to 9999"):
        call_command("check_links", f"--days={days}", "--contact=a@example.org")


def test_without_a_contact_nothing_is_asked() -> None:
    with pytest.raises(CommandError, match="who asks"):
        run(contact="")


def test_the_desk_names_what_moved_or_died_until_it_is_mended(site: Any) -> None:
    source = make_source(url=f"{site.url}/moved")
    make_source(url=f"{site.url}/a")
    run()
    [found] = sections_for(make_user("Editor"), only="links")
    [row] = found.rows
    assert (row.words, row.note) == (source.url, f"moved for good: {site.url}/new")
    assert row.href == f"/admin/timeline/source/{source.pk}/change/#id_url"
    Source.objects.filter(pk=source.pk).update(url=f"{site.url}/new")
    [found] = sections_for(make_user("Editor"), only="links")
    assert found.rows == []
