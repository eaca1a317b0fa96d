"""The desk in a real browser: a report entered, reviewed, published, corrected, withdrawn."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from inspections.models import Finding, Inspection
from powys_oversight.timeline.models import Change, Event
from powys_oversight.timeline.recording import recording, trial
from tests.browser.test_pages import AXE, COLOURS
from tests.factories import PASSWORD, make_finding, make_inspection, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = "performance-evaluation-2020-09"
SOURCE = "Care Inspectorate Wales, between September and November 2020"


class Keys:
    """Somebody at a keyboard, without a mouse."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def to(self, selector: str, most: int = 150) -> None:
        """Tab on until the box is reached, as somebody who cannot point must."""
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        pytest.fail(f"no number of tabs leads to {selector}")

    def fill(self, selector: str, text: str) -> None:
        self.to(selector)
        self.press("Control+a")
        self.type(text)

    def choose(self, selector: str, label: str) -> None:
        """Type the beginning of an option, as a closed list is chosen from."""
        self.to(selector)
        self.type(label)
        chosen = self.page.evaluate("s => document.querySelector(s).selectedOptions[0].label", selector)
        assert chosen.startswith(label), (selector, chosen)

    def go(self, selector: str) -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.press("Enter")


def sign_in(browser: Any, site: str, role: str, **options: Any) -> Keys:
    user = make_user(role)
    page = browser.new_context(**options).new_page()
    page.goto(f"{site}/admin/")
    keys = Keys(page)
    keys.fill("#id_username", user.username)
    keys.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    return keys


@pytest.fixture
def findings(site: str) -> list[dict[str, str]]:
    """What the record has of the report of September 2020, taken out of it to be entered anew."""
    report = Inspection.objects.get(slug=REPORT)
    found = [
        {
            "theme": finding.get_theme_display(),
            "verdict": finding.get_verdict_display(),
            "summary": finding.summary,
            "locator": finding.citations.all()[0].locator.removeprefix("paragraph "),
        }
        for finding in report.findings.order_by("number")
    ]
    with trial():
        for value in report.observations.all():
            value.delete()
        for outcome in report.outcomes_reported.all():
            outcome.delete()
        report.publications.all().delete()
        report.delete()
    return found


def enter(keys: Keys, site: str, findings: list[dict[str, str]]) -> None:
    keys.page.goto(f"{site}/admin/from-document/")
    keys.choose("#id_source", SOURCE)
    keys.choose("#id_event-activity_type", "Performance evaluation")
    keys.to("input[name=event-services_concerned]")
    keys.press("Space", "Tab", "Space")
    keys.fill("#id_event-occurred", "14 September 2020")
    keys.fill("#id_event-ended", "18 September 2020")
    keys.fill("#id_event-summary", "CIW inspected services for adults and children.")
    keys.fill("#id_event-locator", "1")
    for number, finding in enumerate(findings):
        keys.choose(f"#id_lines-{number}-theme", finding["theme"])
        keys.choose(f"#id_lines-{number}-verdict", finding["verdict"])
        keys.fill(f"#id_lines-{number}-summary", finding["summary"])
        keys.fill(f"#id_lines-{number}-locator", finding["locator"])


def said_back(keys: Keys, words: str) -> None:
    keys.page.locator("output.date-echo", has_text=words).wait_for()


def step(keys: Keys, slug: str) -> None:
    keys.go(f"button[name=step][value={slug}]")


def test_a_report_goes_from_a_document_to_readers_and_back_by_keyboard_alone(
    browser: Any, site: str, findings: list[dict[str, str]]
) -> None:
    writer = sign_in(browser, site, "Contributor")
    enter(writer, site, findings)
    said_back(writer, "18 September 2020")
    writer.go("input[type=submit].default")
    event = Inspection.objects.get(title__startswith="Performance evaluation inspection: ")
    assert event.findings.count() == len(findings)

    writer.page.goto(f"{site}/admin/publication/?event={event.slug}")
    step(writer, "send")
    assert writer.page.locator("text=Your role does not include this step.").count()
    assert writer.page.request.get(f"{site}{event.get_absolute_url()}").status == 404

    publisher = sign_in(browser, site, "Publisher")
    publisher.go(f"a[href='/admin/publication/?event={event.slug}']")
    publisher.go(f"a[href='/admin/preview/{event.slug}/']")
    assert findings[0]["summary"] in publisher.page.locator("main").inner_text()
    publisher.page.go_back()
    step(publisher, "publish")
    assert "Publish now: done for 1 event." in publisher.page.locator("main").inner_text()

    reader = browser.new_page()
    reader.goto(f"{site}{event.get_absolute_url()}")
    assert findings[-1]["summary"] in reader.locator("main").inner_text()

    publisher.page.goto(f"{site}/admin/inspections/inspection/{event.pk}/change/")
    publisher.fill("#id_occurred", "September 2020")
    said_back(publisher, "Reads “September 2020”")
    with publisher.page.expect_navigation():
        publisher.press("Enter")
    assert "Say why it is changed" in publisher.page.locator("main").inner_text()
    publisher.to("a[href='#why']")
    publisher.press("Enter")
    publisher.fill("#id_reason", "The report gives the month only.")
    publisher.go("input[name=_save]")

    reader.goto(f"{site}/changes/")
    told = reader.locator("main").inner_text()
    for words in ("The report gives the month only.", "14 September 2020", "New entry"):
        assert words in told

    publisher.page.goto(f"{site}/admin/publication/?event={event.slug}")
    publisher.fill("#id_reason", "It was entered twice.")
    step(publisher, "withdraw")
    gone = reader.goto(f"{site}{event.get_absolute_url()}")
    assert gone.status == 410
    assert "It was entered twice." in reader.locator("main").inner_text()


def test_a_report_is_entered_and_published_without_script(
    browser: Any, site: str, findings: list[dict[str, str]]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()

    def come_in(role: str) -> None:
        page.context.clear_cookies()
        page.goto(f"{site}/admin/")
        page.fill("#id_username", make_user(role).username)
        page.fill("#id_password", PASSWORD)
        page.click("input[type=submit]")

    come_in("Contributor")
    page.goto(f"{site}/admin/from-document/")
    page.select_option("#id_source", index=1)
    page.select_option("#id_event-activity_type", "performance-evaluation-inspection")
    page.check("input[name=event-services_concerned] >> nth=0")
    page.fill("#id_event-occurred", "Medi 2020")
    page.fill("#id_event-summary", "CIW inspected.")
    page.fill("#id_event-locator", "1")
    for number, finding in enumerate(findings):
        page.select_option(f"#id_lines-{number}-theme", label=finding["theme"])
        page.select_option(f"#id_lines-{number}-verdict", label=finding["verdict"])
        page.fill(f"#id_lines-{number}-summary", finding["summary"])
        page.fill(f"#id_lines-{number}-locator", finding["locator"])
    page.click("input[type=submit].default")
    assert "Reads “September 2020”" in page.locator("main").inner_text()
    page.click("input[type=submit].default")
    event = Inspection.objects.get(title__startswith="Performance evaluation inspection: ")
    assert event.findings.count() == len(findings)

    page.click("details:has(input[name^=entered]) summary >> nth=0")
    page.check("input[name^=entered] >> nth=0")
    page.click("input[type=submit].default")
    assert Finding.objects.filter(event=event.pk, follows_up__isnull=False).exists()

    come_in("Publisher")
    page.goto(f"{site}/admin/publication/?event={event.slug}")
    page.click("button[value=publish]")
    page.goto(f"{site}{event.get_absolute_url()}")
    assert findings[0]["summary"] in page.locator("main").inner_text()


def test_a_page_with_unsaved_lines_is_not_left_by_mistake(browser: Any, site: str) -> None:
    page = sign_in(browser, site, "Contributor").page
    page.goto(f"{site}/admin/from-document/")
    page.fill("#id_lines-0-summary", "Half typed.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{site}/admin/")
    assert asked == ["beforeunload"]


def test_earlier_findings_are_offered_as_a_theme_is_chosen(browser: Any, site: str) -> None:
    page = sign_in(browser, site, "Contributor").page
    with trial():
        event = make_inspection(
            slug="visit",
            status="draft",
            occurred="2020-12",
            services=list(Event.objects.get(slug=REPORT).services.all()),
        )
    page.goto(f"{site}/admin/from-document/?source=ciw-2020-pe&event={event.slug}")
    page.select_option("#id_lines-0-theme", label="Early help")
    offered = page.locator("#lines [data-earlier] >> nth=0").locator("label")
    offered.first.wait_for()
    assert "2020" in offered.first.inner_text()
    assert page.locator("input[name=lines-0-takes_up]").count() == offered.count()


DESK = [
    "",
    "from-document/",
    "from-document/?source=ciw-2020-pe&event=published",
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
    with trial():
        make_inspection(slug="draft", status="draft", cited_in=[], occurred="2020-09")
        earlier = Finding.objects.all()[0]
        finding = make_finding(event=make_inspection(slug="published", occurred="2020-12"))
        finding.follows_up.add(earlier)
        event = finding.event.whole()
    with recording(by=None, reason="As the report has it."):
        event.summary = "CIW inspected services for adults and for children."
        event.save()
    return {
        "event": event.pk,
        "finding": finding.pk,
        "change": Change.objects.newest_first()[0].pk,
    }


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
        page.goto(f"{site}{path}", wait_until="networkidle")
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
        page.goto(f"{site}/admin/{each.format(**known)}", wait_until="networkidle")
    page.goto(f"{site}/admin/second-factor/", wait_until="networkidle")
    # `no_console_errors` fails the test if any of these pages breached the policy.


def test_the_record_still_keeps_its_rules_once_edited(site: str, known: dict[str, int]) -> None:
    call_command("check_record", verbosity=0)
