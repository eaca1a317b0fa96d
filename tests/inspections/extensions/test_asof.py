from datetime import date
from typing import Any

import pytest
from django.utils.html import strip_tags

from powys_oversight.pages.asof import groups, intervals
from powys_oversight.timeline.models import Organisation, Service
from tests.factories import (
    cite,
    make_finding,
    make_inspection,
    make_milestone,
    make_organisation,
    make_service,
    make_source,
)

pytestmark = pytest.mark.django_db

AUGUST = date(2017, 8, 15)
REPORTED = date(2017, 10, 17)


@pytest.fixture
def service() -> Service:
    make_milestone(occurred="2017-01-01")
    return make_service(slug="childrens-services")


def make_judgement(event: Any, **given: Any) -> None:
    voice = Organisation.Voice.INSPECTORATE
    make_finding(event=event, stated_by=make_organisation(voice=voice), **given)


def sentences(day: date, *, known_then: bool = False) -> list[groups.CitedSentence]:
    record = groups.load(["inspections"])
    assert record
    stood = groups.service_status(
        Service.objects.get(slug="childrens-services"),
        intervals.statuses_on(record.items, day, known_then=known_then),
    )
    return stood.sentences


def said(day: date, *, known_then: bool = False) -> list[str]:
    return [strip_tags(each.text).strip() for each in sentences(day, known_then=known_then)]


def test_between_inspection_and_report_what_was_found_was_not_public(service: Service) -> None:
    make_inspection(title="A visit", occurred="2017-07", report_published_on=REPORTED, services=[service])
    assert said(AUGUST) == ["Last inspected (July 2017): A visit. What was found was not yet public."]


def test_from_the_day_of_the_report_its_findings_are_counted_by_verdict(service: Service) -> None:
    visit = make_inspection(
        title="A visit", occurred="2017-07", report_published_on=REPORTED, services=[service]
    )
    for verdict in ("concern", "strength", "concern"):
        make_judgement(visit, verdict=verdict)
    (sentence,) = said(REPORTED)
    assert sentence.endswith(
        "Report published on 17 October 2017. Findings recorded here: Concern: 2; Strength: 1."
    )


def test_what_the_council_claims_at_an_inspection_is_not_what_was_found(service: Service) -> None:
    visit = make_inspection(occurred="2017-07", report_published_on=REPORTED, services=[service])
    make_finding(event=visit, stated_by=make_organisation(voice=Organisation.Voice.COUNCIL))
    assert "Concern" not in said(REPORTED)[0]


def test_a_finding_about_another_service_is_not_counted(service: Service) -> None:
    visit = make_inspection(
        occurred="2017-07", report_published_on=REPORTED, services=[service, make_service()]
    )
    make_judgement(visit, services=[Service.objects.exclude(pk=service.pk).last()])
    assert "Concern" not in said(REPORTED)[0]


def test_without_a_day_of_report_the_first_source_that_tells_counts(service: Service) -> None:
    visit = make_inspection(occurred="2018-03", services=[service])
    make_judgement(visit)  # its source came out on 16 April 2018
    assert said(date(2018, 4, 15))[0].endswith("What was found was not yet public.")
    assert said(date(2018, 4, 16))[0].endswith(
        "First told of publicly by 16 April 2018. Findings recorded here: Concern: 1."
    )


def test_a_citation_of_the_inspection_that_tells_what_was_found_makes_it_public(service: Service) -> None:
    visit = make_inspection(occurred="2018-03", services=[service], cited_in=[])
    cite(visit, make_source(published="2018-03-20"), tells_of="began")
    cite(visit, make_source(published="2018-04-16"), tells_of="found")
    assert said(date(2018, 4, 15))[0].endswith("What was found was not yet public.")
    assert not said(date(2018, 4, 16))[0].endswith("What was found was not yet public.")


def test_what_was_found_may_be_told_of_before_the_report(service: Service) -> None:
    visit = make_inspection(occurred="2018-02", report_published_on="2018-04-16", services=[service])
    cite(visit, make_source(published="2018-03-01"), tells_of="found")
    assert said(date(2018, 2, 28))[0].endswith("What was found was not yet public.")
    assert not said(date(2018, 3, 1))[0].endswith("What was found was not yet public.")


def test_a_finding_made_public_says_that_an_announced_inspection_took_place(service: Service) -> None:
    visit = make_inspection(title="A visit", occurred="2018-01", services=[service], cited_in=[])
    cite(visit, make_source(published="2018-01-18"), tells_of="announced")
    finding = make_finding(event=visit, services=[service])
    finding.citations.update(source=make_source(published="2018-05-01"))
    assert said(date(2018, 5, 1), known_then=True)[0].startswith("Last inspected (January 2018): A visit.")


def test_an_inspection_that_was_only_announced_is_told_as_that(service: Service) -> None:
    visit = make_inspection(title="A visit", occurred="2018-01", services=[service], cited_in=[])
    early, late = make_source(published="2018-01-18"), make_source(published="2018-05-01")
    cite(visit, early, tells_of="announced")
    cite(visit, late, tells_of="found")
    (sentence,) = sentences(date(2018, 2, 1), known_then=True)
    assert strip_tags(sentence.text) == (
        "Announced for January 2018: A visit. No report that it took place had been published."
    )
    assert [cited.source for cited in sentence.sources] == [early]


def test_an_inspection_comes_before_a_later_conference(service: Service) -> None:
    make_inspection(title="A visit", occurred="2018-03", services=[service])
    make_inspection(
        title="A talk", occurred="2018-05", activity_type="improvement-conference", services=[service]
    )
    assert said(date(2018, 6, 1))[0].startswith("Last inspected (March 2018): A visit.")


def test_where_nothing_was_inspected_a_review_is_told(service: Service) -> None:
    make_inspection(title="A review", occurred="2018-03", activity_type="external-review", services=[service])
    assert said(date(2018, 6, 1))[0].startswith("Last reviewed (March 2018): A review.")


def test_an_inspection_that_may_not_have_happened_yet_is_not_the_last(service: Service) -> None:
    make_inspection(title="A visit", occurred="2018", services=[service])
    assert said(date(2018, 6, 1)) == []


def test_findings_that_came_out_later_are_not_counted_among_what_was_known(service: Service) -> None:
    visit = make_inspection(
        occurred="2017-07",
        report_published_on=REPORTED,
        published_on=REPORTED,
        services=[service],
        cited_in=[make_source(published="2017-10-17")],
    )
    make_judgement(visit)  # cited from a source of April 2018 alone
    assert "Concern" not in said(date(2018, 1, 1), known_then=True)[0]
    assert "Concern: 1" in said(date(2018, 4, 16), known_then=True)[0]


def test_fieldwork_of_several_days_has_not_taken_place_on_the_first(service: Service) -> None:
    make_inspection(title="A visit", occurred="2020-09-14", ended="2020-09-18", services=[service])
    assert said(date(2020, 9, 17)) == []
    assert said(date(2020, 9, 18))[0].startswith("Last inspected (14 to 18 September 2020): A visit.")
