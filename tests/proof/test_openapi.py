"""The API, asked everything its own description allows, and much that it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record_for_all")]

HEADERS = {"Host": "localhost", "Accept-Encoding": "identity"}

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The record is in a transaction of the tests' connection: no request may shut it, as it else would."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def operations() -> dict[str, Any]:
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    found = [each.ok() for each in described.get_all_operations()]  # type: ignore[union-attr]
    return {each.path: each for each in found}


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as told", "not so"]
)
def test_it_never_fails_and_answers_only_as_it_says(operations: dict[str, Any], mode: GenerationMode) -> None:
    assert len(operations) >= 8

    for path, operation in operations.items():
        if mode is GenerationMode.NEGATIVE and "{name}" in path:
            continue  # any text may be asked for as a name, so there is none that is not as told

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def asked(case: Any) -> None:
            case.call_and_validate(headers=HEADERS, checks=CHECKS)

        asked()
