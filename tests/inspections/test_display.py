from decimal import Decimal

import pytest

from inspections.display import ObservationLine
from tests.factories import make_observation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("target", "words"), [(None, ""), (Decimal("0"), "0"), (Decimal("87.50"), "87.5")])
def test_a_target_is_written_without_empty_decimals_and_none_is_blank(
    target: Decimal | None, words: str
) -> None:
    assert ObservationLine(make_observation(target=target)).target == words
