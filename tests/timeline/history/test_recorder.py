import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Change, ChangedRow, Event
from tests.factories import (
    cite,
    make_disagreement,
    make_finding,
    make_inspection,
    make_milestone,
    make_organisation,
    make_relation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_user("editor")


def newest() -> Change:
    return Change.objects.newest_first()[0]


def row_of(change: Change, model: str) -> ChangedRow:
    return change.rows.get(model=model)


def test_everything_one_save_does_is_one_change(by: User) -> None:
    event = make_inspection()
    finding = make_finding(event=event, summary="Slow.")
    before = Change.objects.count()
    with recording(by=by, reason="The report says so."):
        event.title = "Another title"
        event.save()
        finding.summary = "Slower."
        finding.save()
        finding.citations.create(source=make_source(), locator="paragraph 9")
    assert Change.objects.count() == before + 1
    assert {row.model for row in newest().rows.all()} == {
        "inspections.inspection",
        "inspections.finding",
        "inspections.findingcitation",
        "timeline.source",
    }


def test_a_value_is_kept_before_and_after_in_machine_form_and_in_words(by: User) -> None:
    event = make_inspection(occurred="2017-07")
    with recording(by=by, reason="It was given."):
        event.occurred = "2017-07-17"
        event.save()
    assert row_of(newest(), "inspections.inspection").fields == {
        "occurred": {"before": "2017-07", "after": "2017-07-17", "words": ["July 2017", "17 July 2017"]}
    }


def test_what_a_row_refers_to_is_kept_by_its_natural_key(by: User) -> None:
    event = make_inspection()
    with recording(by=by, reason="It was theirs."):
        event.issued_by = make_organisation(slug="ciw", name="CIW")
        event.save()
    told = row_of(newest(), "inspections.inspection").fields["issued_by"]
    assert (told["before"], told["after"], told["words"]) == (None, ["ciw"], ["", "CIW"])


def test_links_to_many_are_kept(by: User) -> None:
    finding = make_finding(services=[make_service(slug="one", name="One")])
    with recording(by=by, reason="It was of both."):
        finding.services.add(make_service(slug="two", name="Two"))
    told = row_of(newest(), "inspections.finding").fields["services"]
    assert told == {"before": [["one"]], "after": [["one"], ["two"]], "words": ["One", "One and Two"]}


def test_two_saves_of_a_row_within_are_told_as_one(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Twice."):
        for title in ("Second", "Third"):
            event.title = title
            event.save()
    assert row_of(newest(), "inspections.inspection").fields["title"]["words"] == ["First", "Third"]


def test_what_is_saved_as_it_was_is_no_change(by: User) -> None:
    event = make_inspection()
    before = Change.objects.count()
    with recording(by=by):
        event.save()
    assert Change.objects.count() == before


def test_what_is_removed_is_told_with_every_value(by: User) -> None:
    citation = cite(make_milestone(), make_source(slug="bbc"), "paragraph 7")
    with recording(by=by, reason="It says no such thing."):
        citation.delete()
    row = row_of(newest(), "timeline.eventcitation")
    assert row.did == ChangedRow.Did.REMOVED
    assert row.fields["locator"]["before"] == "paragraph 7"
    assert row.fields["source"]["before"] == ["bbc"]


def test_an_event_saved_by_its_common_part_is_told_as_its_own_kind(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Better."):
        common = Event.objects.get(pk=event.pk)
        common.title = "Second"
        common.save()
    assert [row.model for row in newest().rows.all()] == ["inspections.inspection"]


def test_a_change_knows_the_events_it_concerns(by: User) -> None:
    relation = make_relation()
    with recording(by=by, reason="It was so."):
        relation.kind = "amends"
        relation.save()
    assert set(newest().events.all()) == {
        Event.objects.get(pk=relation.from_event_id),
        Event.objects.get(pk=relation.to_event_id),
    }


class TestWhatReadersSee:
    def test_a_change_of_a_draft_is_not_for_them(self, by: User) -> None:
        event = make_inspection(status="draft")
        with recording(by=by):
            event.title = "Another"
            event.save()
        assert not newest().seen

    def test_a_link_to_a_draft_is_not_for_them(self, by: User) -> None:
        published, draft = make_milestone(), make_milestone(status="draft")
        with recording(by=by):
            make_relation(from_event=published, to_event=draft)
        assert not newest().rows.filter(model="timeline.relation", seen=True).exists()

    def test_a_disagreement_is_as_soon_as_one_event_of_it_is(self, by: User) -> None:
        question = make_disagreement(events=[make_milestone(), make_milestone(status="draft")])
        with recording(by=by, reason="It was asked otherwise."):
            question.question = "Where?"
            question.save()
        assert newest().seen


class TestReasons:
    def test_a_change_to_what_is_published_is_refused_without_one_and_undone(self, by: User) -> None:
        event = make_inspection(title="First")
        event.title = "Second"
        with pytest.raises(ReasonNeededError, match="Say why"), recording(by=by):
            event.save()
        assert Event.objects.get().title == "First"

    def test_blank_space_is_no_reason(self, by: User) -> None:
        event = make_inspection()
        event.title = "Second"
        with pytest.raises(ReasonNeededError), recording(by=by, reason="  "):
            event.save()

    def test_a_draft_needs_none(self, by: User) -> None:
        event = make_inspection(status="draft")
        with recording(by=by):
            event.title = "Second"
            event.save()
        assert Event.objects.get().title == "Second"

    def test_a_new_source_needs_none(self, by: User) -> None:
        with recording(by=by):
            make_source(slug="new")
        assert newest().reason == ""

    def test_a_finding_added_to_what_is_published_needs_one(self, by: User) -> None:
        event = make_inspection()
        with pytest.raises(ReasonNeededError), recording(by=by):
            make_finding(event=event)

    def test_what_a_program_changes_is_kept_without_one(self) -> None:
        event = make_inspection()
        event.title = "Second"
        event.save()
        assert (newest().act, newest().made_by) == (Change.Act.PROGRAM, None)


def test_a_program_that_deletes_an_event_makes_one_change() -> None:
    finding = make_finding(event=make_inspection(status="draft"))
    before = Change.objects.count()
    finding.event.as_own_kind().delete()
    assert Change.objects.count() == before + 1
    assert newest().rows.filter(model="inspections.finding", did=ChangedRow.Did.REMOVED).exists()


def test_what_fails_leaves_no_history(by: User) -> None:
    event = make_inspection(slug="there-already")
    before = Change.objects.count()
    with pytest.raises(IntegrityError), recording(by=by, reason="Why."):
        make_inspection(slug=event.slug)
    assert Change.objects.count() == before
