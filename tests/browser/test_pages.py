"""Every public page in a real browser: accessible, within its width, keyboard first, and without script."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import VERSION

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
    "/changes/",
    "/events/question-2018-10-18/history/",
    "/as-of/",
    "/as-of/2018-02-01/",
    "/as-of/2017-08-15/?known=then",
    "/as-of/2018-02-01/2020-12-31/",
    "/services/childrens-services/briefing/?since=2018-10-18",
    "/data/",
    "/api/",
    "/embed/?service=adult-services",
    f"/changes/since/{VERSION}/",
    "/changes/since/0123456789ab/",
    "/?show=all",
    "/story/",
    "/glossary/",
    "/who-knew/",
    "/services/",
    "/services/childrens-services/events/",
    "/services/childrens-services/connections/",
    "/services/childrens-services/findings/",
    "/services/childrens-services/requirements/",
    "/services/childrens-services/figures/",
    "/search/?q=monitoring+visits",
    "/search/?q=unicorn",
    "/as-of/banana/",
    "/nowhere/",
]
NOT_FOUND = ("/changes/since/0123456789ab/", "/as-of/banana/", "/nowhere/")
"""These say in the console that they were not found, as a browser does."""

SAME_TEMPLATE = {
    "/?service=adult-services&from=2018&q=report&order=newest",
    "/?q=nothing-of-the-sort",
    "/events/warning-notice-2017-10-17/",
    "/findings/?voice=inspectorate&service=adult-services",
    "/measures/statutory-visits-on-time/",
    "/events/question-2018-10-18/history/",
    "/as-of/2017-08-15/?known=then",
    f"/changes/since/{VERSION}/",
    "/changes/since/0123456789ab/",
    "/as-of/banana/",
    "/not-seen/",
    "/embed/?service=adult-services",
    "/about/",
}
"""Addresses whose templates another address shows too: looked at again with `--full`."""

TEMPLATES = [
    pytest.param(address, marks=[pytest.mark.full] if address in SAME_TEMPLATE else []) for address in PAGES
]

ONLY_WHAT_IS_WRONG: dict[str, Any] = {"resultTypes": ["violations"]}
"""Nobody is told of all that is right, and to write that down takes longer than to look."""

AXE = ONLY_WHAT_IS_WRONG | {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"],
    "rules": {"target-size": {"enabled": True}},
}
WITHOUT_CONTRAST = AXE | {"rules": AXE["rules"] | {"color-contrast": {"enabled": False}}}
"""`tests/test_tokens.py` has the contrast of both schemes; to find it here takes half of all the time."""


def context_of(browser: Any, **options: Any) -> Any:
    return browser.new_context(viewport={"width": options.pop("width", 1280), "height": 900}, **options)


@pytest.fixture(scope="module")
def one_tab(browser: Any, site_to_read: str) -> Any:
    """What it has fetched it keeps, as a reader's does."""
    return context_of(browser).new_page()


@pytest.fixture
def tab(one_tab: Any) -> Any:
    """A tab for tests that look at one page and leave nothing behind."""
    one_tab.emulate_media(color_scheme="light", forced_colors="none")
    return one_tab


def widen(tab: Any, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})


@pytest.mark.parametrize("address", TEMPLATES)
def test_axe_finds_nothing(tab: Any, site_to_read: str, address: str) -> None:
    """At the widest and the narrowest, in light. Contrast in both schemes is `tests/test_tokens.py`."""
    tab.goto(site_to_read + address)
    violations = []
    for width in (1280, 320):
        widen(tab, width)
        for violation in Axe().run(tab, options=WITHOUT_CONTRAST).response["violations"]:
            places = [node["html"][:120] for node in violation["nodes"]]
            violations.append((width, violation["id"], places))
    assert violations == []


@pytest.mark.parametrize(
    ("address", "colours"),
    [
        pytest.param(address, colours, marks=[pytest.mark.full] if colours == "active" and n >= 4 else [])
        for colours in ("none", "active")
        for n, address in enumerate(PAGES)
    ],
)
def test_no_page_scrolls_sideways(tab: Any, site_to_read: str, address: str, colours: str) -> None:
    tab.emulate_media(forced_colors=colours)
    tab.goto(site_to_read + address)
    wide = {}
    for width in (320, 768, 1280, 1920):
        widen(tab, width)
        wide[width] = tab.evaluate("document.documentElement.scrollWidth")
    assert {width: got for width, got in wide.items() if got > width} == {}


def test_no_page_says_anything_in_the_console_asks_another_site_or_gives_a_cookie(
    browser: Any, site_to_read: str
) -> None:
    context = context_of(browser)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(site_to_read + address)
    assert [text for text in said if "404" not in text] == []
    assert len(said) == len(NOT_FOUND)
    assert [url for url in asked if not url.startswith(site_to_read)] == []
    assert context.cookies() == []


def test_the_first_tab_skips_to_the_main_content(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(site_to_read)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


WCAG_TEXT = """html { font-size: 200% } * { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""


ADD_STYLE = """text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
document.adoptedStyleSheets = [sheet]; }"""

CLIPPED = """() => [...document.querySelectorAll("main *")].filter(e => {
const style = getComputedStyle(e);
const cut = e.scrollHeight > e.clientHeight + 2;
return style.overflowY === "hidden" && style.clipPath === "none" && cut;
}).map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("address", TEMPLATES)
def test_text_at_twice_its_size_and_spaced_out_is_neither_clipped_nor_off_the_page(
    tab: Any, site_to_read: str, address: str
) -> None:
    tab.goto(site_to_read + address)
    tab.evaluate(ADD_STYLE, WCAG_TEXT)
    for width in (768, 1280):
        widen(tab, width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.evaluate(CLIPPED) == []


STOP = """() => { const e = document.activeElement; if (e === document.body) return null;
const style = getComputedStyle(e), box = e.getClientRects()[0] || e.getBoundingClientRect();
const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
return {text: (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40), ring: style.outlineStyle,
    width: box.width, place: all.indexOf(e),
    covered: !(middle && (e.contains(middle) || middle.contains(e)))}; }"""

WALKED = [
    "/",
    "/table/",
    "/events/question-2018-10-18/",
    "/findings/",
    "/requirements/",
    "/as-of/2018-02-01/",
]
WALKS = [(address, "none") for address in WALKED] + [("/", "active"), ("/as-of/2018-02-01/", "active")]


@pytest.mark.parametrize(("address", "colours"), WALKS)
def test_every_stop_of_the_keyboard_can_be_seen_and_comes_in_the_order_of_reading(
    browser: Any, site_to_read: str, address: str, colours: str
) -> None:
    page = context_of(browser, forced_colors=colours, reduced_motion="reduce").new_page()
    page.goto(site_to_read + address)
    unseen, places = [], []
    for key in ["Tab"] * 50 + ["Shift+Tab"] * 10:
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop and (stop["ring"] == "none" or not stop["width"] or stop["covered"]):
            unseen.append((key, stop))
        places.append(stop["place"] if stop and key == "Tab" else None)
    walked = [place for place in places if place is not None and place >= 0]
    assert unseen == []
    assert walked == sorted(walked)


def test_the_filter_works_without_script(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(f"{site_to_read}/?show=all")
    page.get_by_text("Filter the events").click()
    page.get_by_role("checkbox", name="Adult services", exact=True).check()
    page.get_by_label("From", exact=True).fill("2020")
    page.get_by_role("button", name="Apply filters").click()
    page.wait_for_url("**service=adult-services**")
    heading = page.get_by_role("heading", level=2).filter(has_text="events, oldest first")
    assert heading.inner_text() == "15 of 109 events, oldest first: Adult services, From 2020"
    page.get_by_role("link", name="Remove From 2020").click()
    page.wait_for_url(lambda url: "from=" not in url)


def test_a_day_is_chosen_and_left_again_without_script(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(f"{site_to_read}/as-of/")
    page.get_by_label("Day", exact=True).fill("1 February 2018")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/as-of/2018-02-01/")
    page.get_by_role("link", name="As had been published by then").click()
    page.wait_for_url("**/as-of/2018-02-01/?known=then")
    page.get_by_label("Compare with").fill("2020-12-31")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/as-of/2018-02-01/2020-12-31/?known=then")
    page.get_by_role("link", name="Go to the full record").click()
    page.wait_for_url(f"{site_to_read}/")


def test_a_briefing_is_asked_for_without_script(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(f"{site_to_read}/services/adult-services/")
    page.get_by_role("link", name="Briefing for a meeting").click()
    page.get_by_label("For a meeting: what came since").fill("18 October 2018")
    page.get_by_role("button", name="Show the briefing").click()
    page.wait_for_url("**/briefing/?since=*")
    assert page.get_by_text("What has come since 18 October 2018").is_visible()


def test_a_year_is_one_key_away(browser: Any, site_to_read: str) -> None:
    page = context_of(browser).new_page()
    page.goto(f"{site_to_read}/?show=all")
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2020").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#y2020")


def test_reduced_motion_moves_nothing(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, reduced_motion="reduce").new_page()
    page.goto(site_to_read)
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_list_gives_the_frame_that_shows_it(browser: Any, site_to_read: str) -> None:
    page = context_of(browser, java_script_enabled=False).new_page()
    page.goto(f"{site_to_read}/?service=adult-services")
    page.get_by_text("Other ways to take these events away").click()
    given = page.get_by_label("To show them in another page").input_value()
    assert given.startswith(f'<iframe src="{site_to_read}/embed/?service=adult-services" title="')
