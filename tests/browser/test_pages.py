"""Every public page in a real browser: accessible, within its width, keyboard first, and without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/?service=adult-services&from=2018&q=report&order=newest",
    "/?from=banana&kind=nope",
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


def context_of(browser: Any, **options: Any) -> Any:
    return browser.new_context(viewport={"width": options.pop("width", 1280), "height": 900}, **options)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, site: str, scheme: str, width: int) -> None:
    page = context_of(browser, width=width, color_scheme=scheme).new_page()
    found = {}
    for address in PAGES:
        page.goto(site + address)
        violations = Axe().run(page, options=AXE).response["violations"]
        found[address] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert {address: each for address, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_no_page_scrolls_sideways(browser: Any, site: str, width: int) -> None:
    page = context_of(browser, width=width).new_page()
    wide = {}
    for address in PAGES:
        page.goto(site + address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: got for address, got in wide.items() if got > width} == {}


def test_no_page_says_anything_in_the_console_or_asks_another_site(browser: Any, site: str) -> None:
    page = context_of(browser).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES[:-1]:  # the last is not found, and a browser says so
        page.goto(site + address)
    assert said == []
    assert [url for url in asked if not url.startswith(site)] == []


def test_a_reader_is_given_no_cookie(browser: Any, site: str) -> None:
    context = context_of(browser)
    page = context.new_page()
    for address in PAGES:
        page.goto(site + address)
    assert context.cookies() == []


def test_the_first_tab_skips_to_the_main_content(browser: Any, site: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


@pytest.mark.parametrize("address", ["/", "/table/", "/events/question-2018-10-18/"])
def test_every_stop_of_the_keyboard_can_be_seen(browser: Any, site: str, address: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site + address)
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


def test_the_filter_works_without_script(browser: Any, site: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(site)
    page.locator("summary").click()
    page.get_by_label("Adult services").check()
    page.get_by_label("From", exact=True).fill("2020")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**service=adult-services**")
    heading = page.get_by_role("heading", level=2).filter(has_text="events, oldest first")
    assert heading.inner_text() == "7 of 48 events, oldest first"
    page.get_by_role("link", name="Remove From 2020").click()
    page.wait_for_url(lambda url: "from=" not in url)


def test_a_year_is_one_key_away(browser: Any, site: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site)
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2020").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#y2020")


def test_reduced_motion_moves_nothing(browser: Any, site: str) -> None:
    page = context_of(browser, reduced_motion="reduce").new_page()
    page.goto(site)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_print_shows_every_entry_and_hides_the_furniture(browser: Any, site: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site)
    page.emulate_media(media="print")
    assert page.locator(".entry:visible").count() == page.locator(".entry").count() > 40
    assert not page.locator(".filter").is_visible()


LONG = "W" * 5000
RIGHT_TO_LEFT = "‮<b>drow a</b> =1+1"


@pytest.mark.parametrize("text", [LONG, RIGHT_TO_LEFT, "many words " * 450], ids=["one word", "rtl", "words"])
def test_what_an_editor_types_breaks_no_layout(browser: Any, live_server: Any, text: str) -> None:
    from tests.factories import make_finding, make_milestone, make_service, make_source

    service = make_service(slug="adult-services", name=text[:100])
    source = make_source(slug="bbc", title=text[:250], publisher=text[:100])
    event = make_milestone(slug="long", title=text, summary=text, services=[service], cited_in=[source])
    make_finding(event=event, summary=text, reported_by=text[:100])
    page = context_of(browser, width=320).new_page()
    wide = {}
    for address in (
        "/",
        "/table/",
        "/events/long/",
        "/services/adult-services/",
        "/sources/",
        "/sources/bbc/",
    ):
        page.goto(live_server.url + address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert set(wide.values()) == {320}
