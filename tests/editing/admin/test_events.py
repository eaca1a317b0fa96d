import csv
import io
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.models import Finding, Inspection
from powys_oversight.timeline.models import Disagreement, Event, EventCitation, OfficeHolding, RecordModel
from tests.factories import (
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_notice,
    make_observation,
    make_organisation,
    make_outcome,
    make_person,
    make_relation,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_models() if issubclass(model, RecordModel)]


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestEveryTable:
    def test_it_is_in_the_admin_with_search_and_filters(self, model: Any) -> None:
        registered = admin.site._registry[model]
        assert registered.search_fields
        assert registered.list_filter

    def test_its_list_opens_and_can_be_searched(self, editor: Client, model: Any) -> None:
        assert editor.get(address(model, "changelist"), {"q": "tŷ"}).status_code == 200

    def test_its_form_opens(self, editor: Client, model: Any) -> None:
        may_add = admin.site._registry[model].has_add_permission(_request_of(editor))
        assert editor.get(address(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.usefixtures("record")
def test_a_row_of_every_table_of_the_record_opens(editor: Client) -> None:
    rows = [model._default_manager.first() for model in MODELS]
    opened = {type(row): editor.get(address(type(row), "change", row.pk)).status_code for row in rows if row}
    assert set(opened.values()) == {200}


def _request_of(client: Client) -> Any:
    return client.get("/admin/").wsgi_request


def fill(rows: int) -> None:
    for number in range(rows):
        source = make_source()
        service = make_service()
        person_says = make_finding(event=make_inspection(services=[service], cited_in=[source]))
        make_relation(
            from_event=make_milestone(), to_event=make_notice(relates_to=make_notice(), relates_as="follows")
        )
        make_outcome(action=make_required_action(event=make_notice()), reported_at=make_milestone())
        make_observation(measure=make_measure(services=[service]))
        make_organisation().names.create(name=f"Old name {number}")
        person_says.follows_up.add(make_finding())


def test_a_list_costs_as_many_queries_however_many_rows(editor: Client) -> None:
    def cost(model: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(address(model, "changelist")).status_code == 200
        return len(captured)

    fill(2)
    small = {model.__name__: cost(model) for model in MODELS}
    fill(6)
    assert {model.__name__: cost(model) for model in MODELS} == small


@pytest.fixture
def ready() -> dict[str, Any]:
    return {
        "service": make_service(slug="adult-services"),
        "source": make_source(slug="bbc"),
        "issuer": make_organisation(name="CIW"),
    }


def inspection_form(ready: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A new inspection with two findings and a citation, as the form sends it."""
    form = {
        "title": "A visit",
        "slug": "a-visit",
        "summary": "CIW visited.",
        "services_concerned": [ready["service"].pk],
        "issued_by": ready["issuer"].pk,
        "occurred": "2018-03",
        "occurred_understood": "2018-03",
        "ended": "",
        "order": "0",
        "activity_type": "monitoring-visit",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "0",
        "citations-0-source": ready["source"].pk,
        "citations-0-locator": "paragraph 8",
        "citations-0-tells_of": "began",
        "findings-TOTAL_FORMS": "2",
        "findings-INITIAL_FORMS": "0",
        "requiredactions-TOTAL_FORMS": "0",
        "requiredactions-INITIAL_FORMS": "0",
        "relations_out-TOTAL_FORMS": "0",
        "relations_out-INITIAL_FORMS": "0",
    }
    for number, theme in enumerate(("assessment", "partnership")):
        form |= {
            f"findings-{number}-theme": theme,
            f"findings-{number}-verdict": "improvement",
            f"findings-{number}-stated_by": ready["issuer"].pk,
            f"findings-{number}-summary": f"Better {theme}.",
            f"findings-{number}-source": ready["source"].pk,
            f"findings-{number}-locator": f"paragraph {number + 9}",
        }
    return form | given


ADD = "/admin/inspections/inspection/add/"


def publish(slug: str) -> None:
    Event.objects.get(slug=slug).as_own_kind().publish()


def correct(editor: Client, ready: dict[str, Any], **given: Any) -> Any:
    """Save the inspection again, its findings left alone."""
    visit = Inspection.objects.get()
    form = inspection_form(ready) | {
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": visit.citations.get().pk,
        "citations-0-claim": visit.pk,
        "findings-TOTAL_FORMS": "0",
    }
    return editor.post(address(Inspection, "change", visit.pk), form | given)


class TestAddingAnInspection:
    def test_one_form_and_one_save_make_it_whole(self, editor: Client, ready: dict[str, Any]) -> None:
        assert editor.post(ADD, inspection_form(ready)).status_code == 302
        visit = Inspection.objects.get(slug="a-visit")
        assert [service.slug for service in visit.services.all()] == ["adult-services"]
        assert visit.citations.get().locator == "paragraph 8"
        found = [(f.number, f.theme, f.citations.get().locator) for f in visit.findings.all()]
        assert found == [(1, "assessment", "paragraph 9"), (2, "partnership", "paragraph 10")]

    def test_findings_are_about_the_events_services_unless_said_otherwise(
        self, editor: Client, ready: dict[str, Any]
    ) -> None:
        editor.post(ADD, inspection_form(ready))
        assert Finding.objects.filter(services__slug="adult-services").count() == 2

    def test_it_is_a_draft_and_unseen(self, editor: Client, client: Client, ready: dict[str, Any]) -> None:
        editor.post(ADD, inspection_form(ready))
        assert client.get("/events/a-visit/").status_code == 404

    def test_published_it_is_seen_everywhere(
        self, editor: Client, client: Client, ready: dict[str, Any]
    ) -> None:
        editor.post(ADD, inspection_form(ready))
        publish("a-visit")
        for page in ("/", "/services/adult-services/", "/events/a-visit/", "/timeline.csv", "/sources/bbc/"):
            assert b"A visit" in b"".join(client.get(page))

    def test_a_finding_is_not_saved_uncited(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, **{"findings-0-source": "", "findings-0-locator": ""})
        assert "Everything here is cited" in editor.post(ADD, form).content.decode()
        assert not Event.objects.exists()

    def test_a_citation_says_where_in_the_source(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, **{"findings-0-locator": ""})
        assert "Say where in the source" in editor.post(ADD, form).content.decode()

    def test_a_long_quotation_is_refused(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, **{"findings-0-quotation": "word " * 16})
        assert "16 words; the limit is 15" in editor.post(ADD, form).content.decode()


class TestTheDateField:
    @pytest.mark.parametrize(
        ("typed", "said", "edtf"),
        [
            ("July 2017", "Reads “July 2017”. Sorts on 1 July 2017", "2017-07"),
            (
                "17 October 2017",
                "Reads “17 October 2017”. Sorts on that day, and falls on no other.",
                "2017-10-17",
            ),
            ("summer 2018", "Reads “summer 2018”. Sorts on 1 June 2018", "2018-22"),
            ("week beginning 30 April 2018", "to 6 May 2018", "2018-04-30/2018-05-06"),
            (
                "by 18 October 2018",
                "Sorts on 18 October 2018, and may fall on any day before.",
                "../2018-10-18",
            ),
            ("2018", "Sorts on 1 January 2018, and may fall on any day to 31 December 2018.", "2018"),
        ],
    )
    def test_what_was_typed_is_said_back_before_it_is_saved(
        self, editor: Client, ready: dict[str, Any], typed: str, said: str, edtf: str
    ) -> None:
        first = editor.post(ADD, inspection_form(ready, occurred=typed, occurred_understood=""))
        html = first.content.decode()
        assert said in html
        assert f'name="occurred_understood" value="{edtf}"' in html
        assert not Event.objects.exists()
        editor.post(ADD, inspection_form(ready, occurred=typed, occurred_understood=edtf))
        assert Event.objects.get().occurred == edtf

    def test_a_date_changed_after_it_was_said_back_is_said_back_again(
        self, editor: Client, ready: dict[str, Any]
    ) -> None:
        editor.post(ADD, inspection_form(ready, occurred="June 2017", occurred_understood="2017-07"))
        assert not Event.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "choices"),
        [
            ("03/05/2018", "could be 3 May 2018 or 5 March 2018"),
            ("13 and 14 June", "such as “13 June 2017” or “13 to 14 June 2017”"),
            ("winter 2018", "such as 2018-12/2019-02"),
        ],
    )
    def test_what_is_ambiguous_is_refused_with_an_example(
        self, editor: Client, ready: dict[str, Any], typed: str, choices: str
    ) -> None:
        answer = editor.post(ADD, inspection_form(ready, occurred=typed, occurred_understood=typed))
        assert choices in answer.content.decode()
        assert not Event.objects.exists()

    def test_a_date_left_as_it_was_is_saved_without_a_word(
        self, editor: Client, ready: dict[str, Any]
    ) -> None:
        editor.post(ADD, inspection_form(ready))
        visit = Inspection.objects.get()
        html = editor.get(address(Inspection, "change", visit.pk)).content.decode()
        assert 'name="occurred_understood" value="2018-03"' in html


class TestReadingADateAsItIsTyped:
    def test_it_answers_with_the_reading(self, editor: Client) -> None:
        answer = editor.get("/admin/read-date/", {"text": "July 2017"}).json()
        assert answer == {
            "edtf": "2017-07",
            "explained": "Reads “July 2017”. Sorts on 1 July 2017, and may fall on any day to 31 July 2017.",
        }

    def test_it_answers_with_the_refusal(self, editor: Client) -> None:
        assert "could be" in editor.get("/admin/read-date/", {"text": "03/05/2018"}).json()["refused"]

    def test_it_answers_to_editors_only(self, client: Client) -> None:
        assert client.get("/admin/read-date/", {"text": "2018"}).status_code == 302

    @pytest.mark.parametrize("text", ["", "\x00", "a" * 10_000, "by " * 1000])
    def test_nothing_typed_is_an_error_of_ours(self, editor: Client, text: str) -> None:
        assert editor.get("/admin/read-date/", {"text": text}).status_code == 200


class TestActions:
    def run(self, editor: Client, action: str, *events: Event, model: Any = Event) -> Any:
        data = {"action": action, "_selected_action": [event.pk for event in events]}
        return editor.post(address(model, "changelist"), data)

    @pytest.mark.parametrize("model", [Event, Inspection])
    def test_the_selected_are_taken_to_the_page_that_publishes(self, editor: Client, model: Any) -> None:
        one, other = make_inspection(slug="one", status="draft"), make_inspection(slug="other")
        answer = self.run(editor, "to_publication", one, other, model=model)
        assert set(answer["Location"].split("?")[1].split("&")) == {"event=one", "event=other"}

    @pytest.mark.parametrize("model", [Event, Inspection])
    def test_the_selected_are_downloaded_by_the_sites_own_exporter(self, editor: Client, model: Any) -> None:
        later, earlier = make_inspection(occurred="2019"), make_inspection(occurred="2018", status="draft")
        make_inspection()
        answer = self.run(editor, "download", later, earlier, model=model)
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode(), newline="")))
        assert [row["id"] for row in rows] == [earlier.slug, later.slug]
        assert "timeline-selected" in answer["Content-Disposition"]

    def test_who_may_only_look_may_download(self, client: Client) -> None:
        make_inspection()
        looker = User.objects.create_user("looker", password="x", is_staff=True)
        looker.user_permissions.add(Permission.objects.get(codename="view_inspection"))
        client.force_login(looker)
        assert 'value="download"' in client.get(address(Inspection, "changelist")).content.decode()


def test_a_service_taken_off_an_event_leaves_its_page(
    editor: Client, client: Client, ready: dict[str, Any]
) -> None:
    editor.post(ADD, inspection_form(ready))
    publish("a-visit")
    other = make_service(slug="childrens-services")
    assert correct(editor, ready, services_concerned=[other.pk], reason="It was about children.")
    assert b"A visit" not in client.get("/services/adult-services/").content.split(b'id="findings"')[0]
    assert b"A visit" in client.get("/services/childrens-services/").content


def test_events_of_every_kind_are_listed_with_a_way_to_their_own_form(editor: Client) -> None:
    event = make_inspection()
    html = editor.get(address(Event, "changelist")).content.decode()
    assert f'href="/admin/inspections/inspection/{event.pk}/change/"' in html


def test_staff_pages_are_neither_kept_nor_indexed(editor: Client) -> None:
    answer = editor.get("/admin/")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "default-src 'self'" in answer["Content-Security-Policy"]


class TestMistakesThatTheDatabaseWouldRefuse:
    """Each is said beside its field, and what was typed is kept: none is an error of ours."""

    def said(self, answer: Any) -> str:
        assert answer.status_code == 200
        return answer.content.decode()

    def test_an_event_that_ends_before_it_begins(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, ended="2016", ended_understood="2016")
        assert "It cannot end before it begins." in self.said(editor.post(ADD, form))

    def test_an_event_linked_to_itself(self, editor: Client, ready: dict[str, Any]) -> None:
        editor.post(ADD, inspection_form(ready))
        visit = Inspection.objects.get()
        form = inspection_form(ready) | {
            "citations-TOTAL_FORMS": "0",
            "findings-TOTAL_FORMS": "0",
            "relations_out-TOTAL_FORMS": "1",
            "relations_out-0-kind": "prompted",
            "relations_out-0-to_event": visit.pk,
            "relations_out-0-source": ready["source"].pk,
            "relations_out-0-locator": "paragraph 1",
        }
        answer = editor.post(address(Inspection, "change", visit.pk), form)
        assert "An event is not related to itself." in self.said(answer)

    def test_an_office_left_before_it_is_taken(self, editor: Client, ready: dict[str, Any]) -> None:
        form = {
            "person": make_person().pk,
            "organisation": ready["issuer"].pk,
            "role": "Leader",
            "began": "2019",
            "began_understood": "2019",
            "ended": "2001",
            "ended_understood": "2001",
            "citations-TOTAL_FORMS": "1",
            "citations-INITIAL_FORMS": "0",
            "citations-0-source": ready["source"].pk,
            "citations-0-locator": "paragraph 1",
        }
        answer = editor.post(address(OfficeHolding, "add"), form)
        assert "An office is left no earlier than it is taken." in self.said(answer)

    def test_two_findings_of_one_number(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, **{"findings-0-number": "1", "findings-1-number": "1"})
        assert "Please correct the duplicate" in self.said(editor.post(ADD, form))

    def test_a_finding_of_two_speakers(self, editor: Client, ready: dict[str, Any]) -> None:
        form = inspection_form(ready, **{"findings-0-speaker": make_person().pk})
        assert "Say whose word it is" in self.said(editor.post(ADD, form))

    def test_a_place_that_is_cited_already(self, editor: Client, ready: dict[str, Any]) -> None:
        editor.post(ADD, inspection_form(ready))
        visit = Inspection.objects.get()
        finding = visit.findings.get(number=1)
        finding.citations.create(source=ready["source"], locator="paragraph 99")
        form = inspection_form(ready) | {
            "citations-TOTAL_FORMS": "0",
            "findings-TOTAL_FORMS": "1",
            "findings-INITIAL_FORMS": "1",
            "findings-0-id": finding.pk,
            "findings-0-event": visit.pk,
            "findings-0-number": "1",
            "findings-0-locator": "paragraph 99",
            "findings-0-services": [ready["service"].pk],
        }
        answer = editor.post(address(Inspection, "change", visit.pk), form)
        assert "That place is cited for this already." in self.said(answer)

    def test_two_versions_that_sort_the_event(self, editor: Client, ready: dict[str, Any]) -> None:
        form = {
            "question": "When?",
            "slug": "when",
            "versions-TOTAL_FORMS": "2",
            "versions-INITIAL_FORMS": "0",
        }
        for number in (0, 1):
            form |= {
                f"versions-{number}-number": str(number + 1),
                f"versions-{number}-answer": "Then.",
                f"versions-{number}-sorts_the_event": "on",
                f"versions-{number}-source": ready["source"].pk,
                f"versions-{number}-locator": f"paragraph {number}",
            }
        answer = editor.post(address(Disagreement, "add"), form)
        assert "One version at most sorts the event." in self.said(answer)


class TestWhatMayNotBePublished:
    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            pytest.param({"summary": "word " * 51}, "51 words; the limit is 50", id="a long summary"),
            pytest.param({"published_on": "2010-02-01"}, "made public before it happened", id="too early"),
            pytest.param({"report_published_on": "2018-02-28"}, "before the inspection began", id="a report"),
            pytest.param({"title": "Taken"}, "Another event has this title", id="a title twice"),
            pytest.param({"summary": "A damning visit."}, "in words of ours", id="a judgement"),
            pytest.param({"citations-0-locator": ""}, "This field is required", id="a citation of no place"),
            pytest.param(
                {"citations-0-tells_of": ""}, "what this place tells of", id="a citation of nothing"
            ),
        ],
    )
    def test_the_form_of_what_is_published_says_why(
        self, editor: Client, ready: dict[str, Any], given: dict[str, Any], reason: str
    ) -> None:
        make_milestone(title="Taken")
        editor.post(ADD, inspection_form(ready))
        publish("a-visit")
        answer = correct(editor, ready, **given)
        assert reason in answer.content.decode()
        assert Inspection.objects.get().title == "A visit"


class TestADay:
    @pytest.mark.parametrize("typed", ["2018-04-16", "16 April 2018"])
    def test_it_is_read_as_every_date_is(self, editor: Client, ready: dict[str, Any], typed: str) -> None:
        editor.post(ADD, inspection_form(ready, published_on=typed))
        assert str(Inspection.objects.get().published_on) == "2018-04-16"

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("03/05/2018", "could be 3 May 2018"),
            ("April 2018", "Give the very day"),
            ("about 16 April 2018", "Give the very day"),
        ],
    )
    def test_what_is_no_day_is_refused(
        self, editor: Client, ready: dict[str, Any], typed: str, reason: str
    ) -> None:
        answer = editor.post(ADD, inspection_form(ready, published_on=typed))
        assert reason in answer.content.decode()


def test_the_address_of_what_is_published_stays(editor: Client, ready: dict[str, Any]) -> None:
    editor.post(ADD, inspection_form(ready))
    publish("a-visit")
    assert correct(editor, ready, slug="elsewhere").status_code == 302
    assert Inspection.objects.get().slug == "a-visit"


def test_a_draft_can_be_deleted_with_all_that_hangs_on_it(editor: Client) -> None:
    finding = make_finding(event=make_inspection(status="draft"))
    event = Inspection.objects.get(pk=finding.event_id)
    assert editor.post(address(Inspection, "delete", event.pk), {"post": "yes"}).status_code == 302
    assert not Event.objects.exists()


def test_a_citation_is_not_deleted_from_under_its_claim(editor: Client) -> None:
    citation = make_milestone().citations.get()
    assert editor.post(address(EventCitation, "delete", citation.pk), {"post": "yes"}).status_code == 403


def test_who_may_only_look_sees_the_services(client: Client) -> None:
    looker = User.objects.create_user("looker", password="x", is_staff=True)
    looker.user_permissions.add(*Permission.objects.filter(codename="view_inspection"))
    client.force_login(looker)
    event = make_inspection(services=[make_service(name="Adult services")])
    assert "Adult services" in client.get(address(Inspection, "change", event.pk)).content.decode()


def test_a_draft_is_not_offered_for_viewing_on_the_site(editor: Client) -> None:
    draft, published = make_inspection(status="draft"), make_inspection()
    assert "View on site" not in editor.get(address(Inspection, "change", draft.pk)).content.decode()
    assert "View on site" in editor.get(address(Inspection, "change", published.pk)).content.decode()
