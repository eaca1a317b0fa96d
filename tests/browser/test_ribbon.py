"""The ribbon as a browser draws it, from the real record."""

from itertools import combinations
from typing import Any

import pytest

from tests.browser.test_pages import context_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BOXES = """selector => [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect())
.filter(box => box.width).map(box => [box.left, box.top, box.right, box.bottom])"""


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than the hair that a font's own leading takes."""
    hair = 2.5
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > hair and down > hair


WIDTHS = (1024, 1280, 1920)


@pytest.mark.parametrize("address", ["/", "/services/childrens-services/"])
def test_no_words_lie_on_others(browser: Any, site_to_read: str, address: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read + address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        boxes = page.evaluate(BOXES, ".drawn text")
        assert boxes
        assert [(width, *pair) for pair in combinations(boxes, 2) if overlap(*pair)] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_of_it_is_cut_off(browser: Any, site_to_read: str, width: int) -> None:
    page = context_of(browser, width=width).new_page()
    page.goto(site_to_read)
    (frame,) = page.evaluate(BOXES, ".drawn")
    for box in page.evaluate(BOXES, ".drawn a text, .drawn a rect, .drawn circle"):
        assert box[0] >= frame[0] - 1
        assert box[2] <= frame[2] + 1
        assert box[1] >= frame[1] - 1
        assert box[3] <= frame[3] + 1


@pytest.mark.parametrize(("width", "is_drawn"), [(320, False), (900, False), (1024, True), (1280, True)])
def test_where_there_is_no_room_a_strip_of_the_key_events_takes_its_place(
    browser: Any, site_to_read: str, width: int, is_drawn: bool
) -> None:
    page = context_of(browser, width=width).new_page()
    page.goto(site_to_read)
    assert page.locator(".drawn:visible").count() == int(is_drawn)
    assert page.locator(".strip").is_visible() is not is_drawn


def test_what_was_in_place_is_a_list_one_key_away(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    page.get_by_text("What was in place, as a list").focus()
    page.keyboard.press("Enter")
    assert page.locator(".phases li").count() == 8
    assert page.locator(".phases li").first.is_visible()


def test_every_key_event_and_bar_is_a_link_with_a_name(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    names = page.locator(".drawn a").all_text_contents()
    assert len(names) == 17
    assert all(name.strip() for name in names)


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_dots_and_words_stand_out_from_the_page(
    browser: Any, site_to_read: str, colours: str, scheme: str
) -> None:
    page = context_of(browser, forced_colors=colours, color_scheme=scheme).new_page()
    page.goto(site_to_read)
    ground, strokes, fills = page.evaluate(
        """() => [getComputedStyle(document.documentElement).backgroundColor,
        [...document.querySelectorAll(".moment circle")].map(e => getComputedStyle(e).stroke),
        [...document.querySelectorAll(".drawn a text")].map(e => getComputedStyle(e).fill)]"""
    )
    assert ground not in {*strokes, *fills}
    assert "none" not in {*strokes, *fills}
