from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from powys_oversight.desk.worklist import WorklistRow, sections_for
from powys_oversight.timeline.models import Source
from tests.factories import (
    make_board,
    make_disagreement,
    make_finding,
    make_inspection,
    make_milestone,
    make_outcome,
    make_required_action,
    make_service,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def rows(slug: str) -> list[WorklistRow]:
    [found] = sections_for(make_user("Administrator"), only=slug)
    return found.rows


def test_a_draft_awaiting_review_leads_to_the_page_that_publishes() -> None:
    make_inspection(slug="visit", status="review", title="A visit")
    [row] = rows("review")
    assert (row.words, row.href) == ("A visit", "/admin/publication/?event=visit")


def test_a_source_without_an_address_leads_to_its_box_most_used_first() -> None:
    little, much = make_source(), make_source()
    Source.objects.create(slug="whole", title="Whole", url="https://example.org/", type="other", tier=2)
    make_milestone(cited_in=[much])
    assert [row.href for row in rows("addresses")] == [
        f"/admin/timeline/source/{source.pk}/change/#id_url" for source in (much, little)
    ]


@pytest.mark.parametrize(("days_ago", "missing"), [(None, True), (366, True), (365, False)])
def test_a_source_is_to_be_checked_once_a_year(days_ago: int | None, missing: bool) -> None:
    make_source(checked_on=days_ago and timezone.localdate() - timedelta(days=days_ago))
    assert bool(rows("checks")) is missing


def test_a_source_asked_to_be_compared_again_is_named_until_it_is(client: Client) -> None:
    source = make_source(checked_on="2026-01-01")
    client.force_login(make_user("Editor"))
    chosen = {"action": "ask_to_compare_again", "_selected_action": [source.pk]}
    client.post("/admin/timeline/source/", chosen)
    [row] = rows("compare")
    assert row.href == f"/admin/timeline/source/{source.pk}/change/#id_checked_on"
    source.checked_on = timezone.localdate()
    source.save()
    assert rows("compare") == []


def test_what_lasts_and_has_no_end_is_named_and_what_has_one_is_not() -> None:
    board = make_board(title="Going on")
    make_board(ended="2019")
    make_milestone()
    assert [row.words for row in rows("ends")] == ["Going on"]
    assert rows("ends")[0].href == f"/admin/notices/improvementboard/{board.pk}/change/#id_ended"


def test_a_published_event_without_a_welsh_title_is_named() -> None:
    make_milestone(title="English only")
    make_milestone(title_cy="Cymraeg")
    make_milestone(status="draft")
    assert [row.words for row in rows("welsh")] == ["English only"]


def test_a_concern_that_no_later_finding_takes_up_is_named() -> None:
    taken, left = make_finding(summary="Taken up."), make_finding(summary="Left.")
    later = make_finding(verdict="improvement")
    later.follows_up.add(taken)
    assert [row.words for row in rows("mentions")] == ["Left."]
    assert rows("mentions")[0].href == f"/admin/inspections/finding/{left.pk}/change/#id_takes_up"


def test_a_requirement_without_a_published_outcome_is_named() -> None:
    make_outcome()
    make_outcome(
        reported_at=make_milestone(status="draft"), action=make_required_action(summary="Unreported.")
    )
    assert [row.words for row in rows("outcomes")] == ["Unreported."]


def test_a_disagreement_is_unresolved_until_a_version_sorts_or_a_reading_says_why() -> None:
    make_disagreement(question="Open?")
    make_disagreement(reading="Because.")
    make_disagreement(sorted_by="2018", events=[make_milestone(occurred="2018")])
    assert [row.words for row in rows("disagreements")] == ["Open?"]


def test_a_draft_that_may_be_here_already_is_named_with_what_it_may_be() -> None:
    service = make_service()
    make_inspection(title="There", occurred="2017-07-17", services=[service])
    make_inspection(title="Again", occurred="2017-07", services=[service], status="draft")
    assert [(row.words, row.note) for row in rows("duplicates")] == [("Again", "perhaps “There”")]


def test_a_citation_of_no_place_is_named() -> None:
    event = make_milestone()
    event.citations.update(locator="")
    assert [row.words for row in rows("places")] == [event.title]


def test_a_role_sees_only_what_it_could_mend() -> None:
    seen = {found.gap.slug for found in sections_for(make_user("Contributor"))}
    assert "drafts" in seen
    assert sections_for(make_user()) == []


@pytest.mark.usefixtures("record")
def test_the_front_page_has_them_for_every_role_and_every_row_leads_somewhere(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for role in ("Contributor", "Editor", "Publisher", "Administrator"):
        client.force_login(make_user(role))
        with django_assert_max_num_queries(60):
            html = client.get("/admin/").content.decode()
        assert "Drafts awaiting review" in html
    administrator = make_user("Administrator")
    client.force_login(administrator)
    first = [found.rows[0].href for found in sections_for(administrator) if found.rows]
    assert {client.get(href).status_code for href in first} == {200}
