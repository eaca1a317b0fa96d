"""The ribbon's geometry. The golden file is the real record's ribbon: `pytest --bless` writes it anew."""

import ast
import json
import re
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from powys_oversight.pages.asof import groups
from powys_oversight.pages.asof.intervals import IntervalStatus, Stretch
from powys_oversight.pages.ribbon import layout
from powys_oversight.pages.ribbon.lanes import ribbon_of_record
from powys_oversight.pages.ribbon.layout import DrawnLane, Lane, Moment, Phase, Ribbon
from powys_oversight.timeline.models import Event, Service

FIRST, LAST = date(2017, 5, 1), date(2020, 12, 31)
GOLDEN = Path(__file__).parents[2] / "golden" / "ribbon.json"
ROWS = [("council", "The council"), ("ministers", "Ministers")]
WIDTHS = [layout.NARROW, layout.WIDE]

days = st.dates(FIRST, LAST)
labels = st.text("abcdefghij ", min_size=1, max_size=70)


def make_moment(day: date = FIRST, **given: Any) -> Moment:
    words = {"row": "council", "shape": "day", "letter": "C", "name": "A meeting"}
    return Moment(day, **words | {"href": "/events/a/", "listed": "#e-a"} | given)


def make_phase(*stretches: Stretch, **given: Any) -> Phase:
    return Phase(**{"label": "A board", "name": "A board", "href": "/", "stretches": stretches} | given)


def make_lane(**given: Any) -> Lane:
    return Lane(**{"name": "Adults", "href": "/", "rows": ROWS, "moments": [], "phases": []} | given)


def drawn(*some: Lane, **given: Any) -> Ribbon:
    return layout.draw_ribbon(some, FIRST, LAST, lambda moments: f"{len(moments)} events", **given)


@st.composite
def phases(draw: Any) -> Phase:
    cuts = sorted(draw(st.lists(days, min_size=2, max_size=4, unique=True)))
    ends = [*(cut - timedelta(days=1) for cut in cuts[1:]), LAST]
    present = st.sampled_from([each for each in IntervalStatus if each.is_present])
    stretches = [Stretch(first, last, draw(present)) for first, last in zip(cuts, ends, strict=True)]
    return make_phase(*stretches, label=draw(labels), note=draw(st.sampled_from(["", "no end stated"])))


@st.composite
def some_lanes(draw: Any) -> list[Lane]:
    moments = st.builds(make_moment, days, row=st.sampled_from(["council", "ministers"]))
    lane = st.builds(make_lane, moments=st.lists(moments, max_size=30), phases=st.lists(phases(), max_size=5))
    return draw(st.lists(lane, min_size=1, max_size=4))


def numbers(drawing: Ribbon) -> list[str]:
    """Every place and length of a drawing, wherever it stands."""
    places = {"x", "y", "width", "top", "bottom", "label_x", "label_y", "bar_y", "tail_x", "name_y"}
    found = []

    def look(value: Any, name: str = "") -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                look(inner, key)
        elif isinstance(value, list):
            for inner in value:
                look(inner)
        elif name in places and value:
            found.append(value)

    look(asdict(drawing))
    return found


def test_it_knows_no_django() -> None:
    tree = ast.parse(Path(layout.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [ast.unparse(node) for node in imports if "django" in ast.unparse(node)]


@given(some_lanes(), st.sampled_from(WIDTHS))
def test_every_mark_and_bar_stays_in_its_lane(some: list[Lane], width: float) -> None:
    drawing = drawn(*some, width=width)
    for lane in drawing.lanes:
        heights = [float(mark.y) for mark in lane.marks] + [float(phase.bar_y) for phase in lane.phases]
        assert all(float(lane.top) < height < float(lane.bottom) for height in heights)
    assert all(float(above.bottom) <= float(below.top) for above, below in pairwise(drawing.lanes))
    assert all(float(lane.bottom) <= float(drawing.height) for lane in drawing.lanes)


@given(some_lanes(), st.sampled_from(WIDTHS))
def test_nothing_stands_outside_the_picture(some: list[Lane], width: float) -> None:
    reach = layout.TARGET / 2 / width * 100
    for lane in drawn(*some, width=width).lanes:
        assert all(float(mark.x) + reach <= 100.01 for mark in lane.marks)
        for phase in lane.phases:
            assert all(float(bar.x) + float(bar.width) <= 100.02 for bar in phase.bars)
            ends = [float(dash.x) + float(dash.width) for dash in phase.tail]
            assert all(float(phase.tail_x) + end / width * 100 <= 100.1 for end in ends)


def spans(lane: DrawnLane, width: float) -> list[tuple[float, float, float]]:
    """Height, left and right of every label of a lane, as wide as its letters may be."""
    found = []
    for phase in lane.phases:
        long = len(phase.label) * layout.LETTER / width * 100
        left = float(phase.label_x) - (long if phase.label_end else 0)
        found.append((float(phase.label_y), left, left + long))
        if phase.note:
            start = float(phase.tail_x) + float(phase.note_x) / width * 100
            long = len(phase.note) * layout.LETTER / width * 100
            found.append((float(phase.bar_y) + 0.68, start, start + long))
    return found


@given(some_lanes(), st.sampled_from(WIDTHS))
def test_no_two_labels_overlap_and_none_is_cut_off(some: list[Lane], width: float) -> None:
    for lane in drawn(*some, width=width).lanes:
        labels = sorted(spans(lane, width))
        assert all(right <= 100.1 for _y, _left, right in labels)
        assert all(below[0] - above[0] >= 0.9 for above, below in pairwise(labels))


@given(some_lanes(), st.sampled_from(WIDTHS))
def test_marks_of_a_row_are_far_enough_apart_for_a_finger(some: list[Lane], width: float) -> None:
    apart = layout.TARGET / width * 100
    for lane in drawn(*some, width=width).lanes:
        for row in {mark.y for mark in lane.marks}:
            places = sorted(float(mark.x) for mark in lane.marks if mark.y == row)
            assert all(right - left >= apart - 0.02 for left, right in pairwise(places))


@given(some_lanes(), st.sampled_from(WIDTHS))
def test_every_moment_is_drawn_once(some: list[Lane], width: float) -> None:
    for lane, drawing in zip(some, drawn(*some, width=width).lanes, strict=True):
        assert sum(mark.count for mark in drawing.marks) == len(lane.moments)


@given(phases(), st.sampled_from(WIDTHS))
def test_the_bars_of_a_phase_cover_its_stretches_and_no_more(phase: Phase, width: float) -> None:
    drawing = drawn(make_lane(phases=[phase]), width=width).lanes[0].phases[0]
    scale = layout.Scale(FIRST, LAST, width)
    stated = [each for each in phase.stretches if each.interval_status is not IntervalStatus.NO_END_STATED]
    assert [bar.hollow for bar in drawing.bars] == [
        each.interval_status is not IntervalStatus.ONGOING for each in stated
    ]
    for bar, stretch in zip(drawing.bars, stated, strict=True):
        assert float(bar.x) == pytest.approx(scale.at(stretch.first), abs=0.01)
        assert float(bar.x) + float(bar.width) == pytest.approx(scale.at(stretch.last, end=True), abs=0.02)


def test_later_stands_to_the_right() -> None:
    marks = drawn(make_lane(moments=[make_moment(FIRST), make_moment(LAST)])).lanes[0].marks
    assert float(marks[0].x) < float(marks[1].x)


def test_moments_too_close_to_touch_become_one_mark_that_counts_them() -> None:
    near = [make_moment(FIRST + timedelta(days=number)) for number in range(3)]
    (mark,) = drawn(make_lane(moments=near)).lanes[0].marks
    assert (mark.letter, mark.shape, mark.name, mark.href) == ("3", "several", "3 events", "#e-a")


def test_a_phase_without_a_stated_end_runs_out_and_says_so() -> None:
    phase = make_phase(Stretch(FIRST, LAST, IntervalStatus.NO_END_STATED), note="no end stated")
    drawing = drawn(make_lane(phases=[phase])).lanes[0].phases[0]
    assert drawing.bars == []
    assert drawing.note == "no end stated"
    lengths = [float(dash.width) for dash in drawing.tail]
    assert lengths == sorted(lengths, reverse=True)


def test_where_the_note_has_no_room_the_label_says_it() -> None:
    late = Stretch(LAST - timedelta(days=20), LAST, IntervalStatus.NO_END_STATED)
    drawing = drawn(make_lane(phases=[make_phase(late, note="no end stated")])).lanes[0].phases[0]
    assert drawing.note == ""
    assert drawing.label == "A board (no end stated)"
    assert drawing.label_end


def test_a_phase_known_to_outlast_the_picture_goes_on() -> None:
    phase = make_phase(Stretch(FIRST, LAST, IntervalStatus.ONGOING))
    assert drawn(make_lane(phases=[phase])).lanes[0].phases[0].goes_on


@pytest.mark.parametrize(
    ("day", "is_shown"), [(date(2018, 2, 1), True), (date(2016, 1, 1), False), (date(2030, 1, 1), False)]
)
def test_the_day_asked_about_is_marked_where_the_picture_holds_it(day: date, is_shown: bool) -> None:
    assert bool(drawn(make_lane(), day=day).day_x) is is_shown


def test_many_years_are_named_every_few() -> None:
    drawing = layout.draw_ribbon([make_lane()], date(1900, 1, 1), date(2020, 1, 1), lambda moments: "")
    assert len(drawing.ticks) <= layout.MOST_YEARS + 2


def test_a_picture_without_lanes_is_its_scale() -> None:
    assert drawn().lanes == []


def the_record_drawn() -> dict[str, Any]:
    record = groups.load()
    assert record
    picture = ribbon_of_record(record)
    assert picture
    return {name: asdict(drawing) for name, drawing in picture.drawings}


@pytest.mark.usefixtures("record_for_all")
@pytest.mark.django_db
class TestTheRecord:
    def test_its_ribbon_is_the_one_last_looked_at(self, request: pytest.FixtureRequest) -> None:
        found = json.dumps(the_record_drawn(), ensure_ascii=False, indent=1) + "\n"
        if request.config.getoption("bless"):
            GOLDEN.write_text(found)
        assert found == GOLDEN.read_text(), "look at the page; then `pytest --bless` keeps it"

    def test_no_number_of_it_is_in_a_language(self) -> None:
        with translation.override("cy"):
            drawing = layout.draw_ribbon(
                [make_lane(moments=[make_moment()])], FIRST, LAST, lambda moments: ""
            )
        assert all(re.fullmatch(r"-?\d+\.\d\d", number) for number in numbers(drawing))

    def test_its_marks_are_every_event_that_does_not_last(self) -> None:
        moments = [event for event in Event.objects.published() if not event.kind_info.lasts]
        expected = [
            sum(service in event.services.all() for event in moments) for service in Service.objects.all()
        ]
        for drawing in the_record_drawn().values():
            counts = [sum(mark["count"] for mark in lane["marks"]) for lane in drawing["lanes"]]
            assert counts == expected
