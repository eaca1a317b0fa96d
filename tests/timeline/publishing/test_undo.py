import pytest
from django.contrib.auth.models import User

from inspections.models import Finding
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.history.significance import ReasonNeededError
from powys_oversight.timeline.models import Change, Event
from powys_oversight.timeline.publishing.undo import plan_undo, undo
from tests.factories import cite, make_finding, make_inspection, make_milestone, make_service, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_user("editor")


def newest() -> Change:
    return Change.objects.newest_first()[0]


def test_values_are_set_back(by: User) -> None:
    event = make_inspection(title="First", occurred="2017-07")
    with recording(by=by, reason="Wrongly."):
        event.title, event.occurred = "Second", "2017-08"
        event.save()
    undo(newest(), by=by, reason="It was right before.")
    event.refresh_from_db()
    assert (event.title, event.occurred) == ("First", "2017-07")


def test_what_was_removed_comes_back_with_all_that_hung_on_it(by: User) -> None:
    finding = make_finding(summary="Slow.", services=[make_service(slug="adult-services")])
    finding.citations.all().delete()
    finding.citations.create(source=make_source(slug="bbc"), locator="paragraph 7")
    with recording(by=by, reason="By mistake."):
        finding.delete()
    undo(newest(), by=by, reason="It was there.")
    back = Finding.objects.get()
    assert (back.summary, back.citations.get().locator) == ("Slow.", "paragraph 7")
    assert [service.slug for service in back.services.all()] == ["adult-services"]


def test_what_was_added_goes(by: User) -> None:
    event = make_milestone()
    with recording(by=by, reason="Wrongly."):
        cite(event, locator="paragraph 99")
    undo(newest(), by=by, reason="It says no such thing.")
    assert not event.citations.filter(locator="paragraph 99").exists()


def test_what_would_leave_a_published_entry_uncited_is_not_undone(by: User) -> None:
    event = make_milestone(status="draft", cited_in=[])
    with recording(by=by):
        cite(event)
    added = newest()
    event.publish()
    assert "only with a citation" in plan_undo(added).obstacles[0]


@pytest.fixture
def withheld(by: User) -> Change:
    event = make_inspection(summary="Plain.")
    with recording(by=by, reason="Wrongly."):
        event.summary = "It named a child."
        event.save()
    wrong = newest()
    wrong.withheld = "It named a child."
    wrong.save()
    return wrong


def test_what_was_withheld_stays_withheld_when_it_is_undone(by: User, withheld: Change) -> None:
    undo(withheld, by=by, reason="It was right before.")
    assert newest().withheld == "It named a child."


def test_what_was_withheld_and_is_undone_already_is_left(by: User, withheld: Change) -> None:
    undo(withheld, by=by, reason="It was right before.")
    undone = newest()
    undo(withheld, by=by, reason="Once more.")
    assert newest() == undone


def test_to_undo_is_a_change_that_says_why_and_what_it_undoes(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Wrongly."):
        event.title = "Second"
        event.save()
    wrong = newest()
    undo(wrong, by=by, reason="It was right before.")
    assert (newest().act, newest().undoes, newest().reason) == ("undo", wrong, "It was right before.")


def test_it_is_refused_without_a_reason(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Wrongly."):
        event.title = "Second"
        event.save()
    with pytest.raises(ReasonNeededError):
        undo(newest(), by=by, reason="")
    assert Event.objects.get().title == "Second"


def test_the_plan_says_what_it_would_do_and_does_nothing(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Wrongly."):
        event.title = "Second"
        event.save()
    before = Change.objects.count()
    [row] = plan_undo(newest()).rows
    assert [(value.before, value.after) for value in row.values] == [("Second", "First")]
    assert (Event.objects.get().title, Change.objects.count()) == ("Second", before)


def test_the_plan_counts_in_what_was_changed_since(by: User) -> None:
    event = make_inspection(title="First")
    for title in ("Second", "Third"):
        with recording(by=by, reason="On and on."):
            event.title = title
            event.save()
    [row] = plan_undo(Change.objects.newest_first()[1]).rows
    assert [(value.before, value.after) for value in row.values] == [("Third", "First")]


def test_what_is_undone_already_has_nothing_to_undo(by: User) -> None:
    event = make_inspection(title="First")
    with recording(by=by, reason="Wrongly."):
        event.title = "Second"
        event.save()
    wrong = newest()
    undo(wrong, by=by, reason="Right before.")
    assert plan_undo(wrong).obstacles == ["Everything is as it was before this change already."]


def test_what_something_else_has_taken_the_place_of_does_not_come_back(by: User) -> None:
    finding = make_finding(number=1)
    with recording(by=by, reason="By mistake."):
        finding.delete()
    removed = newest()
    make_finding(event=finding.event, number=1)
    assert plan_undo(removed).obstacles


def test_an_entry_that_readers_have_seen_is_not_undone_away(by: User) -> None:
    with recording(by=by):
        event = make_inspection(status="draft")
    made = newest()
    event.publish()
    assert plan_undo(made).obstacles == ["Readers have seen this entry. Withdraw it instead."]
