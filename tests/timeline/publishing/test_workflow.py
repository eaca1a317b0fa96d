from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from powys_oversight.timeline.history.recorder import recording, trial
from powys_oversight.timeline.models import Change, Event
from powys_oversight.timeline.publishing import workflow
from powys_oversight.timeline.publishing.checks import problems_of
from powys_oversight.timeline.publishing.workflow import (
    PUBLISH,
    RETURN,
    REVIEWED,
    SCHEDULE,
    SEND,
    WITHDRAW,
    StepRefusedError,
)
from tests.factories import (
    cite,
    make_finding,
    make_inspection,
    make_milestone,
    make_relation,
    make_required_action,
    make_service,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


def hindrances(event: Event) -> str:
    return "\n".join(str(problem.words) for problem in problems_of(event) if problem.is_blocking)


def questions(event: Event) -> str:
    return "\n".join(str(problem.words) for problem in problems_of(event) if problem.needs_confirmation)


class TestWhatIsLacking:
    def test_nothing_hinders_what_is_whole(self) -> None:
        assert hindrances(make_milestone(status="draft")) == ""

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            pytest.param({"cited_in": []}, "only with a citation", id="no citation"),
            pytest.param({"services": []}, "names no service", id="no service"),
            pytest.param({"summary": "word " * 51}, "51 words; the limit is 50", id="a long summary"),
            pytest.param({"published_on": timezone.now().date().replace(year=2010)}, "before it", id="dates"),
        ],
    )
    def test_what_must_not_pass_hinders(self, given: dict[str, Any], said: str) -> None:
        assert said in hindrances(make_milestone(status="draft", **given))

    def test_a_quotation_over_the_limit_hinders(self) -> None:
        event = make_milestone(status="draft")
        cite(event, locator="paragraph 2", quotation="word " * 16)
        assert "quotes 16 words; the limit is 15" in hindrances(event)

    def test_a_finding_without_a_citation_hinders(self) -> None:
        event = make_inspection(status="draft")
        make_finding(event=event).citations.all().delete()
        assert "Finding 1 has no citation" in hindrances(event)

    def test_a_long_quotation_of_a_finding_hinders(self) -> None:
        event = make_inspection(status="draft")
        make_finding(event=event).citations.create(
            source=make_source(), locator="page 9", quotation="word " * 16
        )
        assert "quotes 16 words" in hindrances(event)

    def test_a_required_action_without_a_citation_hinders(self) -> None:
        action = make_required_action()
        action.citations.all().delete()
        assert "Required action 1 has no citation" in hindrances(action.event.as_own_kind())

    def test_a_link_to_a_draft_hinders_unless_both_are_published_together(self) -> None:
        event, other = make_milestone(status="draft"), make_milestone(status="draft")
        make_relation(from_event=event, to_event=other)
        assert "which no reader sees" in hindrances(event)
        assert not [problem for problem in problems_of(event, [event, other]) if problem.is_blocking]

    def test_a_link_to_what_was_withdrawn_is_not_shown_and_hinders_nothing(self) -> None:
        event = make_milestone(status="draft")
        make_relation(
            from_event=event, to_event=make_milestone(status="withdrawn", withdrawal_reason="Twice.")
        )
        assert hindrances(event) == ""

    def test_a_title_that_another_has_hinders(self) -> None:
        make_milestone(title="Taken")
        assert "Another event has this title" in hindrances(make_milestone(status="draft", title="Taken"))

    def test_what_is_only_better_to_have_does_not_hinder(self) -> None:
        words = [str(problem.words) for problem in problems_of(make_inspection(status="draft"))]
        assert "It has no title in Welsh." in words
        assert "Nothing is recorded of what it found." in words


class TestPossibleDuplicates:
    def pair(self, **given: Any) -> Event:
        service = make_service()
        make_inspection(title="There already", occurred="2017-07-17", services=[service])
        return make_inspection(**{"status": "draft", "occurred": "2017-07", "services": [service]} | given)

    def test_the_same_kind_service_and_a_possible_date_is_asked_about(self) -> None:
        assert "There already" in questions(self.pair())

    def test_another_month_is_not(self) -> None:
        assert questions(self.pair(occurred="2017-08")) == ""

    def test_another_service_is_not(self) -> None:
        assert questions(self.pair(services=[make_service()])) == ""

    def test_another_kind_is_not(self) -> None:
        service = make_service()
        make_inspection(occurred="2017-07-17", services=[service])
        assert questions(make_milestone(status="draft", occurred="2017-07", services=[service])) == ""

    def test_an_open_date_may_be_any_day_before(self) -> None:
        assert "There already" in questions(self.pair(occurred="../2018"))

    def test_it_is_published_only_once_an_editor_says_that_it_is_none(self) -> None:
        event = self.pair()
        by = make_user("Publisher")
        with pytest.raises(StepRefusedError, match="Say whether it is a duplicate"):
            workflow.take(PUBLISH, [event], by=by)
        workflow.take(PUBLISH, [event], by=by, in_order=True)
        assert Event.objects.get(pk=event.pk).is_published


class TestSteps:
    def test_from_draft_to_reader(self) -> None:
        event = make_milestone(status="draft", drafted_by=make_user("Contributor"))
        reviewer = make_user("Editor")
        workflow.take(SEND, [event], by=event.drafted_by)
        workflow.take(REVIEWED, [event], by=reviewer)
        workflow.take(PUBLISH, [event], by=make_user("Publisher"))
        event.refresh_from_db()
        assert (event.status, event.reviewed_by) == ("published", reviewer)

    def test_a_draft_is_sent_back_with_what_it_wants(self) -> None:
        event = make_milestone(status="review")
        workflow.take(RETURN, [event], by=make_user("Editor"), reason="It wants a paragraph.")
        event.refresh_from_db()
        assert event.status == "draft"
        assert Change.objects.newest_first()[0].reason == "It wants a paragraph."

    def test_it_is_not_sent_back_without_a_word(self) -> None:
        with pytest.raises(StepRefusedError, match="Say why"):
            workflow.take(RETURN, [make_milestone(status="review")], by=make_user("Editor"))

    @pytest.mark.parametrize("step", [REVIEWED, PUBLISH, SCHEDULE], ids=lambda step: step.slug)
    def test_whoever_drafted_it_leaves_it_to_somebody_else(self, step: workflow.Step) -> None:
        by = make_user("Publisher")
        event = make_milestone(status="review", drafted_by=by)
        with pytest.raises(StepRefusedError, match="You drafted it"):
            workflow.take(step, [event], by=by, at=timezone.now() + timedelta(days=1))

    def test_whoever_rewrote_it_leaves_it_to_somebody_else_until_it_is_reviewed(self) -> None:
        by, event = make_user("Publisher"), make_milestone(status="review")
        with recording(by=by):
            event.title = "In my own words"
            event.save()
        with pytest.raises(StepRefusedError, match="You have changed it"):
            workflow.take(PUBLISH, [event], by=by)
        workflow.take(REVIEWED, [event], by=make_user("Editor"))
        event.refresh_from_db()
        workflow.take(PUBLISH, [event], by=by)
        assert Event.objects.published().count() == 1

    def test_unless_the_site_allows_it(self, settings: Any) -> None:
        settings.PUBLISH_OWN_DRAFTS = True
        by = make_user("Publisher")
        workflow.take(PUBLISH, [make_milestone(status="draft", drafted_by=by)], by=by)
        assert Event.objects.published().count() == 1

    @pytest.mark.parametrize(
        ("role", "step", "status"),
        [
            ("Contributor", REVIEWED, "review"),
            ("Contributor", PUBLISH, "ready"),
            ("Editor", PUBLISH, "ready"),
            ("Editor", WITHDRAW, "published"),
            ("", SEND, "draft"),
        ],
    )
    def test_a_role_that_does_not_include_it_is_refused(
        self, role: str, step: workflow.Step, status: str
    ) -> None:
        with pytest.raises(StepRefusedError, match="Your role does not include this step"):
            workflow.take(step, [make_milestone(status=status)], by=make_user(role), reason="Why.")

    def test_what_hinders_one_keeps_all_of_them(self) -> None:
        whole, bare = make_milestone(status="draft"), make_milestone(status="draft", cited_in=[])
        with pytest.raises(StepRefusedError, match="only with a citation"):
            workflow.take(PUBLISH, [whole, bare], by=make_user("Publisher"))
        assert not Event.objects.published().exists()

    def test_all_of_a_documents_events_are_one_change(self) -> None:
        events = [make_milestone(status="draft", occurred=f"201{n}") for n in range(3)]
        before = Change.objects.count()
        workflow.take(PUBLISH, events, by=make_user("Publisher"))
        assert Change.objects.count() == before + 1
        assert Event.objects.published().count() == 3

    def test_what_is_withdrawn_says_why(self) -> None:
        event = make_milestone()
        workflow.take(WITHDRAW, [event], by=make_user("Publisher"), reason="It was another council.")
        assert Event.objects.get().withdrawal_reason == "It was another council."

    def test_what_was_withdrawn_is_published_again_with_a_reason(self) -> None:
        event = make_milestone(status="withdrawn", withdrawal_reason="In doubt.")
        with pytest.raises(StepRefusedError, match="Say why"):
            workflow.take(PUBLISH, [event], by=make_user("Publisher"))
        workflow.take(PUBLISH, [event], by=make_user("Publisher"), reason="It was settled.")
        event.refresh_from_db()
        assert (event.status, event.withdrawal_reason) == ("published", "")


class TestAtAnHourGiven:
    def scheduled(self, **given: Any) -> Event:
        event = make_milestone(**{"status": "draft"} | given)
        at = timezone.now() + timedelta(hours=1)
        workflow.take(SCHEDULE, [event], by=make_user("Publisher"), at=at)
        return event

    def test_it_waits_for_its_hour(self) -> None:
        self.scheduled()
        assert list(workflow.publish_due(timezone.now())) == []

    def test_it_is_published_once_that_has_come(self) -> None:
        event = self.scheduled()
        [(published, blocked_by)] = workflow.publish_due(timezone.now() + timedelta(hours=2))
        assert (published.pk, blocked_by, published.status) == (event.pk, [], "published")

    def test_what_has_come_to_lack_something_meanwhile_is_left(self) -> None:
        event = self.scheduled()
        with trial():
            event.citations.all().delete()
        [(left, blocked_by)] = workflow.publish_due(timezone.now() + timedelta(hours=2))
        assert "only with a citation" in blocked_by[0]
        assert left.status == "ready"

    def test_what_is_changed_once_reviewed_waits_for_another_review(self) -> None:
        event = self.scheduled()
        event.refresh_from_db()
        with recording(by=make_user("Contributor")):
            event.title = "Unreviewed text"
            event.save()
        assert list(workflow.publish_due(timezone.now() + timedelta(hours=2))) == []
        event.refresh_from_db()
        assert (event.status, event.publish_at, event.reviewed_by) == ("review", None, None)

    def test_two_that_lead_to_each_other_are_published_together(self) -> None:
        events = [make_milestone(status="draft", occurred=f"201{n}") for n in range(2)]
        make_relation(from_event=events[0], to_event=events[1])
        at = timezone.now() + timedelta(hours=1)
        workflow.take(SCHEDULE, events, by=make_user("Publisher"), at=at)
        list(workflow.publish_due(timezone.now() + timedelta(hours=2)))
        assert Event.objects.published().count() == 2

    def test_it_is_not_set_without_an_hour(self) -> None:
        with pytest.raises(StepRefusedError, match="Give the day and the hour"):
            workflow.take(SCHEDULE, [make_milestone(status="draft")], by=make_user("Publisher"))
