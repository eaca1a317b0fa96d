from typing import Any

import pytest
from django.contrib.auth.models import User

from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Change, RecordModel
from tests.factories import (
    cite,
    make_finding,
    make_inspection,
    make_milestone,
    make_publication,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


def change(row: RecordModel, *, minor: bool = False, reason: str = "", **given: Any) -> Change:
    with recording(by=User.objects.create_user("editor"), minor=minor, reason=reason) as recorded:
        for name, value in given.items():
            setattr(row, name, value)
        row.save()
    assert recorded.change
    return recorded.change


def test_typing_is_minor_if_an_editor_says_so() -> None:
    made = change(make_inspection(summary="CIW visted."), minor=True, summary="CIW visited.")
    assert made.weight == Change.Weight.MINOR


def test_the_same_is_substantive_if_nobody_says_so() -> None:
    made = change(make_inspection(summary="CIW visted."), reason="Why not.", summary="CIW visited.")
    assert made.weight == Change.Weight.SUBSTANTIVE


@pytest.mark.parametrize(
    ("given", "what"),
    [
        pytest.param({"occurred": "2018-05"}, "date", id="a date"),
        pytest.param({"activity_type": "audit"}, "activity type", id="a choice"),
        pytest.param({"issued_by": None}, "issued or done by", id="who said it"),
        pytest.param({"summary": "It had 13 staff."}, "summary", id="a figure"),
        pytest.param({"summary_cy": "Roedd 12."}, "summary in Welsh", id="text where there was none"),
        pytest.param({"published_on": "2018-06-01"}, "made public on", id="a day"),
    ],
)
def test_what_tells_something_new_is_never_minor(given: dict[str, Any], what: str) -> None:
    event = make_inspection(summary="It had 12 staff.", issued_by=make_service().organisation)
    with pytest.raises(ReasonNeededError, match=f"“{what}” is changed, which is never minor"):
        change(event, minor=True, **given)


@pytest.mark.parametrize(
    ("before", "after", "minor"),
    [
        ("CIW visted.", "CIW visited.", True),
        ("ciw visited", "CIW visited.", True),
        ("well being", "well-being", True),
        ("It was slow.", "It was not slow.", False),
        ("Children were safe.", "Children were at risk.", False),
        ("It improved.", "It worsened.", False),
    ],
)
def test_typing_leaves_every_word_what_it_was(before: str, after: str, minor: bool) -> None:
    event = make_inspection(summary=before)
    if minor:
        assert change(event, minor=True, summary=after).weight == Change.Weight.MINOR
    else:
        with pytest.raises(ReasonNeededError, match="never minor"):
            change(event, minor=True, summary=after)


def test_a_verdict_is_never_minor() -> None:
    with pytest.raises(ReasonNeededError, match="verdict"):
        change(make_finding(), minor=True, verdict="strength")


def test_a_citation_added_is_never_minor() -> None:
    event = make_milestone()
    with (
        pytest.raises(ReasonNeededError, match="citation"),
        recording(by=User.objects.create_user("editor"), minor=True),
    ):
        cite(event)


def test_a_web_address_is_minor_by_itself() -> None:
    assert change(make_source(), url="https://example.org/").weight == Change.Weight.MINOR


def test_a_source_compared_again_is_minor_by_itself() -> None:
    assert change(make_source(), checked_on="2026-11-22").weight == Change.Weight.MINOR


def test_what_no_reader_sees_has_no_weight() -> None:
    assert change(make_inspection(status="draft"), occurred="2018-05").weight == Change.Weight.MINOR


def drafts_and_one_published() -> dict[str, Any]:
    return {
        "draft": make_inspection(status="draft", title="A draft"),
        "published": make_inspection(title="Published"),
    }


@pytest.mark.parametrize(
    ("leads_to", "weight"), [("draft", Change.Weight.MINOR), ("published", Change.Weight.SUBSTANTIVE)]
)
def test_a_link_from_a_draft_has_weight_if_it_then_leads_to_what_readers_see(
    leads_to: str, weight: str
) -> None:
    publication = make_publication(report_of=make_inspection(status="draft", title="Another draft"))
    made = change(publication, reason="It is of this.", report_of=drafts_and_one_published()[leads_to])
    assert made.weight == weight
