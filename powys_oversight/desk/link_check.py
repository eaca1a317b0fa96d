"""Asks addresses whether they still answer: one at a time, with pauses, as their robots.txt allows.

No connection is made to an address that is not public, also where a name or a redirect leads to one.
"""

import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPErrorProcessor, HTTPHandler, HTTPSHandler, ProxyHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from .models import LinkCheck

SECONDS = 20  # the longest that one answer is waited for
PAUSE = 1.0  # seconds between two requests to one host
MOST_REDIRECTS = 5
LONGEST_ROBOTS = 500_000  # the most bytes read of a robots.txt, as RFC 9309 has it

Outcome = LinkCheck.Outcome
Answer = tuple[LinkCheck.Outcome, str]


class PrivateAddressError(OSError):
    """A host whose address is not public."""


class BarredError(Exception):
    """An address that the host's robots.txt asks programs not to fetch."""


def is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def _public_connection(target: tuple[str, int], timeout: float, *args: Any) -> socket.socket:
    """Connect to a host by the very address that was looked at. Raises PrivateAddressError."""
    host, port = target
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_rest, sockaddr in found]
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(f"{host} is at {address}")
    return socket.create_connection((addresses[0], port), timeout)


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
        self._robots: dict[str, RobotFileParser] = {}
        self._last_asked: dict[str, float] = {}

    def check(self, address: str) -> Answer:
        """Return what became of an address. Never raises for anything that a host does."""
        try:
            return self._follow(address)
        except BarredError:
            return Outcome.BARRED, ""
        except (OSError, HTTPException, ValueError) as fault:
            reason = getattr(fault, "reason", fault)
            if isinstance(reason, PrivateAddressError):
                return Outcome.PRIVATE, str(reason)
            return Outcome.FAILED, f"{type(reason).__name__}: {reason}"[:200]

    def _follow(self, address: str) -> Answer:
        here, for_good = address, True
        for _hop in range(MOST_REDIRECTS + 1):
            status, location = self._ask(here)
            if not (300 <= status < 400 and location):
                break
            for_good = for_good and status in (301, 308)
            here = urljoin(here, location)
        if status in (404, 410):
            return Outcome.GONE, str(status)
        if not 200 <= status < 300:
            return Outcome.FAILED, str(status)
        has_moved = here != address and for_good
        return (Outcome.MOVED, here[:2000]) if has_moved else (Outcome.ANSWERED, str(status))

    def _ask(self, address: str) -> tuple[int, str]:
        """Ask by HEAD, and by GET where that is refused. Return the status and where it redirects."""
        if not self._rules_of(address).can_fetch(self.user_agent, address):
            raise BarredError
        for method in ("HEAD", "GET"):
            with self._request(address, method) as response:
                status, location = response.status, response.headers.get("Location", "")
            if status < 400:
                break
        return status, location

    def _request(self, address: str, method: str) -> Any:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an http address")
        wait = self._last_asked.get(parts.netloc, 0) + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last_asked[parts.netloc] = time.monotonic()
        headers = {"User-Agent": self.user_agent}
        return self._opener.open(Request(address, headers=headers, method=method), timeout=SECONDS)  # noqa: S310

    def _rules_of(self, address: str) -> RobotFileParser:
        """Return what a host allows. One that cannot say, by an error of its own, allows nothing."""
        site = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            with self._request(f"{site}/robots.txt", "GET") as response:
                if response.status in (401, 403) or response.status >= 500:
                    rules.parse(["User-agent: *", "Disallow: /"])
                elif response.status == 200:
                    rules.parse(response.read(LONGEST_ROBOTS).decode("utf-8", "replace").splitlines())
                else:
                    rules.parse([])
            self._robots[site] = rules
        return self._robots[site]


def addresses_of(source: Any) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (source.url, source.url_cy, source.archived_url)))
