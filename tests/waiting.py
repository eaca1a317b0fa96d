"""For what another thread or process does in its own time."""

import time
from collections.abc import Callable
from typing import Any

import pytest

LONGEST = 30
"""Seconds: far longer than anything here takes, so that a busy machine fails nothing."""


def wait_for(what: str, found: Callable[[], Any]) -> Any:
    """What is found, once anything is. Fails the test if nothing ever is."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if there := found():
            return there
        time.sleep(0.05)
    pytest.fail(f"{what}: it never came to be")
