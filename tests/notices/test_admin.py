"""Entering what became of a required action inside the notice that required it."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from notices.models import ActionOutcome, RequiredAction
from tests.factories import make_milestone, make_notice, make_organisation, make_required_action, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> RequiredAction:
    return make_required_action(event=make_notice(slug="notice"))


@pytest.fixture
def report() -> dict[str, Any]:
    return {
        "outcome_state": "reported-met",
        "outcome_reported_at": make_milestone(occurred="2018-04-16").pk,
        "outcome_stated_by": make_organisation().pk,
        "outcome_occurred": "",
        "outcome_summary": "The plan was submitted.",
        "outcome_source": make_source().pk,
        "outcome_locator": "paragraph 4",
    }


def address(action: RequiredAction) -> str:
    return reverse("admin:notices_warningnotice_change", args=[action.event_id])


def save(editor: Client, action: RequiredAction, **given: Any) -> Any:
    event, citation = action.event, action.citations.get()
    form = {
        "title": event.title,
        "summary": event.summary,
        "services_concerned": [service.pk for service in event.services.all()],
        "reason": "The report says so.",
        "occurred": event.occurred,
        "occurred_understood": event.occurred,
        "order": "0",
        "notice_title": "Warning Notice",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": event.citations.get().pk,
        "citations-0-claim": event.pk,
        "citations-0-source": event.citations.get().source_id,
        "citations-0-locator": "paragraph 1",
        "citations-0-tells_of": "began",
        "requiredactions-TOTAL_FORMS": "1",
        "requiredactions-INITIAL_FORMS": "1",
        "requiredactions-0-id": action.pk,
        "requiredactions-0-event": event.pk,
        "requiredactions-0-number": "1",
        "requiredactions-0-addressed_to": action.addressed_to_id,
        "requiredactions-0-summary": action.summary,
        "requiredactions-0-source": citation.source_id,
        "requiredactions-0-locator": citation.locator,
        "relations_out-TOTAL_FORMS": "0",
        "relations_out-INITIAL_FORMS": "0",
    }
    return editor.post(address(action), form | {f"requiredactions-0-{name}": v for name, v in given.items()})


def test_a_report_is_saved_with_its_citation(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    assert save(editor, action, **report).status_code == 302
    outcome = action.outcomes.get()
    assert (outcome.state, outcome.summary) == ("reported-met", "The plan was submitted.")
    assert outcome.citations.get().locator == "paragraph 4"


def test_the_notice_can_be_saved_without_one(editor: Client, action: RequiredAction) -> None:
    assert save(editor, action).status_code == 302
    assert not action.outcomes.exists()


@pytest.mark.parametrize("left_out", ["state", "reported_at", "stated_by", "summary", "source", "locator"])
def test_half_a_report_is_refused_beside_the_box_that_is_missing(
    editor: Client, action: RequiredAction, report: dict[str, Any], left_out: str
) -> None:
    answer = save(editor, action, **report | {f"outcome_{left_out}": ""})
    assert "Needed for a report of what became of it" in answer.content.decode()
    assert not ActionOutcome.objects.exists()


def test_a_second_report_by_the_same_event_is_refused_in_words(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    save(editor, action, **report)
    assert "That event reports on this action already" in save(editor, action, **report).content.decode()
    assert action.outcomes.count() == 1


def test_reports_so_far_are_listed_with_a_way_to_each(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    save(editor, action, **report)
    outcome = action.outcomes.get()
    html = editor.get(address(action)).content.decode()
    assert reverse("admin:notices_actionoutcome_change", args=[outcome.pk]) in html


def test_who_may_only_look_is_shown_no_boxes_for_a_report(client: Client, action: RequiredAction) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(looker)
    html = client.get(address(action)).content.decode()
    assert "Make a plan." in html
    assert "outcome_state" not in html


@pytest.mark.parametrize("model", ["inspections_inspection", "inspections_publication"])
def test_what_the_inspectorate_expects_is_a_line_of_its_own_form(editor: Client, model: str) -> None:
    html = editor.get(reverse(f"admin:{model}_add")).content.decode()
    assert 'name="requiredactions-0-period_as_worded"' in html


def test_half_a_report_opens_the_part_of_the_form_it_stands_in(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    closed = editor.get(address(action)).content.decode()
    assert "<details" in closed.split("Add a report of what became of it")[0].rsplit("<fieldset", 1)[1]
    html = save(editor, action, **report | {"outcome_locator": ""}).content.decode()
    part = html.split("Add a report of what became of it")[0].rsplit("<fieldset", 1)[1]
    assert "<details" not in part


def test_a_report_made_before_it_was_required_is_refused(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    early = make_milestone(occurred="2016").pk
    answer = save(editor, action, **report | {"outcome_reported_at": early})
    assert "cannot be reported before it was required" in answer.content.decode()


def test_the_day_it_was_done_is_read_as_every_date_is(
    editor: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    typed = {"outcome_occurred": "14 April 2018", "outcome_occurred_understood": "2018-04-14"}
    assert save(editor, action, **report | typed).status_code == 302
    assert action.outcomes.get().occurred == "2018-04-14"


def test_a_length_of_time_beyond_counting_is_refused(editor: Client, action: RequiredAction) -> None:
    typed = {"period_value": "99999999", "period_unit": "calendar-day"}
    assert "less than or equal to 3660" in save(editor, action, **typed).content.decode()


def test_who_may_not_add_a_report_can_neither_see_nor_send_one(
    client: Client, action: RequiredAction, report: dict[str, Any]
) -> None:
    writer = User.objects.create_user("writer", is_staff=True)
    theirs = Permission.objects.exclude(codename="add_actionoutcome")
    writer.user_permissions.set(theirs)
    client.force_login(writer)
    assert "outcome_state" not in client.get(address(action)).content.decode()
    assert save(client, action, **report).status_code == 302
    assert not action.outcomes.exists()
