"""The desk in a real browser: a report entered, reviewed, published, corrected, withdrawn."""

from typing import Any

import pytest

from inspections.models import Finding, Inspection
from powys_oversight.timeline.history.recorder import trial
from tests.browser.keys import Keys, sign_in
from tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORT = "performance-evaluation-2020-09"
SOURCE = "Care Inspectorate Wales, between September and November 2020"


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
