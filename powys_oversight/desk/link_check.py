"""Asks addresses whether they still answer: one at a time, with pauses, as their robots.txt allows.

No connection is made to an address that is not public, also where a name or a redirect leads to one.
"""

import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection, RemoteDisconnected
from ipaddress import IPv6Address, ip_address, ip_network
from math import inf
from typing import Any
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPErrorProcessor, HTTPHandler, HTTPSHandler, ProxyHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from .models import LinkCheck

SECONDS = 20  # the longest that one answer is waited for
PAUSE = 1.0  # seconds between two requests to one host
MOST_REDIRECTS = 5
LONGEST_ROBOTS = 500_000  # the most bytes read of a robots.txt, as RFC 9309 has it
GLOBAL_UNICAST = ip_network("2000::/3")  # where the public addresses of IPv6 are

FAULTS = {
    socket.gaierror: _("its host is not known"),
    TimeoutError: _("it took too long"),
    ConnectionRefusedError: _("the connection was refused"),
    ConnectionError: _("the connection was closed"),
    ssl.SSLError: _("its certificate is not trusted"),
}
"""What is said of the faults of a connection, the first that fits."""

Outcome = LinkCheck.Outcome
Answer = tuple[LinkCheck.Outcome, str]


class PrivateAddressError(OSError):
    """A host whose address is not public."""


class BarredError(Exception):
    """An address that the host's robots.txt asks programs not to fetch."""


def is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip not in GLOBAL_UNICAST or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast


def _public_connection(target: tuple[str, int], timeout: float, *args: Any) -> socket.socket:
    """Connect to a host by one of the very addresses that were looked at. Raises PrivateAddressError."""
    host, port = target
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found)
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(f"{host} is at {address}")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            fault = error
    raise fault


def _publicly(connection: Any) -> Any:
    """Return a connection class that connects to public addresses only."""

    class PublicConnection(connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._create_connection = _public_connection

    return PublicConnection


class _PublicHandler(HTTPHandler, HTTPSHandler):
    def http_open(self, request: Request) -> Any:
        return self.do_open(_publicly(HTTPConnection), request)

    def https_open(self, request: Request) -> Any:
        return self.do_open(_publicly(HTTPSConnection), request)


class _AsAnswered(HTTPErrorProcessor):
    """Returns redirects and errors as they are, rather than following or raising them."""

    def http_response(self, request: Request, response: Any) -> Any:
        return response

    https_response = http_response


class LinkChecker:
    """Asks addresses one after another, and remembers what each host allows."""

    def __init__(self, user_agent: str, *, pause: float = PAUSE, allow_private: bool = False) -> None:
        self.user_agent, self.pause = user_agent, pause
        handlers = [] if allow_private else [_PublicHandler]
        self._opener = build_opener(ProxyHandler({}), _AsAnswered, *handlers)
        self._robots: dict[str, RobotFileParser | Exception] = {}
        self._last_asked: dict[str, float] = {}

    def check(self, address: str) -> Answer:
        """Return what became of an address. Never raises for anything that a host does."""
        try:
            return self._follow(address)
        except BarredError:
            return Outcome.BARRED, ""
        except (OSError, HTTPException, ValueError) as fault:
            reason = fault.reason if isinstance(fault, URLError) else fault
            if isinstance(reason, PrivateAddressError):
                return Outcome.PRIVATE, str(reason)
            return Outcome.FAILED, _in_words(reason)

    def _follow(self, address: str) -> Answer:
        here, for_good = address, True
        for _hop in range(MOST_REDIRECTS + 1):
            status, location = self._ask(here)
            if not location:
                break
            for_good = for_good and status in (301, 308)
            here = urljoin(here, location)
        if status in (404, 410):
            return Outcome.GONE, str(status)
        if not 200 <= status < 300:
            return Outcome.ERROR, str(status)
        has_moved = here != address and for_good
        return (Outcome.MOVED, here[:2000]) if has_moved else (Outcome.ANSWERED, str(status))

    def _ask(self, address: str) -> tuple[int, str]:
        """Ask by HEAD, and by GET where that is refused. Return the status and where it redirects."""
        rules = self._rules_of(address)
        if not rules.can_fetch(self.user_agent, _in_ascii(address)):
            raise BarredError
        pause = float(rules.crawl_delay(self.user_agent) or 0)
        try:
            status, location, _body = self._request(address, "HEAD", pause=pause)
            if status < 400:
                return status, location
        except RemoteDisconnected:
            pass
        return self._request(address, "GET", pause=pause)[:2]

    def _request(
        self, address: str, method: str, *, pause: float = 0, most: int = 0
    ) -> tuple[int, str, bytes]:
        """Return the status, where it redirects, and as much of the body as was asked for."""
        address = _in_ascii(address)
        host = urlsplit(address).netloc
        since = time.monotonic() - self._last_asked.get(host, -inf)
        time.sleep(max(0, max(self.pause, pause) - since))
        self._last_asked[host] = time.monotonic()
        request = Request(address, headers={"User-Agent": self.user_agent}, method=method)  # noqa: S310
        with _at_most(SECONDS), self._opener.open(request, timeout=SECONDS) as response:
            location = response.headers.get("Location", "") if 300 <= response.status < 400 else ""
            # A header is read as Latin-1, whatever it was written in.
            location = location.encode("latin-1", "replace").decode("utf-8", "replace")
            return response.status, location, response.read(most) if most else b""

    def _rules_of(self, address: str) -> RobotFileParser:
        """Return what a host allows. Raises again what happened where it could not be asked."""
        site = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
        if site not in self._robots:
            try:
                self._robots[site] = self._read_rules(f"{site}/robots.txt")
            except (OSError, HTTPException) as fault:
                self._robots[site] = fault
        rules = self._robots[site]
        if isinstance(rules, Exception):
            raise rules
        return rules

    def _read_rules(self, address: str) -> RobotFileParser:
        """Return the rules at an address. A host that cannot say, by an error of its own, allows nothing."""
        for _hop in range(MOST_REDIRECTS + 1):
            status, location, body = self._request(address, "GET", most=LONGEST_ROBOTS)
            if not location:
                break
            address = urljoin(address, location)
        lines = body.decode("utf-8-sig", "replace").splitlines() if status == 200 else []
        if status in (401, 403, 429) or status >= 500:
            lines = ["User-agent: *", "Disallow: /"]
        rules = RobotFileParser()
        rules.parse(lines)
        return rules


def _in_ascii(address: str) -> str:
    """Return an address as it is sent. Raises ValueError where it is none of the web."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("not an http address")
    return iri_to_uri(parts._replace(netloc=parts.netloc.encode("idna").decode()).geturl())


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Raise TimeoutError after some seconds, however slowly a host goes on answering."""

    def give_up(*_args: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def is_known(address: str) -> bool:
    """True where the name of an address's host can be looked up, which needs a network."""
    try:
        return bool(socket.getaddrinfo(urlsplit(address).hostname, None))
    except (OSError, ValueError):
        return False


def _in_words(fault: object) -> str:
    for kind, words in FAULTS.items():
        if isinstance(fault, kind):
            return str(words)
    return f"{type(fault).__name__}: {fault}"[:200]


def addresses_of(source: Any) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (source.url, source.url_cy, source.archived_url)))
