"""The pages of the desk in a real browser: accessible, within their width, under the strict policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django.live_server_helper import LiveServer

from powys_oversight.timeline.history.recorder import recording, trial
from powys_oversight.timeline.models import Change
from tests.browser.keys import sign_in
from tests.browser.test_pages import AXE, ONLY_WHAT_IS_WRONG
from tests.factories import PASSWORD, make_finding, make_inspection, make_source, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


COLOURS = ONLY_WHAT_IS_WRONG | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
"""All that a colour scheme can change. The admin's colours are not in our tokens."""


@pytest.fixture
def site(server: LiveServer, transactional_db: None) -> str:
    """The site with nothing in it but what a test makes."""
    return server.url


def test_a_page_with_unsaved_lines_is_not_left_by_mistake(browser: Any, site: str) -> None:
    page = sign_in(browser, site, "Contributor").page
    page.goto(f"{site}/admin/from-document/")
    page.fill("#id_lines-0-summary", "Half typed.")
    asked: list[str] = []

    def stay_or_leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay_or_leave)
    page.goto(f"{site}/admin/")
    assert asked == ["beforeunload"]


def test_earlier_findings_are_offered_as_a_theme_is_chosen(browser: Any, site: str) -> None:
    page = sign_in(browser, site, "Contributor").page
    earlier = make_finding(theme="early-help", event=make_inspection(occurred="2017-07"))
    make_source(slug="report")
    make_inspection(slug="visit", status="draft", occurred="2020-12", services=earlier.services.all())
    page.goto(f"{site}/admin/from-document/?source=report&event=visit")
    page.select_option("#id_lines-0-theme", label="Early help")
    offered = page.locator("#lines [data-earlier] >> nth=0").locator("label")
    offered.first.wait_for()
    assert offered.first.inner_text().strip() == "July 2017, Concern: Assessment was slow."
    assert page.locator("input[name=lines-0-takes_up]").get_attribute("value") == str(earlier.pk)


DESK = [
    "",
    "from-document/",
    "from-document/?source=report&event=published",
    "publication/?event=draft",
    "inspections/inspection/",
    "inspections/inspection/{event}/change/",
    "inspections/inspection/{event}/history/",
    "inspections/finding/{finding}/change/",
    "timeline/source/add/",
    "timeline/source/import/",
    "timeline/change/",
    "timeline/change/{change}/change/",
    "timeline/change/{change}/undo/",
    "inspections/finding/{finding}/delete/",
]


@pytest.fixture
def known(site: str) -> dict[str, int]:
    make_inspection(slug="draft", status="draft", cited_in=[], occurred="2020-09")
    finding = make_finding(event=make_inspection(slug="published", occurred="2020-12"))
    make_source(slug="report")
    with trial():
        finding.follows_up.add(make_finding(services=finding.services.all()))
    event = finding.event.as_own_kind()
    with recording(by=None, reason="As the report has it."):
        event.summary = "CIW inspected services for adults and for children."
        event.save()
    return {"event": event.pk, "finding": finding.pk, "change": Change.objects.newest_first()[0].pk}


@pytest.mark.parametrize(("width", "scheme", "rules"), [(320, "light", AXE), (1280, "dark", COLOURS)])
def test_axe_finds_nothing_on_the_desk_and_nothing_scrolls_sideways(
    browser: Any, site: str, known: dict[str, int], width: int, scheme: str, rules: Any
) -> None:
    size = {"width": width, "height": 900}
    page = sign_in(browser, site, "Administrator", viewport=size, color_scheme=scheme).page
    found = {}
    for path in [
        *(f"/admin/{each.format(**known)}" for each in DESK),
        "/changes/",
        "/events/published/history/",
    ]:
        page.goto(f"{site}{path}")
        violations = Axe().run(page, options=rules).response["violations"]
        found[path] = [(each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[path].append(("scrolls sideways", str(width)))
    assert {path: each for path, each in found.items() if each} == {}


def test_the_desk_keeps_to_the_strict_policy(
    page: Any, site: str, known: dict[str, int], no_console_errors: list[str]
) -> None:
    user = make_user("Administrator")
    page.goto(f"{site}/admin/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    for each in DESK:
        page.goto(f"{site}/admin/{each.format(**known)}")
    page.goto(f"{site}/admin/second-factor/")
    # `no_console_errors` fails the test if any of these pages breached the policy.
