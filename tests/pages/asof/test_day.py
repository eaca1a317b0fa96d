from datetime import date

import pytest

from powys_oversight.pages.asof.day import Comparison, build_comparison
from tests.factories import make_board, make_milestone, make_service

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2018, 3, 15), date(2019, 1, 1)


def compared() -> Comparison:
    make_milestone(occurred="2017-01-01", services=[make_service(slug="adult-services")])
    comparison = build_comparison(FIRST, LAST, known_then=False)
    assert comparison
    return comparison


def counted(comparison: Comparison) -> dict[str, int]:
    return {name: len(items) for name, items in comparison.parts.items()}


@pytest.mark.parametrize(
    ("occurred", "ended", "part"),
    [
        pytest.param("2018-06-01", "", {"began": 1}, id="begun in between"),
        pytest.param("2017-06-01", "2018-06-01", {"ended": 1}, id="ended in between"),
        pytest.param("2018-04-01", "2018-06-01", {"began_and_ended": 1}, id="begun and ended in between"),
        pytest.param("2018-03", "2019-06-01", {"otherwise": 1}, id="may have begun, and then had"),
        pytest.param("2017-06-01", "2019-06-01", {}, id="the same on both days"),
    ],
)
def test_what_lasts_is_listed_by_how_it_differs(occurred: str, ended: str, part: dict[str, int]) -> None:
    make_board(occurred=occurred, ended=ended)
    assert counted(compared()) == part
