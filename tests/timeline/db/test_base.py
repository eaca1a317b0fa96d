from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from powys_oversight.timeline.models import RecordModel
from tests import factories

pytestmark = pytest.mark.django_db

WITH_ADDRESS = [
    factories.make_disagreement,
    factories.make_measure,
    factories.make_milestone,
    factories.make_organisation,
    factories.make_person,
    factories.make_service,
    factories.make_source,
    factories.make_unseen_document,
]


@pytest.fixture(params=WITH_ADDRESS, ids=lambda make: make.__name__)
def row(request: pytest.FixtureRequest) -> RecordModel:
    """A row whose address a spreadsheet would take for a formula."""
    made: Any = request.param()
    made.slug = "-2018"
    return made


def test_an_address_that_begins_with_a_hyphen_is_not_stored(row: Any) -> None:
    with pytest.raises(IntegrityError, match="begins_with_a_hyphen"):
        row.save()


def test_an_editor_is_told_that_an_address_begins_with_no_hyphen(row: Any) -> None:
    with pytest.raises(ValidationError, match="does not begin with a hyphen"):
        row.full_clean()
