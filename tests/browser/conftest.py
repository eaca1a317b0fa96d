from typing import Any

import pytest
from django.core.management import call_command

from tests.conftest import FIXTURES


@pytest.fixture(scope="session")
def browser(live_server: Any, browser: Any) -> Any:
    """The browser, closed before the server is: a connection it keeps open outlives a server it is not."""
    return browser


@pytest.fixture
def site(live_server: Any) -> str:
    """The site with the real record, served to a real browser."""
    call_command("loaddata", *map(str, FIXTURES), verbosity=0)
    return live_server.url
