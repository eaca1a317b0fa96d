from datetime import date

import pytest
from django.utils.html import strip_tags

from powys_oversight.pages.asof import groups, intervals
from powys_oversight.timeline.models import Service
from tests.factories import (
    make_milestone,
    make_notice,
    make_outcome,
    make_required_action,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

JULY = date(2018, 7, 1)


@pytest.fixture
def service() -> Service:
    make_milestone(occurred="2017-01-01")
    return make_service(slug="childrens-services")


def stood(day: date, *, known_then: bool = False) -> groups.ServiceStatus:
    record = groups.load()
    assert record
    statuses = intervals.statuses_on(record.items, day, known_then=known_then)
    return groups.service_status(Service.objects.get(slug="childrens-services"), statuses)


def open_requirements(day: date, *, known_then: bool = False) -> list[str]:
    parts = stood(day, known_then=known_then).parts
    return [each.phrase for part in parts if part.group.name == "requirements" for each in part.lines]


class TestNotices:
    def said(self, day: date) -> list[str]:
        return [strip_tags(each.text) for each in stood(day).sentences]

    def test_one_is_told_by_itself(self, service: Service) -> None:
        make_notice(title="The Notice", occurred="2017-10-17", services=[service])
        assert self.said(JULY) == [
            "1 warning notice had been given: The Notice (17 October 2017). "
            "No source states when it ceased to have effect."
        ]

    def test_several_are_counted_and_the_last_is_named(self, service: Service) -> None:
        make_notice(title="The Notice", occurred="2017-10-17", services=[service])
        make_notice(title="Second Notice", occurred="2018-01-15", services=[service])
        (sentence,) = self.said(JULY)
        assert sentence.startswith(
            "2 warning notices, or additions to one, had been given, the last of them the Second Notice"
        )

    def test_one_with_a_stated_end_is_told_like_any_state(self, service: Service) -> None:
        make_notice(title="The Notice", occurred="2017-10-17", ended="2018-06-30", services=[service])
        assert self.said(JULY) == ["Ended: The Notice (30 June 2018)."]

    def test_one_that_may_not_have_been_given_yet_is_not_counted(self, service: Service) -> None:
        make_notice(title="The Notice", occurred="2018", services=[service])
        assert self.said(JULY) == ["May have been in place: The Notice (2018)."]


class TestRequirements:
    def test_one_is_open_until_it_is_reported_met(self, service: Service) -> None:
        action = make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        make_outcome(action=action, reported_at=make_milestone(occurred="2018-09-01"))
        assert open_requirements(JULY) == ["Not yet reported met."]
        assert open_requirements(date(2018, 8, 31)) == ["Not yet reported met."]
        assert open_requirements(date(2018, 9, 1)) == []

    def test_one_that_was_never_reported_met_says_so(self, service: Service) -> None:
        make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        assert open_requirements(JULY) == [
            "Not yet reported met; nor does any later source read say that it was."
        ]

    def test_as_known_then_one_that_was_never_reported_met_says_only_what_was_known(
        self, service: Service
    ) -> None:
        action = make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        action.citations.all().delete()
        action.citations.create(source=make_source(published="2017-10-17"), locator="paragraph 1")
        assert open_requirements(JULY, known_then=True) == ["No report that it was met had been published."]

    def test_a_report_in_part_leaves_it_open(self, service: Service) -> None:
        action = make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        make_outcome(
            action=action, reported_at=make_milestone(occurred="2018-01-15"), state="reported-in-part"
        )
        (part,) = [part for part in stood(JULY).parts if part.group.name == "requirements"]
        assert [report.state for report in part.lines[0].reports] == ["reported-in-part"]

    def test_a_report_in_a_draft_counts_for_nothing(self, service: Service) -> None:
        action = make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        make_outcome(action=action, reported_at=make_milestone(occurred="2018-01-15", status="draft"))
        assert len(open_requirements(JULY)) == 1

    def test_a_report_that_had_not_been_published_is_not_known_then(self, service: Service) -> None:
        notice = make_notice(occurred="2017-10-17", services=[service])
        action = make_required_action(event=notice)
        action.citations.all().delete()
        action.citations.create(source=make_source(published="2017-10-17"), locator="paragraph 1")
        outcome = make_outcome(action=action, reported_at=make_milestone(occurred="2018-05-01", cited_in=[]))
        outcome.citations.all().delete()
        outcome.citations.create(source=make_source(published="2018-12-01"), locator="paragraph 1")
        assert open_requirements(JULY) == []
        assert open_requirements(JULY, known_then=True) == ["No report that it was met had been published."]

    def test_one_that_only_a_later_source_tells_of_was_not_known_with_its_notice(
        self, service: Service
    ) -> None:
        notice = make_notice(occurred="2017-10-17", published_on=date(2017, 10, 17), services=[service])
        make_required_action(event=notice)  # its source came out on 16 April 2018
        assert open_requirements(date(2018, 4, 15), known_then=True) == []
        assert len(open_requirements(date(2018, 4, 16), known_then=True)) == 1

    def test_that_it_is_met_rests_on_what_reports_it(self, service: Service) -> None:
        action = make_required_action(event=make_notice(occurred="2017-10-17", services=[service]))
        outcome = make_outcome(action=action, reported_at=make_milestone(occurred="2018-01-15"))
        record = groups.load(["requirements"])
        assert record
        (change,) = intervals.status_changes(record.items, date(2017, 12, 1), JULY)
        (cited,) = groups.describe_change(change).sources
        assert cited.source == outcome.citations.get().source
