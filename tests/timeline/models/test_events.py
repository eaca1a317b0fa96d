from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from inspections.models import Inspection
from powys_oversight.timeline import kinds
from powys_oversight.timeline.models import Event, EventCitation, EventService, Relation, Statement
from tests.factories import (
    cite,
    make_board,
    make_finding,
    make_inspection,
    make_milestone,
    make_notice,
    make_organisation,
    make_relation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def test_a_kind_of_event_must_say_what_it_is_called() -> None:
    with pytest.raises(TypeError, match="needs KIND"):
        type("Nameless", (Event,), {"__module__": __name__})


def test_an_event_is_kept_under_the_slug_of_its_kind() -> None:
    assert make_inspection().kind == "inspection"


def test_the_whole_event_is_of_its_own_kind() -> None:
    inspection = make_inspection()
    assert isinstance(Event.objects.get(pk=inspection.pk).as_own_kind(), Inspection)


def test_kind_slugs_are_unique() -> None:
    slugs = [model.KIND.slug for model in kinds.models()]
    assert len(set(slugs)) == len(slugs) == len(kinds.by_slug())


def test_an_uncited_event_is_not_fit_to_be_published() -> None:
    event = make_milestone(cited_in=[], status="draft")
    with pytest.raises(ValidationError, match="only with a citation"):
        event.publish()


def test_a_cited_event_is_fit_to_be_published() -> None:
    event = make_milestone(status="draft")
    event.publish()
    assert Event.objects.published().filter(pk=event.pk).exists()


def test_a_draft_needs_no_citation() -> None:
    make_milestone(cited_in=[], status="draft").full_clean()


@pytest.mark.parametrize(("looked", "refused"), [("2018-04-15", True), ("2018-04-16", False)])
def test_an_end_is_not_looked_for_before_its_source_was_published(looked: str, refused: bool) -> None:
    source = make_source(published="2018-04-16")
    board = make_board(end_looked_for_in=source, end_looked_on=date.fromisoformat(looked))
    assert ("end_looked_on" in dict(board.publication_errors())) is refused


def test_an_event_that_was_never_saved_cannot_be_published_uncited() -> None:
    event = Inspection(slug="a", title="A", summary="A", occurred="2018", activity_type="audit")
    event.status = "published"
    with pytest.raises(ValidationError, match="only with a citation"):
        event.full_clean()


@pytest.mark.parametrize(
    ("constraint", "breach"),
    [
        ("an_event_ends_no_earlier_than_it_begins", {"occurred": "2018-04-16", "ended": "2018-04-15"}),
        ("an_event_ends_no_earlier_than_it_begins", {"occurred": "2018", "ended": "../2017-12-31"}),
        ("an_event_has_a_date", {"occurred": ""}),
        ("order_within_the_day_fits_its_key", {"order": 256}),
        ("an_end_is_stated_or_was_looked_for", {"end_looked_on": "2026-11-28"}),
        ("slug", {"slug": "taken"}),
    ],
)
def test_the_database_refuses(constraint: str, breach: dict[str, Any]) -> None:
    make_milestone(slug="taken")
    with pytest.raises(IntegrityError, match=constraint):
        make_milestone(**breach)


def test_the_database_refuses_an_earliest_after_a_latest() -> None:
    event = make_milestone(occurred="2018-04-16")
    with pytest.raises(IntegrityError, match="earliest_is_not_after_latest"), connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_event SET earliest = '2019-01-01' WHERE id = %s", [event.pk])


@pytest.mark.parametrize("ended", ["2018-04-16", "2018-04", "2018", "2019", "2018-04-16/.."])
def test_an_event_may_end_within_the_time_it_began(ended: str) -> None:
    make_board(occurred="2018-04-16", ended=ended)


def test_a_service_is_named_once_for_an_event() -> None:
    service = make_service()
    event = make_milestone(services=[service])
    with pytest.raises(IntegrityError):
        EventService.objects.create(event=event, service=service)


def test_a_place_is_cited_once_for_a_claim() -> None:
    source = make_source()
    event = make_milestone(cited_in=[source])
    with pytest.raises(IntegrityError):
        cite(event, source)


def test_finding_numbers_are_unique_in_an_event() -> None:
    finding = make_finding(number=1)
    with pytest.raises(IntegrityError):
        make_finding(event=finding.event, number=1)


def test_finding_numbers_begin_at_one() -> None:
    with pytest.raises(IntegrityError, match="finding_numbers_begin_at_one"):
        make_finding(number=0)


def test_an_event_is_not_related_to_itself() -> None:
    event = make_milestone()
    with pytest.raises(IntegrityError, match="an_event_is_not_related_to_itself"):
        Relation.objects.create(from_event=event, kind="prompted", to_event=event)


def test_a_relation_is_stated_once() -> None:
    relation = make_relation()
    with pytest.raises(IntegrityError):
        make_relation(from_event=relation.from_event, to_event=relation.to_event)


def test_a_notice_does_not_follow_itself() -> None:
    notice = make_notice()
    notice.relates_to = notice
    notice.relates_as = "follows"
    with pytest.raises(ValidationError, match="does not follow itself"):
        notice.full_clean()
    with pytest.raises(IntegrityError, match="a_notice_does_not_relate_to_itself"):
        notice.save()


@pytest.mark.parametrize(
    ("occurred", "name"),
    [("2017-07", "CSSIW"), ("2017-12-31", "CSSIW"), ("2018-01", "CIW"), ("2018-10", "CIW")],
)
def test_an_issuer_is_named_as_at_the_event(occurred: str, name: str) -> None:
    inspectorate = make_organisation(name="CIW")
    inspectorate.names.create(name="CSSIW", used_until="2018-01")
    inspectorate.names.create(name="CIW", used_from="2018-01")
    event = make_inspection(occurred=occurred, issued_by=inspectorate)
    assert event.issuer_name() == name


def test_every_statement_has_search_text_of_its_own() -> None:
    assert all(
        "folded" in {field.name for field in model._meta.get_fields()} for model in Statement.__subclasses__()
    )


def test_a_citation_is_found_by_its_natural_key() -> None:
    source = make_source(slug="bbc")
    event = make_milestone(slug="a-board", cited_in=[source])
    found = EventCitation.objects.get_by_natural_key("a-board", "bbc", "paragraph 1")
    assert found == event.citations.get()
    assert found.natural_key() == ("a-board", "bbc", "paragraph 1")
