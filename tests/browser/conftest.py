from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from powys_oversight.timeline.history import versions
from tests.loading import load_the_record


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """The site, served. Unlike pytest-django's own it leaves the database to whoever asks for it."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(server: LiveServer, browser: Any) -> Any:
    """The browser, closed before the server is: a connection it keeps open outlives a server it is not."""
    return browser


@pytest.fixture
def site(server: LiveServer, transactional_db: None) -> str:
    """The site with the real record, for a test that changes it."""
    load_the_record()
    return server.url


@pytest.fixture(scope="module")
def site_to_read(server: LiveServer, django_db_blocker: Any) -> Iterator[str]:
    """The site with the real record, loaded once for a module whose tests only read.

    It is emptied again, so it refuses any database but the tests' own.
    """
    name = str(connection.settings_dict["NAME"])
    assert "memory" in name or name.startswith("test_"), f"{name} is not a database for tests"
    with django_db_blocker.unblock():
        load_the_record()
        versions.current()  # as somebody has asked for before
        yield server.url
        call_command("flush", interactive=False, verbosity=0)
