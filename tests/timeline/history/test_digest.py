"""The hash of what the record says: the same wherever it says the same, and no other."""

from decimal import Decimal
from typing import Any

import pytest

from powys_oversight.timeline.history.digest import record_digest, row_text
from powys_oversight.timeline.models import Event, Organisation, Service, Source
from tests.factories import (
    cite,
    make_board,
    make_disagreement,
    make_finding,
    make_measure,
    make_milestone,
    make_notice,
    make_observation,
    make_organisation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def public() -> str:
    return record_digest(published=True)


def whole() -> str:
    return record_digest(published=False)


def test_an_empty_record_has_a_hash() -> None:
    assert len(public()) == 64


def test_the_order_rows_were_made_in_does_not_matter() -> None:
    hashes = []
    for order in (("a", "b"), ("b", "a")):
        service = make_service(slug="a-service", organisation=make_organisation(slug="council"))
        source = make_source(slug="a-source")
        for slug in order:
            make_milestone(slug=slug, title=slug, services=[service], cited_in=[source])
        hashes.append(public())
        for model in (Event, Source, Service, Organisation):
            model._default_manager.all().delete()
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("summary", "Otherwise."), ("occurred", "2018-04"), ("order", 3), ("title_cy", "Cyfarfod")],
)
def test_a_change_of_what_is_said_changes_it(field: str, value: Any) -> None:
    event = make_milestone()
    before = public()
    setattr(event, field, value)
    event.save()
    assert public() != before


def test_when_a_row_was_last_changed_does_not() -> None:
    event = make_milestone()
    before = public()
    event.as_own_kind().save()
    assert public() == before


def test_a_citation_changes_it() -> None:
    event, source = make_milestone(), make_source()
    before = public()
    cite(event, source)
    assert public() != before


def test_a_link_changes_it() -> None:
    finding = make_finding()
    before = public()
    finding.services.add(make_service())
    assert public() != before


def test_a_number_is_the_same_however_it_was_typed() -> None:
    measure, event = make_measure(), make_milestone()
    value = make_observation(measure=measure, event=event, value=12)
    before = public()
    value.value = Decimal("12.00")
    value.save()
    assert public() == before


class TestDrafts:
    """What readers do not see is no part of what they are told the version of."""

    def test_a_draft_changes_the_whole_and_not_what_readers_see(self) -> None:
        service, source = make_service(), make_source()
        make_milestone(services=[service], cited_in=[source])
        before, all_before = public(), whole()
        make_milestone(status="draft", services=[service], cited_in=[make_source()])
        assert public() == before
        assert whole() != all_before

    def test_a_question_about_a_draft_too_is_told_without_it(self) -> None:
        seen = make_milestone()
        question = make_disagreement(events=[seen])
        before = public()
        question.events.add(
            make_milestone(status="draft", services=[], cited_in=[seen.citations.get().source])
        )
        assert public() == before


def test_what_is_blank_is_no_part_of_it() -> None:
    """So that a column that is added to a table leaves every version the name it had."""
    assert row_text(["name", "a_new_column"], ["Jo", ""]) == row_text(["name"], ["Jo"])


def test_nought_is_not_blank() -> None:
    assert row_text(["value"], [Decimal("0.00")]) != row_text(["value"], [None])


def test_no_is_not_the_same_as_not_stated() -> None:
    board = make_board(statutory=None)
    before = record_digest(published=True)
    board.statutory = False
    board.save()
    assert record_digest(published=True) != before


def test_what_a_notice_does_to_a_draft_is_no_part_of_what_readers_see() -> None:
    notice = make_notice(relates_to=make_notice(status="draft"), relates_as="follows")
    before = record_digest(published=True)
    notice.relates_as = "amends"
    notice.save()
    assert record_digest(published=True) == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((["a", "b"], ["1", ""]), (["a", "b"], ["", "1"])),
        ((["a", "b"], ["x\nb 1 y", ""]), (["a", "b"], ["x", "y"])),
        ((["a"], ["1"]), (["a"], ["1 "])),
    ],
)
def test_two_rows_are_not_taken_for_each_other(one: Any, other: Any) -> None:
    assert row_text(*one) != row_text(*other)
