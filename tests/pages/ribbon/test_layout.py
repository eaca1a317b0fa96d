"""The ribbon's geometry. The golden file is the real record's ribbon: `pytest --bless` writes it anew."""

import ast
import json
from dataclasses import asdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.pages.asof import groups
from powys_oversight.pages.asof.intervals import Bounds, UncertainInterval
from powys_oversight.pages.display.story import key_events
from powys_oversight.pages.ribbon import layout
from powys_oversight.pages.ribbon.layout import Band, DrawnMoment, Moment, Ribbon
from powys_oversight.pages.ribbon.picture import picture_of

FIRST, LAST = date(2017, 5, 1), date(2020, 12, 31)
GOLDEN = Path(__file__).parents[2] / "golden" / "ribbon.json"

days = st.dates(FIRST, LAST)


def make_moment(day: date = FIRST, **given: Any) -> Moment:
    words = {"when": "1 May 2017", "label": "A meeting", "voice": "council", "shape": "day", "href": "/"}
    return Moment(day, **words | given)


def make_band(begins: Bounds, ends: Bounds | None = None, **given: Any) -> Band:
    words = {"label": "A board", "voice": "council", "href": "/"}
    return Band(**words | given, interval=UncertainInterval(begins, ends))


def on(day: date) -> Bounds:
    return Bounds(day, day)


def drawn(moments: list[Moment], bands: list[Band], **given: Any) -> Ribbon:
    return layout.draw_ribbon(moments, bands, FIRST, LAST, **given)


def band_of(*given: Any) -> layout.DrawnBand:
    return drawn([], [make_band(*given)]).bands[0]


def box(moment: DrawnMoment) -> tuple[float, float, float, float]:
    """The box of a moment's words, in percent and em: left, right, top and bottom."""
    width = max(len(moment.moment.when), len(moment.moment.label)) * layout.LETTER / layout.WIDTH * 100
    x = float(moment.x)
    left, right = (x - width, x) if moment.ends else (x, x + width)
    return left, right, float(moment.stem), float(moment.label_y)


@given(st.lists(days, max_size=10))
def test_no_words_of_a_moment_lie_on_others(some: list[date]) -> None:
    ribbon = drawn([make_moment(day) for day in sorted(some)], [])
    for one, other in combinations(map(box, ribbon.moments), 2):
        across = min(one[1], other[1]) - max(one[0], other[0])
        down = min(one[3], other[3]) - max(one[2], other[2])
        assert across <= 1 or down <= 0


def test_no_stem_goes_through_words_where_they_can_be_set_apart() -> None:
    moments = [make_moment(date(2018, month, 1), label="A long meeting of all") for month in (1, 4, 5)]
    first, second, third = drawn(moments, []).moments
    assert float(first.stem) < float(second.stem) < float(third.stem)


@given(st.lists(st.tuples(days, days).map(sorted), max_size=12))
def test_bars_of_one_row_do_not_meet(some: list[list[date]]) -> None:
    ribbon = drawn([], [make_band(on(first), on(last)) for first, last in some])
    for one, other in combinations(ribbon.bands, 2):
        if one.y == other.y:
            spans = sorted(
                (float(b.pieces[0].x), float(b.pieces[-1].x) + float(b.pieces[-1].width))
                for b in (one, other)
            )
            assert spans[0][1] <= spans[1][0]


def test_a_bar_of_known_days_is_solid() -> None:
    bar = band_of(on(date(2018, 1, 1)), on(date(2018, 12, 31)))
    assert [piece.fade for piece in bar.pieces] == [""]


def test_a_bar_begun_by_a_day_begins_at_that_day_with_a_lead_in_of_sixty_days() -> None:
    day = date(2018, 6, 1)
    bar = band_of(Bounds(FIRST, day), on(date(2019, 1, 1)))
    scale = layout.Scale(FIRST, LAST)
    assert [piece.fade for piece in bar.pieces] == ["in", ""]
    assert float(bar.pieces[0].x) == pytest.approx(scale.at(day - timedelta(days=60)), abs=0.01)
    assert float(bar.pieces[1].x) == pytest.approx(scale.at(day), abs=0.01)


def test_a_bar_without_a_stated_end_fades_away() -> None:
    assert [piece.fade for piece in band_of(on(date(2018, 1, 1))).pieces] == ["out"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_day_there_is_can_be_drawn(day: date) -> None:
    assert drawn([], [make_band(Bounds(date.min, day)), make_band(on(day), on(day))]).bands


def test_what_began_on_or_after_a_day_has_a_thin_line_from_that_day() -> None:
    ended = date(2020, 11, 2)
    bar = band_of(Bounds(date(2017, 7, 1), ended), Bounds(ended, ended))
    assert float(bar.may_be_from) == pytest.approx(layout.Scale(FIRST, LAST).at(date(2017, 7, 1)), abs=0.01)


def test_what_began_by_a_day_has_no_thin_line() -> None:
    assert band_of(Bounds(FIRST, date(2018, 6, 1)), on(date(2019, 1, 1))).may_be_from == ""


def test_words_stand_inside_a_bar_that_holds_them() -> None:
    bar = band_of(on(date(2018, 1, 1)), on(date(2020, 1, 1)))
    assert float(bar.pieces[0].x) < float(bar.label_x) < 100
    assert not bar.ends


def test_words_beside_a_bar_at_the_edge_stand_before_it() -> None:
    bar = band_of(on(date(2020, 12, 1)), on(date(2020, 12, 31)))
    assert bar.ends
    assert float(bar.label_x) < float(bar.pieces[0].x)


@pytest.mark.parametrize(
    ("day", "is_drawn"), [(date(2018, 4, 16), True), (date(2016, 1, 1), False), (None, False)]
)
def test_the_day_asked_for_is_drawn_where_it_is_in_the_picture(day: date | None, is_drawn: bool) -> None:
    assert bool(drawn([], [], day=day).day_x) is is_drawn


def test_years_are_thinned_in_a_long_record() -> None:
    ribbon = layout.draw_ribbon([], [], date(1950, 1, 1), LAST)
    assert len(ribbon.ticks) <= layout.MOST_YEARS + 2


@pytest.mark.usefixtures("record_for_all")
@pytest.mark.django_db
class TestTheRecord:
    def test_its_ribbon_is_the_one_last_looked_at(self, pytestconfig: Any) -> None:
        record = groups.load()
        picture = record and picture_of(record, key_events())
        assert picture
        now = json.loads(json.dumps(asdict(picture.ribbon), default=str))
        if pytestconfig.getoption("bless"):
            GOLDEN.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        assert now == json.loads(GOLDEN.read_text(encoding="utf-8")), (
            "look at the page; then `pytest --bless`"
        )

    def test_it_says_the_same_in_a_language_with_a_decimal_comma(self) -> None:
        record = groups.load()
        assert record
        plain = picture_of(record, key_events())
        with translation.override("de"):
            other = picture_of(record, key_events())
        assert plain
        assert other
        assert [band.pieces for band in plain.ribbon.bands] == [band.pieces for band in other.ribbon.bands]


def test_the_layout_knows_nothing_of_django() -> None:
    tree = ast.parse(Path(layout.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name.startswith("django") for name in imported)
