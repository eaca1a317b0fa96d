from typing import Any

import pytest
from django.test import Client

from inspections.models import Finding, Inspection
from powys_oversight.desk.from_document.forms import earlier_findings, expand_locator
from powys_oversight.timeline.models import Change, Event, Source
from tests.factories import (
    make_finding,
    make_inspection,
    make_organisation,
    make_service,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/from-document/"


@pytest.fixture
def contributor(client: Client) -> Client:
    client.force_login(make_user("Contributor"))
    return client


@pytest.fixture
def ready() -> dict[str, Any]:
    return {
        "ciw": make_organisation(name="Care Inspectorate Wales", voice="inspectorate"),
        "service": make_service(name="Adult services", slug="adult-services"),
    }


DOCUMENT = {
    "source-title": "Inspection of adult services",
    "source-publisher": "Care Inspectorate Wales",
    "source-published": "1 May 2018",
    "source-published_understood": "2018-05-01",
    "source-type": "inspectorate",
    "source-tier": "2",
    "source-read": "whole",
    "source-language": "en",
    "source-url": "https://example.org/report",
}


def inspection(ready: dict[str, Any]) -> dict[str, Any]:
    return {
        "event-activity_type": "inspection",
        "event-services_concerned": [ready["service"].pk],
        "event-occurred": "January 2018",
        "event-occurred_understood": "2018-01",
        "event-issued_by": ready["ciw"].pk,
        "event-summary": "CIW inspected adult services.",
        "event-locator": "3",
    }


def lines(*given: dict[str, str], total: int = 10) -> dict[str, str]:
    data = {"lines-TOTAL_FORMS": str(total), "lines-INITIAL_FORMS": "0"}
    for number, line in enumerate(given):
        data |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return data


def line(**given: str) -> dict[str, str]:
    return {
        "theme": "assessment",
        "verdict": "concern",
        "summary": "CIW found it slow.",
        "locator": "12",
    } | given


def html(answer: Any) -> str:
    return answer.content.decode()


class TestAllAtOnce:
    @pytest.fixture
    def answer(self, contributor: Client, ready: dict[str, Any]) -> Any:
        data = (
            DOCUMENT | inspection(ready) | lines(line(), line(summary="CIW found it better.", locator="p 14"))
        )
        return contributor.post(PAGE, data)

    def test_document_inspection_and_findings_are_saved_as_a_draft(self, answer: Any) -> None:
        visit = Inspection.objects.get()
        assert (visit.status, visit.occurred) == ("draft", "2018-01")
        assert visit.findings.count() == 2
        assert answer["Location"].endswith(f"?source={Source.objects.get().slug}&event={visit.slug}")

    def test_each_line_cites_the_document_by_itself(self, answer: Any, ready: dict[str, Any]) -> None:
        cited = [
            (c.source.title, c.locator) for f in Finding.objects.order_by("number") for c in f.citations.all()
        ]
        title = "Inspection of adult services"
        assert cited == [(title, "paragraph 12"), (title, "page 14")]

    def test_the_findings_are_the_inspectorates_and_about_its_services(
        self, answer: Any, ready: dict[str, Any]
    ) -> None:
        finding = Finding.objects.get(number=1)
        assert finding.stated_by == ready["ciw"]
        assert list(finding.services.all()) == [ready["service"]]

    def test_a_line_may_be_about_one_service_and_two_themes(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        other = make_service()
        make_source(slug="report")
        visit = make_inspection(
            slug="visit", status="draft", services=[ready["service"], other], issued_by=ready["ciw"]
        )
        seldom = {"also_about": "supervision", "services_concerned": str(other.pk), "quotation": "slow"}
        contributor.post(f"{PAGE}?source=report&event=visit", lines(line(**seldom)))
        finding = visit.findings.get()
        assert (finding.also_about, list(finding.services.all())) == ("supervision", [other])
        assert finding.citations.get().quotation == "slow"

    def test_without_a_title_it_is_called_by_what_it_was(self, answer: Any) -> None:
        assert Inspection.objects.get().title == "Inspection: Adult services, January 2018"

    def test_it_is_one_change(self, answer: Any) -> None:
        assert Change.objects.filter(act="edit", made_by__isnull=False).count() == 1

    def test_whoever_entered_it_drafted_it(self, answer: Any) -> None:
        drafted_by = Event.objects.get().drafted_by
        assert drafted_by
        assert drafted_by.username.startswith("contributor")

    def test_the_page_it_leads_to_lists_what_is_entered(self, contributor: Client, answer: Any) -> None:
        page = html(contributor.get(answer["Location"]))
        assert "Entered: 2 findings" in page
        assert "CIW found it better." in page


class TestInParts:
    def test_a_document_alone_is_kept(self, contributor: Client, ready: dict[str, Any]) -> None:
        contributor.post(PAGE, DOCUMENT | lines())
        assert Source.objects.count() == 1
        assert not Event.objects.exists()

    def test_a_line_that_wants_something_stays_as_typed_and_the_others_are_saved(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        data = DOCUMENT | inspection(ready)
        data |= lines(line(), line(theme="", summary="Half typed."), line(summary="Third.", locator="20"))
        page = html(contributor.post(PAGE, data))
        assert Finding.objects.count() == 2
        assert "Half typed." in page
        assert "Needed for this line." in page
        assert "Third." not in page.split('id="lines"')[1]

    def test_lines_wait_on_the_page_for_an_inspection_that_wants_something(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        data = DOCUMENT | inspection(ready) | {"event-occurred": "03/05/2018"} | lines(line())
        page = html(contributor.post(PAGE, data))
        assert "could be 3 May 2018 or 5 March 2018" in page
        assert "CIW found it slow." in page
        assert Source.objects.count() == 1

    def test_without_script_a_date_is_said_back_first(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        data = DOCUMENT | inspection(ready) | {"event-occurred_understood": ""} | lines(line())
        page = html(contributor.post(PAGE, data))
        assert "Reads “January 2018”" in page
        assert not Event.objects.exists()

    def test_further_findings_are_added_to_an_inspection_that_is_there(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        report = make_source(slug="report")
        visit = make_inspection(slug="visit", status="draft", issued_by=ready["ciw"])
        make_finding(event=visit)
        contributor.post(f"{PAGE}?source=report&event=visit", lines(line()))
        new = Finding.objects.get(number=2)
        assert new.citations.get().source == report

    def test_a_document_and_an_entry_that_are_there_can_be_picked(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        report, visit = make_source(), make_inspection(status="draft", issued_by=ready["ciw"])
        contributor.post(PAGE, {"source": report.pk, "event": visit.pk} | lines(line()))
        assert visit.findings.get().citations.get().source == report

    def test_unfinished_lines_are_there_when_the_page_is_opened_again(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        make_source(slug="report")
        make_inspection(slug="visit", status="draft", issued_by=ready["ciw"])
        address = f"{PAGE}?source=report&event=visit"
        contributor.post(address, lines(line(), line(theme="", summary="Half typed.")))
        assert "Half typed." in html(contributor.get(address))

    def test_the_one_document_an_entry_rests_on_is_chosen_already(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        make_inspection(slug="visit", status="draft", cited_in=[make_source(title="The one report")])
        assert "The one report" in html(contributor.get(f"{PAGE}?event=visit")).split('id="event"')[0]

    def test_a_page_sent_twice_is_saved_once(self, contributor: Client, ready: dict[str, Any]) -> None:
        data = DOCUMENT | inspection(ready) | lines(line()) | {"once": "a-number"}
        first, second = (contributor.post(PAGE, data) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert (Source.objects.count(), Event.objects.count(), Finding.objects.count()) == (1, 1, 1)

    def test_what_wants_something_is_said_at_the_top_with_a_way_to_it(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        page = html(contributor.post(PAGE, DOCUMENT | inspection(ready) | lines(line(theme=""))))
        assert "<title>Error:" in page
        assert '<a href="#lines">1 line wants something still.</a>' in page

    def test_two_themes_that_are_one_are_refused_beside_the_box(
        self, contributor: Client, ready: dict[str, Any]
    ) -> None:
        page = html(
            contributor.post(PAGE, DOCUMENT | inspection(ready) | lines(line(also_about="assessment")))
        )
        assert "name another theme" in page
        assert not Finding.objects.exists()

    def test_nothing_typed_saves_nothing(self, contributor: Client) -> None:
        contributor.post(PAGE, lines())
        assert not Source.objects.exists()


class TestEarlierFindings:
    @pytest.fixture
    def visit(self, ready: dict[str, Any]) -> Inspection:
        return make_inspection(
            slug="visit",
            status="draft",
            occurred="2018-10",
            services=[ready["service"]],
            issued_by=ready["ciw"],
        )

    def earlier(self, ready: dict[str, Any], **given: Any) -> Finding:
        event = make_inspection(occurred="2017-07", services=[ready["service"]])
        return make_finding(**{"event": event, "summary": "An earlier concern."} | given)

    def test_those_of_the_theme_and_service_are_offered_latest_first(
        self, visit: Inspection, ready: dict[str, Any]
    ) -> None:
        first = self.earlier(ready)
        second = self.earlier(ready, event=make_inspection(occurred="2018-01", services=[ready["service"]]))
        self.earlier(ready, theme="front-door")
        self.earlier(ready, event=make_inspection(occurred="2017-07"))
        self.earlier(ready, event=make_inspection(occurred="2019", services=[ready["service"]]))
        assert earlier_findings(visit, "assessment") == [second, first]

    def test_one_ticked_on_the_line_is_linked(
        self, contributor: Client, visit: Inspection, ready: dict[str, Any]
    ) -> None:
        earlier = self.earlier(ready)
        make_source(slug="report")
        contributor.post(f"{PAGE}?source=report&event=visit", lines(line(takes_up=str(earlier.pk))))
        assert list(visit.findings.get().follows_up.all()) == [earlier]

    def test_without_script_it_is_ticked_once_the_line_is_saved(
        self, contributor: Client, visit: Inspection, ready: dict[str, Any]
    ) -> None:
        earlier = self.earlier(ready)
        make_source(slug="report")
        address = f"{PAGE}?source=report&event=visit"
        contributor.post(address, lines(line()))
        page = html(contributor.get(address))
        assert "July 2017, Concern: An earlier concern." in page
        finding = visit.findings.get()
        contributor.post(address, lines() | {f"entered-{finding.pk}-takes_up": [earlier.pk]})
        assert list(finding.follows_up.all()) == [earlier]

    def test_one_of_another_theme_is_not_taken(
        self, contributor: Client, visit: Inspection, ready: dict[str, Any]
    ) -> None:
        other = self.earlier(ready, theme="front-door")
        make_source(slug="report")
        contributor.post(f"{PAGE}?source=report&event=visit", lines(line(takes_up=str(other.pk))))
        assert not Finding.objects.filter(event=visit).exists()

    def test_the_script_is_told_them(
        self, contributor: Client, visit: Inspection, ready: dict[str, Any]
    ) -> None:
        earlier = self.earlier(ready)
        told = contributor.get("/admin/earlier-findings/", {"event": "visit", "theme": "assessment"}).json()
        assert told == {"findings": [{"id": earlier.pk, "words": "July 2017, Concern: An earlier concern."}]}


class TestWhatIsPublished:
    @pytest.fixture
    def published(self, ready: dict[str, Any]) -> Inspection:
        make_source(slug="report")
        return make_inspection(slug="visit", issued_by=ready["ciw"])

    def test_a_contributor_does_not_add_to_it(self, contributor: Client, published: Inspection) -> None:
        assert contributor.post(f"{PAGE}?source=report&event=visit", lines(line())).status_code == 403
        assert not published.findings.exists()

    def test_an_editor_says_why(self, client: Client, published: Inspection) -> None:
        client.force_login(make_user("Editor"))
        address = f"{PAGE}?source=report&event=visit"
        refused = client.post(address, lines(line()))
        assert "Say why it is changed" in html(refused)
        assert "CIW found it slow." in html(refused)
        assert not published.findings.exists()
        client.post(address, lines(line()) | {"reason": "It was left out."})
        assert published.findings.count() == 1


@pytest.mark.parametrize(
    ("typed", "locator"),
    [
        ("12", "paragraph 12"),
        (" 12 ", "paragraph 12"),
        ("3.14", "paragraph 3.14"),
        ("p14", "page 14"),
        ("P. 14", "page 14"),
        ("page 14", "page 14"),
        ("annex B", "annex B"),
        ("", ""),
    ],
)
def test_a_place_is_read_from_few_keys(typed: str, locator: str) -> None:
    assert expand_locator(typed) == locator


@pytest.mark.parametrize(
    "data",
    [
        {"lines-TOTAL_FORMS": "x", "lines-INITIAL_FORMS": "0"},
        {"lines-TOTAL_FORMS": "100000", "lines-INITIAL_FORMS": "0"},
        {"source": "999", "event": "x"},
        {"source-title": "\x00", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"},
        {},
    ],
    ids=["no number", "too many", "no such rows", "a null", "nothing"],
)
def test_a_hostile_form_is_refused_and_is_no_error_of_ours(contributor: Client, data: dict[str, str]) -> None:
    assert contributor.post(PAGE, data).status_code in (200, 400)


def test_who_may_not_add_has_no_such_page(client: Client) -> None:
    client.force_login(make_user())
    assert client.get(PAGE).status_code == 403
