"""Two editors save the same thing at once: the second is told, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from inspections.models import Inspection
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Source
from tests.factories import (
    make_finding,
    make_inspection,
    make_organisation,
    make_service,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Inspection:
    return make_inspection(
        slug="visit", status="draft", title="A visit", services=[make_service()], summary="CIW visited."
    )


def opened(client: Client, visit: Inspection) -> dict[str, Any]:
    """The form as it stands when an editor opens it."""
    form = client.get(address(visit)).context["adminform"].form
    citation = visit.citations.get()
    return {
        "title": visit.title,
        "slug": visit.slug,
        "summary": visit.summary,
        "services_concerned": [service.pk for service in visit.services.all()],
        "occurred": visit.occurred,
        "occurred_understood": visit.occurred,
        "order": "0",
        "activity_type": visit.activity_type,
        "opened_at": form.initial["opened_at"],
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": citation.pk,
        "citations-0-claim": visit.pk,
        "citations-0-source": citation.source_id,
        "citations-0-locator": citation.locator,
        "citations-0-tells_of": citation.tells_of,
        "findings-TOTAL_FORMS": "0",
        "findings-INITIAL_FORMS": "0",
        "requiredactions-TOTAL_FORMS": "0",
        "requiredactions-INITIAL_FORMS": "0",
        "relations_out-TOTAL_FORMS": "0",
        "relations_out-INITIAL_FORMS": "0",
    }


def address(visit: Inspection) -> str:
    return f"/admin/inspections/inspection/{visit.pk}/change/"


@pytest.fixture
def first(client: Client) -> Client:
    client.force_login(make_user("Editor", username="first"))
    return client


@pytest.fixture
def second() -> Client:
    other = Client()
    other.force_login(make_user("Editor", username="second"))
    return other


def test_one_editor_alone_is_told_nothing(first: Client, visit: Inspection) -> None:
    form = opened(first, visit)
    assert first.post(address(visit), form | {"title": "One"}).status_code == 302


def test_the_second_is_told_who_saved_what_and_nothing_is_saved(
    first: Client, second: Client, visit: Inspection
) -> None:
    mine, theirs = opened(first, visit), opened(second, visit)
    second.post(address(visit), theirs | {"title": "Theirs"})
    html = first.post(address(visit), mine | {"title": "Mine"}).content.decode()
    assert "second has saved this since you opened it." in html
    assert "“A visit” → “Theirs”" in html
    visit.refresh_from_db()
    assert visit.title == "Theirs"


def test_what_the_second_typed_stays_on_the_form(first: Client, second: Client, visit: Inspection) -> None:
    mine, theirs = opened(first, visit), opened(second, visit)
    second.post(address(visit), theirs | {"title": "Theirs"})
    answer = first.post(address(visit), mine | {"summary": "CIW came."})
    assert "CIW came." in answer.content.decode()


def test_boxes_the_second_left_alone_take_the_firsts_values(
    first: Client, second: Client, visit: Inspection
) -> None:
    mine, theirs = opened(first, visit), opened(second, visit)
    second.post(
        address(visit), theirs | {"title": "Theirs", "occurred": "2018-05", "occurred_understood": "2018-05"}
    )
    answer = first.post(address(visit), mine | {"summary": "CIW came."})
    form = answer.context["adminform"].form
    assert (form["title"].value(), form["occurred"].value(), form["summary"].value()) == (
        "Theirs",
        "2018-05",
        "CIW came.",
    )
    assert "“Title” now has their value." in answer.content.decode()


def test_a_second_save_keeps_both(first: Client, second: Client, visit: Inspection) -> None:
    mine, theirs = opened(first, visit), opened(second, visit)
    second.post(address(visit), theirs | {"title": "Theirs"})
    refused = first.post(address(visit), mine | {"summary": "CIW came."}).context["adminform"].form
    again = mine | {name: refused[name].value() for name in ("title", "summary", "opened_at")}
    assert first.post(address(visit), again).status_code == 302
    visit.refresh_from_db()
    assert (visit.title, visit.summary) == ("Theirs", "CIW came.")


def test_a_finding_that_was_added_meanwhile_is_told_too(first: Client, visit: Inspection) -> None:
    mine = opened(first, visit)
    with recording(by=None):
        make_finding(event=visit, summary="Found meanwhile.")
    assert "Found meanwhile." in first.post(address(visit), mine | {"title": "Mine"}).content.decode()


def test_who_issued_it_is_taken_over_too(first: Client, second: Client, visit: Inspection) -> None:
    mine, theirs = opened(first, visit), opened(second, visit)
    issuer = make_organisation()
    second.post(address(visit), theirs | {"issued_by": issuer.pk})
    form = first.post(address(visit), mine | {"summary": "CIW came."}).context["adminform"].form
    assert str(form["issued_by"].value()) == str(issuer.pk)


def test_lines_changed_meanwhile_are_not_saved_over_even_by_a_second_save(
    first: Client, visit: Inspection
) -> None:
    mine = opened(first, visit)
    with recording(by=None):
        make_finding(event=visit, summary="Found meanwhile.")
    refused = first.post(address(visit), mine | {"title": "Mine"}).context["adminform"].form
    again = first.post(address(visit), mine | {"title": "Mine", "opened_at": refused["opened_at"].value()})
    assert "Open the entry anew" in again.content.decode()


def test_another_entry_saved_meanwhile_is_no_matter(first: Client, visit: Inspection) -> None:
    mine = opened(first, visit)
    make_finding(event=make_inspection())
    assert first.post(address(visit), mine | {"title": "Mine"}).status_code == 302


def test_a_source_is_guarded_too(first: Client, second: Client) -> None:
    source = make_source(title="A report")
    at = f"/admin/timeline/source/{source.pk}/change/"
    form = {
        "title": "A report",
        "publisher": source.publisher,
        "type": source.type,
        "tier": source.tier,
        "read": source.read,
        "language": "en",
        "opened_at": 0,
        "reason": "As published.",
    }
    assert second.post(at, form | {"title": "Theirs"}).status_code == 302
    assert "has saved this since" in first.post(at, form | {"title": "Mine"}).content.decode()
    assert Source.objects.get().title == "Theirs"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one save at a time by itself")
def test_of_two_who_save_in_the_same_moment_one_is_told(visit: Inspection) -> None:
    editors = [Client(), Client()]
    for number, editor in enumerate(editors):
        editor.force_login(make_user("Editor", username=f"editor-{number}"))
    forms = [opened(editor, visit) | {"title": f"Title {n}"} for n, editor in enumerate(editors)]
    together = Barrier(2, timeout=30)

    def save(number: int) -> int:
        together.wait()
        try:
            return editors[number].post(address(visit), forms[number]).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(save, range(2))) == [200, 302]
