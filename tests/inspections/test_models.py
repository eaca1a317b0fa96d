from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.utils import translation

from inspections.models import FindingLink, MeasureDisagreement
from tests.factories import (
    make_disagreement,
    make_finding,
    make_measure,
    make_milestone,
    make_observation,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_a_finding_is_somebodys_word() -> None:
    with pytest.raises(IntegrityError, match="finding_is_the_word_of_one_speaker"):
        make_finding(stated_by=None)


def test_a_finding_is_not_the_word_of_two() -> None:
    with pytest.raises(IntegrityError, match="finding_is_the_word_of_one_speaker"):
        make_finding(stated_by=make_organisation(), speaker=make_person())


def test_a_person_may_speak_for_themselves() -> None:
    finding = make_finding(speaker=make_person(name="A Councillor"))
    assert finding.stated_by_name == "A Councillor"


def test_a_finding_that_joins_two_themes_has_both() -> None:
    finding = make_finding(theme="workforce-and-workload", also_about="supervision")
    assert [theme.label for theme in finding.themes] == ["Workforce and workload", "Supervision"]


@pytest.mark.parametrize(
    ("value", "comparator", "words"),
    [
        ("12", "", "12"),
        ("80", "over", "over 80"),
        ("12.50", "", "12.5"),
        ("3", "at-least", "at least 3"),
        ("1200", "", "1,200"),
    ],
)
def test_a_value_is_worded_with_its_comparator(value: str, comparator: str, words: str) -> None:
    assert make_observation(value=Decimal(value), comparator=comparator).value_in_words == words


def test_a_large_round_value_is_not_written_as_a_power_of_ten() -> None:
    assert make_observation(value=Decimal("12000000")).value_in_words == "12,000,000"


def test_a_value_is_worded_in_welsh_without_failing() -> None:
    with translation.override("cy"):
        assert "80" in make_observation(value=Decimal("80"), comparator="over").value_in_words


def test_an_event_reports_a_value_for_a_period_once() -> None:
    measure, event = make_measure(), make_milestone()
    make_observation(measure=measure, event=event)
    with pytest.raises(IntegrityError):
        make_observation(measure=measure, event=event)


def test_an_event_may_report_two_values_for_one_period_where_its_reports_differ() -> None:
    measure, event = make_measure(), make_milestone()
    make_observation(measure=measure, event=event, value=70)
    make_observation(measure=measure, event=event, value=79)
    assert measure.observations.count() == 2


def test_a_link_between_findings_is_made_once() -> None:
    later, earlier = make_finding(), make_finding()
    FindingLink.objects.create(from_finding=later, to_finding=earlier)
    with pytest.raises(IntegrityError):
        FindingLink.objects.create(from_finding=later, to_finding=earlier)


def test_a_finding_does_not_take_up_itself() -> None:
    finding = make_finding()
    with pytest.raises(IntegrityError, match="a_finding_does_not_take_up_itself"):
        FindingLink.objects.create(from_finding=finding, to_finding=finding)


def test_a_measure_is_disputed_once_over_a_question() -> None:
    measure, disagreement = make_measure(), make_disagreement()
    MeasureDisagreement.objects.create(measure=measure, disagreement=disagreement)
    with pytest.raises(IntegrityError):
        MeasureDisagreement.objects.create(measure=measure, disagreement=disagreement)


def test_a_person_who_speaks_for_themselves_is_another_body() -> None:
    assert make_finding(speaker=make_person()).voice == "other"


def test_a_figure_needs_a_period() -> None:
    with pytest.raises(IntegrityError, match="a_period_is_given"):
        make_observation(period="")


def test_a_period_does_not_end_before_it_begins() -> None:
    observation = make_observation()
    statement = "UPDATE inspections_observation SET earliest = '2030-01-01' WHERE id = %s"
    refused = pytest.raises(IntegrityError, match="a_period_does_not_end_before_it_begins")
    with refused, connection.cursor() as cursor:
        cursor.execute(statement, [observation.pk])


@pytest.mark.parametrize(("target", "words"), [(None, ""), (Decimal("0"), "0"), (Decimal("87.50"), "87.5")])
def test_a_target_is_written_without_empty_decimals_and_none_is_blank(
    target: Decimal | None, words: str
) -> None:
    assert make_observation(target=target).target_in_words == words
