"""What every test may ask for: the real record, an editor, a browser."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.loading import load_the_record

VERSION = "9c1ce7fe3531"
"""The version of the record that the fixtures are: changed with them, and with nothing else."""

# Playwright keeps an event loop on the thread that Django's tests run on; each is used in turn.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    found: list[str | None] = (
        [named] if named else [shutil.which(n) for n in ("chromium", "chromium-browser", "google-chrome")]
    )
    return next((path for path in found if path), None)


DIALECT = (
    "desk/test_lock.py",
    "editing/imports/",
    "opendata/",
    "pages/listing/",
    "test_fixtures.py",
    "timeline/db/",
    "timeline/filters/",
    "timeline/history/test_digest.py",
    "timeline/history/test_versions.py",
    "timeline/models/",
)
"""Tests that reach what the two databases do differently. All of them are marked `database`."""

SLOW = (
    "desk/accounts/",
    "desk/from_document/",
    "desk/test_lock.py",
    "desk/test_worklist.py",
    "editing/admin/",
    "opendata/test_same_everywhere.py",
    "pages/asof/test_groups.py",
    "proof/",
    "test_environment.py",
    "test_fixtures.py",
    "test_hostile_input.py",
    "test_serve.py",
    "test_wheel.py",
    "timeline/dump/",
    "timeline/history/test_digest.py",
    "timeline/history/test_recorder.py",
    "timeline/history/test_revision_signals.py",
)
"""Tests that take seconds: they start a server, load the whole record or open every form. Marked `slow`."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what multiplies cases unless `--full` asks, and on PostgreSQL what never reaches it.

    Browser tests are skipped where there is no browser. In CI they run, and so fail.
    """
    tests = Path(__file__).parent
    for item in items:
        place = str(item.path.relative_to(tests))
        if place.startswith(DIALECT):
            item.add_marker("database")
        if place.startswith(SLOW):
            item.add_marker("slow")
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.get_closest_marker("browser") and not (chromium() or os.environ.get("CI")):
            item.add_marker(pytest.mark.skip(reason="no Chromium found: install it, or name it in CHROMIUM"))
    if not config.getoption("--full"):
        on_postgresql = connection.vendor == "postgresql"
        left_out = [
            item
            for item in items
            if item.get_closest_marker("full") or (on_postgresql and not item.get_closest_marker("database"))
        ]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def record(db: None) -> None:
    """The record itself, as a reader of a new copy of the site has it."""
    load_the_record()


@contextmanager
def shared_by_tests(blocker: Any) -> Iterator[None]:
    """What is made inside stays for every test until the end: what a test does to it is rolled back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def record_for_all(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The record, loaded once for a module."""
    with shared_by_tests(django_db_blocker):
        load_the_record()
        yield


@pytest.fixture
def editor(admin_client: Any) -> Any:
    return admin_client


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium()}


@pytest.fixture
def no_console_errors(page: Any) -> Iterator[list[str]]:
    """Fails the test if the page said anything in its console, such as a breach of its own policy."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="keep what golden-file tests draw as what is right")
    parser.addoption("--full", action="store_true", help="run every combination of cases, on any database")
