"""Every public page in a real browser: accessible, within its width, keyboard first, and without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = [
    "/",
    "/?service=adult-services&from=2018&q=report&order=newest",
    "/?from=banana&kind=nope&q=conference",
    "/?q=nothing-of-the-sort",
    "/table/?sort=-title",
    "/sources/",
    "/sources/bbc-2018-04-16/",
    "/services/childrens-services/",
    "/events/question-2018-10-18/",
    "/events/warning-notice-2017-10-17/",
    "/about/",
    "/findings/",
    "/findings/?voice=inspectorate&service=adult-services",
    "/findings/?voice=nobody",
    "/findings/safeguarding/",
    "/requirements/",
    "/measures/",
    "/measures/statutory-visits-on-time/",
    "/disagreements/",
    "/people/",
    "/not-seen/",
    "/nowhere/",
]
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that a colour scheme can change."""


def context_of(browser: Any, **options: Any) -> Any:
    return browser.new_context(viewport={"width": options.pop("width", 1280), "height": 900}, **options)


@pytest.mark.parametrize(
    ("width", "scheme", "options"),
    [(320, "light", AXE), (1280, "light", AXE), (1280, "dark", COLOURS)],
    ids=["telephone", "desk", "colours in the dark"],
)
def test_axe_finds_nothing(
    browser: Any, site_to_read: str, width: int, scheme: str, options: dict[str, Any]
) -> None:
    page = context_of(browser, width=width, color_scheme=scheme).new_page()
    found = {}
    for address in PAGES:
        page.goto(site_to_read + address)
        violations = Axe().run(page, options=options).response["violations"]
        found[address] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert {address: each for address, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_no_page_scrolls_sideways(browser: Any, site_to_read: str, width: int) -> None:
    page = context_of(browser, width=width).new_page()
    wide = {}
    for address in PAGES:
        page.goto(site_to_read + address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: got for address, got in wide.items() if got > width} == {}


def test_no_page_says_anything_in_the_console_or_asks_another_site(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES[:-1]:  # the last is not found, and a browser says so
        page.goto(site_to_read + address)
    assert said == []
    assert [url for url in asked if not url.startswith(site_to_read)] == []


def test_a_reader_is_given_no_cookie(browser: Any, site_to_read: str) -> None:
    context = context_of(browser)
    page = context.new_page()
    for address in PAGES:
        page.goto(site_to_read + address)
    assert context.cookies() == []


def test_the_first_tab_skips_to_the_main_content(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


@pytest.mark.parametrize(
    "address", ["/", "/table/", "/events/question-2018-10-18/", "/findings/", "/requirements/"]
)
def test_every_stop_of_the_keyboard_can_be_seen(browser: Any, site_to_read: str, address: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read + address)
    unseen = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            return {text: e.textContent.trim().slice(0, 40), ring: style.outlineStyle, width: box.width}; }"""
        )
        if state and (state["ring"] == "none" or not state["width"]):
            unseen.append(state)
    assert unseen == []


def test_the_filter_works_without_script(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(site_to_read)
    page.get_by_text("Filter the events").click()
    page.get_by_role("checkbox", name="Adult services", exact=True).check()
    page.get_by_label("From", exact=True).fill("2020")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**service=adult-services**")
    heading = page.get_by_role("heading", level=2).filter(has_text="events, oldest first")
    assert heading.inner_text() == "13 of 92 events, oldest first: Adult services, From 2020"
    page.get_by_role("link", name="Remove From 2020").click()
    page.wait_for_url(lambda url: "from=" not in url)


def test_a_year_is_one_key_away(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2020").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#y2020")


def test_reduced_motion_moves_nothing(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, reduced_motion="reduce").new_page()
    page.goto(site_to_read)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_print_shows_every_entry_and_hides_the_furniture(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    page.emulate_media(media="print")
    assert page.locator(".entry:visible").count() == page.locator(".entry").count() > 40
    assert not page.locator(".filter").is_visible()
