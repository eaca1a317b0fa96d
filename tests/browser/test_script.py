"""What the small script adds to pages that are whole without it."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.browser.test_pages import context_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def page(browser: Any, site_to_read: str) -> Any:
    context = context_of(browser, permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(site_to_read)
    return page


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.textContent")


def test_a_citation_is_copied(page: Any) -> None:
    page.get_by_text("Cite this page").click()
    page.get_by_role("button", name="Copy the BibTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{powys-timeline,")


def test_keys_go_from_event_to_event_and_back(page: Any) -> None:
    titles = page.locator(".entry h3 a").all_text_contents()
    page.locator(".entry h3 a").first.focus()
    page.keyboard.press("j")
    assert focused(page) == titles[1]
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focused(page) == titles[1]


def test_keys_do_nothing_outside_the_list(page: Any) -> None:
    page.get_by_role("link", name="Story", exact=True).focus()
    page.keyboard.press("j")
    assert focused(page) == "Story"


def test_without_script_its_buttons_are_not_shown(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(site_to_read)
    assert page.locator("button[data-copies]:visible").count() == 0


def test_it_is_small_and_asks_for_nothing() -> None:
    script = Path(settings.BASE_DIR, "static/js/reading.js").read_text()
    assert len(script) < 5_000
    assert not [word for word in ("import", "fetch", "XMLHttpRequest", "Storage", "cookie") if word in script]
