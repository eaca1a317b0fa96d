"""Rows read from a file: new ones, changed ones, and every way in which one is refused."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from tablib import Dataset

from inspections.models import Finding, Inspection, Observation
from powys_oversight.editing.imports.resource import ImportRefusedError, run_import
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Change, Event, Source
from tests.factories import (
    make_board,
    make_finding,
    make_inspection,
    make_measure,
    make_milestone,
    make_organisation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db: None) -> User:
    return User.objects.create_superuser("editor")


def resource_of(model: Any) -> Any:
    return admin.site._registry[model].resource()  # type: ignore[attr-defined]


def read(model: Any, by: User, *rows: dict[str, Any], reason: str = "The report says so.") -> None:
    """Import the rows, as a file that has just their columns."""
    data = Dataset(*(tuple(row.values()) for row in rows), headers=list(rows[0]))
    list(run_import(resource_of(model), data, by=by, reason=reason))


def refusals(model: Any, by: User, *rows: dict[str, Any]) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        read(model, by, *rows)
    return "\n".join(refused.value.lines)


def event_row(**given: Any) -> dict[str, Any]:
    return {
        "id": "a-visit",
        "kind": "inspection",
        "title": "A visit",
        "summary": "CIW visited.",
        "occurred": "July 2017",
        "services": "adult-services",
        "cited_at": "report: paragraph 3",
        "activity_type": "monitoring-visit",
    } | given


@pytest.fixture
def ready() -> None:
    make_service(slug="adult-services")
    make_source(slug="report")
    make_organisation(slug="ciw", name="Care Inspectorate Wales")


@pytest.mark.usefixtures("ready")
class TestEvents:
    def test_a_new_one_is_a_draft_of_its_kind_with_all_that_hangs_on_it(self, by: User) -> None:
        read(Event, by, event_row())
        visit = Inspection.objects.get()
        assert (visit.status, visit.occurred, visit.activity_type) == ("draft", "2017-07", "monitoring-visit")
        assert [service.slug for service in visit.services.all()] == ["adult-services"]
        assert str(visit.citations.get().locator) == "paragraph 3"
        assert visit.drafted_by == by

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ({"occurred": "03/05/2018"}, "Row 2, occurred: .*could be 3 May 2018 or 5 March 2018"),
            ({"kind": "visit"}, "Row 2, kind: Name a kind: .*inspection"),
            ({"services": "no-such"}, "Row 2, services: There is no service “no-such”"),
            ({"cited_at": "nothing: paragraph 3"}, "There is no source “nothing”"),
            ({"cited_at": "report"}, "“report” does not say where"),
            ({"published_on": "yesterday"}, "“yesterday” is not a day"),
            ({"title": ""}, "Row 2, title"),
            ({"issued_by": "Nobody"}, "There is no organisation “Nobody”"),
            ({"activity_type": "dance"}, "Row 2, activity_type"),
        ],
        ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
    )
    def test_a_value_that_fails_is_named_in_plain_words(
        self, by: User, given: dict[str, Any], why: str
    ) -> None:
        assert re.search(why, refusals(Event, by, event_row(**given)))

    def test_one_bad_row_keeps_all_of_them_out(self, by: User) -> None:
        refusals(Event, by, event_row(), event_row(id="other", title="Other", occurred="soon"))
        assert not Event.objects.exists()

    def test_a_row_far_down_is_named_by_its_own_number(self, by: User) -> None:
        rows = [event_row(id=f"visit-{n}", title=f"Visit {n}") for n in range(60)]
        rows[57]["occurred"] = "soon"
        assert "Row 59, occurred" in refusals(Event, by, *rows)

    def test_a_column_left_out_is_left_as_it_is(self, by: User) -> None:
        event = make_inspection(slug="here", title="Here", summary="As it was.")
        read(Event, by, {"id": "here", "title": "There"})
        event.refresh_from_db()
        assert (event.title, event.summary) == ("There", "As it was.")

    def test_another_place_of_a_source_tells_what_the_one_before_it_told(self, by: User) -> None:
        event = make_inspection(slug="here", cited_in=[Source.objects.get(slug="report")])
        event.citations.update(tells_of="found")
        read(Event, by, {"id": "here", "cited_at": "report: paragraph 9"})
        assert [(c.locator, c.tells_of) for c in event.citations.all()] == [("paragraph 9", "found")]

    def test_where_an_end_was_looked_for_can_be_given(self, by: User) -> None:
        make_board(slug="board")
        read(Event, by, {"id": "board", "end_looked_for_in": "report", "end_looked_on": "2026-11-28"})
        board = Event.objects.get()
        looked = (Source.objects.get(slug="report"), date(2026, 11, 28))
        assert (board.end_looked_for_in, board.end_looked_on) == looked

    def test_a_blank_cell_takes_no_citation_and_no_service_away(self, by: User) -> None:
        make_inspection(slug="here")
        for column in ("cited_at", "services"):
            assert f"{column}: Leave the column out" in refusals(Event, by, {"id": "here", column: ""})

    def test_two_rows_of_one_thing_are_refused_with_both_numbers(self, by: User) -> None:
        assert "Rows 2 and 3 are of the same thing" in refusals(Event, by, event_row(), event_row())

    def test_what_only_its_kind_has_is_mended_on_its_own_form(self, by: User) -> None:
        make_inspection(slug="here")
        assert "own form" in refusals(Event, by, {"id": "here", "legal_basis": "An Act"})

    def test_a_place_too_long_is_refused_in_words(self, by: User) -> None:
        long = event_row(cited_at=f"report: {'x' * 90}")
        assert "at most 40 characters" in refusals(Event, by, long)

    def test_a_kind_does_not_change(self, by: User) -> None:
        make_inspection(slug="here")
        assert "a kind does not change" in refusals(Event, by, {"id": "here", "kind": "milestone"})

    def test_an_issuer_is_found_by_a_name_it_has_borne(self, by: User) -> None:
        cssiw = make_organisation(name="Inspectorate")
        cssiw.names.create(name="Old Inspectorate", abbreviation="OI")
        read(Event, by, event_row(issued_by="Old Inspectorate"))
        assert Event.objects.get().issued_by == cssiw

    def test_it_is_one_change_with_its_reason(self, by: User) -> None:
        for n in range(2):
            make_inspection(slug=f"visit-{n}")
        rows = [{"id": f"visit-{n}", "title": f"Visit {n}"} for n in range(2)]
        read(Event, by, *rows, reason="Titles made plain.")
        newest = Change.objects.newest_first()[0]
        assert (newest.act, newest.reason, newest.rows.count()) == ("import", "Titles made plain.", 2)

    def test_what_readers_see_is_not_changed_without_a_reason(self, by: User) -> None:
        make_inspection(slug="here", title="Here")
        with pytest.raises(ReasonNeededError):
            read(Event, by, {"id": "here", "title": "There"}, reason="")
        assert Event.objects.get().title == "Here"

    def test_who_drafts_does_not_correct_what_readers_have_seen(self) -> None:
        drafter = User.objects.create_user("drafter", is_staff=True)
        drafter.groups.add(Group.objects.get(name="Contributor"))
        make_inspection(slug="here")
        assert "your role does not correct" in refusals(Event, drafter, {"id": "here", "title": "There"})


@pytest.mark.usefixtures("ready")
class TestFindings:
    def row(self, **given: Any) -> dict[str, Any]:
        return {
            "event": "visit",
            "number": "",
            "theme": "assessment",
            "verdict": "concern",
            "summary": "It was slow.",
            "stated_by": "ciw",
            "cited_at": "report: paragraph 3",
        } | given

    def test_a_new_one_is_the_next_and_about_the_events_services(self, by: User) -> None:
        event = make_inspection(slug="visit", status="draft", services=[make_service(slug="other")])
        make_finding(event=event)
        read(Finding, by, self.row())
        new = Finding.objects.get(number=2)
        assert [service.slug for service in new.services.all()] == ["other"]

    def test_a_theme_that_is_none_is_told_from_those_there_are(self, by: User) -> None:
        make_inspection(slug="visit", status="draft")
        assert "“gardening” is none of: overall," in refusals(Finding, by, self.row(theme="gardening"))

    def test_it_is_not_taken_in_uncited(self, by: User) -> None:
        make_inspection(slug="visit", status="draft")
        assert "Everything here is cited" in refusals(Finding, by, self.row(cited_at=""))

    def test_what_it_takes_up_is_linked(self, by: User) -> None:
        earlier = make_finding(event=make_inspection(slug="earlier", occurred="2017"))
        make_inspection(slug="visit", status="draft")
        read(Finding, by, self.row(takes_up="earlier/1"))
        assert list(Finding.objects.get(event__slug="visit").follows_up.all()) == [earlier]

    def test_what_it_takes_up_must_be_there(self, by: User) -> None:
        make_inspection(slug="visit", status="draft")
        assert "There is no finding “earlier/9”" in refusals(Finding, by, self.row(takes_up="earlier/9"))

    def test_a_link_to_a_draft_is_not_in_the_file_and_stays(self, by: User) -> None:
        finding = make_finding(event=make_inspection(slug="visit"))
        finding.follows_up.add(make_finding(event=make_inspection(status="draft")))
        read(Finding, by, {"event": "visit", "number": "1", "takes_up": "", "summary": "Slower."})
        assert finding.follows_up.count() == 1


@pytest.mark.usefixtures("ready")
class TestReportedValues:
    def test_a_value_that_is_no_number_is_named(self, by: User) -> None:
        make_measure(slug="visits")
        make_milestone(slug="report-out")
        row = {
            "measure": "visits",
            "period": "2018-03",
            "value": "many",
            "event": "report-out",
            "stated_by": "ciw",
            "cited_at": "report: page 2",
        }
        assert "value: " in refusals(Observation, by, row)
        assert "“many” is not a number" in refusals(Observation, by, row)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@home", "'=already", "''=twice", "plain", "'quoted'"])
def test_a_guarded_text_comes_back_as_it_was(client: Client, by: User, text: str) -> None:
    make_milestone(cited_in=[make_source(slug="one", title=text, note=text)])
    row = next(csv.DictReader(io.StringIO(b"".join(client.get("/sources.csv")).decode(), newline="")))
    read(Source, by, row)
    assert Source.objects.get().title == text
    assert Change.objects.filter(act="import").count() == 0
