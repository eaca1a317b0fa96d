"""An editor at work in a real browser: from signing in to seeing a finding on the timeline."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = "BBC News, 16 April 2018: Powys children’s services need further work, minister says"


@pytest.fixture
def desk(page: Any, site: str, no_console_errors: list[str]) -> Any:
    """A browser signed in to the admin by its own form."""
    sign_in(page, site, "editor")
    return page


def sign_in(page: Any, site: str, username: str) -> None:
    User.objects.create_superuser(username, password=PASSWORD)
    page.context.clear_cookies()
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Log out").or_(page.get_by_role("button", name="Log out")).wait_for()


def add_visit(desk: Any, site: str) -> None:
    desk.goto(f"{site}/admin/inspections/inspection/add/")
    desk.get_by_label("Title:", exact=True).fill("Monitoring visit, June 2018")
    desk.get_by_label("Summary:", exact=True).first.fill("CIW visited children’s services.")
    desk.get_by_label("Children’s services").first.check()
    desk.locator("#id_issued_by").select_option(label="Care Inspectorate Wales")
    desk.locator("#id_occurred").fill("June 2018")
    desk.locator("output", has_text="Reads “June 2018”. Sorts on 1 June 2018").wait_for()
    desk.locator("#id_activity_type").select_option("monitoring-visit")
    desk.locator("#id_citations-0-source").select_option(label=SOURCE)
    desk.locator("#id_citations-0-locator").fill("paragraph 8")
    desk.locator("#id_citations-0-tells_of").select_option("began")
    for number, theme in enumerate(("assessment", "partnership")):
        if number:  # the first line is there already
            desk.get_by_role("button", name="Add another Finding").click()
        line = desk.locator(f"#findings-{number}")
        line.locator(f"#id_findings-{number}-theme").select_option(theme)
        line.locator(f"#id_findings-{number}-verdict").select_option("improvement")
        line.locator(f"#id_findings-{number}-stated_by").select_option(label="Care Inspectorate Wales")
        line.locator(f"#id_findings-{number}-summary").fill(f"Found better {theme} in June.")
        line.locator(f"#id_findings-{number}-source").select_option(label=SOURCE)
        line.locator(f"#id_findings-{number}-locator").fill("paragraph 8")


def rows(page: Any, site: str) -> list[str]:
    text = page.request.get(f"{site}/timeline.csv").text()
    return [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_a_draft_with_two_findings_is_entered_published_and_seen(desk: Any, site: str) -> None:
    add_visit(desk, site)
    desk.locator('input[name="_save"]').first.click()
    desk.get_by_text("was added successfully").wait_for()
    assert "Monitoring visit, June 2018" not in rows(desk, site)

    desk.goto(f"{site}/admin/inspections/inspection/?status__exact=draft")
    desk.get_by_label("Select this object for an action", exact=False).first.check()
    desk.get_by_label("Action:").select_option(label="Review, publish or withdraw the selected")
    desk.get_by_role("button", name="Run").or_(desk.get_by_role("button", name="Go")).click()
    desk.get_by_text("You drafted it, so somebody else takes this step.").first.wait_for()
    sign_in(desk, site, "publisher")
    desk.goto(f"{site}/admin/publication/?event=monitoring-visit-june-2018")
    desk.get_by_label("None of these is a duplicate").check()
    desk.get_by_role("button", name="Publish now").click()
    desk.get_by_text("Publish now: done for 1 event.").wait_for()

    desk.goto(f"{site}/?show=all#e-monitoring-visit-june-2018")
    entry = desk.locator("#e-monitoring-visit-june-2018")
    assert "June 2018" in entry.inner_text()
    assert "BBC News, 16 April 2018, paragraph 8" in " ".join(entry.text_content().split())
    desk.goto(f"{site}/services/childrens-services/findings/")
    for theme in ("assessment", "partnership"):
        assert desk.get_by_text(f"Found better {theme} in June.").is_visible()
    assert "Monitoring visit, June 2018" in rows(desk, site)


def test_an_ambiguous_date_is_refused_as_it_is_typed(desk: Any, site: str) -> None:
    desk.goto(f"{site}/admin/inspections/inspection/add/")
    desk.locator("#id_occurred").fill("03/05/2018")
    desk.locator("output.refused", has_text="could be 3 May 2018 or 5 March 2018").wait_for()


def test_the_desk_is_under_the_same_strict_policy(desk: Any, site: str) -> None:
    for address in (
        "",
        "timeline/event/",
        "inspections/finding/",
        "notices/warningnotice/add/",
        "timeline/source/add/",
    ):
        desk.goto(f"{site}/admin/{address}")
    # `no_console_errors` fails the test if any of these pages breached the policy.
