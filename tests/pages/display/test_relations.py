import pytest

from powys_oversight.pages.display import relations
from powys_oversight.timeline.models import Service
from tests.factories import make_inspection, make_milestone, make_notice, make_relation, make_service

pytestmark = pytest.mark.django_db


def titles(service: Service) -> list[list[str]]:
    """The events of each chain of a service, chain by chain."""
    return [[step.entry.event.title for step in chain] for chain in relations.chains_of(service)]


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("prompted", "It prompted", "It was prompted by"),
        ("follows-up", "It follows up", "It was followed up by"),
        ("amends", "It amends", "It was amended by"),
        ("replaces", "It replaces", "It was replaced by"),
        ("responds-to", "It responds to", "It was answered by"),
        ("ends", "It ends", "It was ended by"),
    ],
)
def test_each_relation_is_a_sentence_from_either_end(kind: str, here: str, there: str) -> None:
    relation = make_relation(
        kind=kind, from_event=make_milestone(title="One"), to_event=make_milestone(title="Two")
    )
    assert f"{here} “<a" in relations.of_event(relation.from_event)[0].sentence
    assert f"{there} “<a" in relations.of_event(relation.to_event)[0].sentence


def test_a_title_cannot_be_markup() -> None:
    relation = make_relation(to_event=make_milestone(title="<b>bold</b> {event}"))
    sentence = relations.of_event(relation.from_event)[0].sentence
    assert "&lt;b&gt;bold&lt;/b&gt; {event}" in sentence


def test_a_chain_is_in_order_of_time_and_each_link_stands_at_its_later_end() -> None:
    service = make_service()
    inspection = make_inspection(title="Inspection", occurred="2017-07", services=[service])
    notice = make_notice(title="Notice", occurred="2017-10-17", services=[service])
    second = make_notice(title="Second", occurred="2018-01-15", services=[service])
    make_relation(kind="follows-up", from_event=second, to_event=notice)
    make_relation(kind="prompted", from_event=inspection, to_event=notice)
    [steps] = relations.chains_of(service)
    assert [len(step.because) for step in steps] == [0, 1, 1]
    assert titles(service) == [["Inspection", "Notice", "Second"]]


def test_the_longest_chain_stands_first_and_what_nothing_ties_to_it_apart() -> None:
    service = make_service()
    first, second, third, aside, apart = (
        make_milestone(title=name, services=[service]) for name in ("A", "B", "C", "aside", "apart")
    )
    make_relation(from_event=aside, to_event=apart)
    make_relation(from_event=first, to_event=second)
    make_relation(from_event=second, to_event=third)
    assert titles(service) == [["A", "B", "C"], ["aside", "apart"]]


def test_two_runs_that_a_later_link_joins_are_one() -> None:
    service = make_service()
    first, second, third, fourth = (make_milestone(title=name, services=[service]) for name in "ABCD")
    make_relation(from_event=first, to_event=second)
    make_relation(from_event=third, to_event=fourth)
    make_relation(from_event=first, to_event=fourth)
    assert titles(service) == [["A", "B", "C", "D"]]


def test_an_event_of_another_service_stands_in_the_chain_it_led_to() -> None:
    adults = make_service()
    elsewhere = make_inspection(title="Children", occurred="2017-07")
    here = make_inspection(title="Adults", occurred="2018-01", services=[adults])
    make_relation(from_event=elsewhere, to_event=here)
    assert titles(adults) == [["Children", "Adults"]]


def test_a_draft_is_in_no_chain() -> None:
    service = make_service()
    make_relation(
        from_event=make_milestone(services=[service]),
        to_event=make_milestone(status="draft", services=[service]),
    )
    assert relations.chains_of(service) == []


def test_what_led_to_an_event_stands_before_it_though_its_own_date_is_open() -> None:
    service = make_service()
    state = make_milestone(title="State", occurred="2017-07/..", services=[service])
    cause = make_inspection(title="Cause", occurred="2018-01", services=[service])
    make_relation(kind="prompted", from_event=cause, to_event=state)
    assert titles(service) == [["Cause", "State"]]


def test_relations_that_run_in_a_ring_are_still_told() -> None:
    service = make_service()
    one, other = (make_milestone(title=name, services=[service]) for name in "AB")
    make_relation(kind="prompted", from_event=one, to_event=other)
    make_relation(kind="prompted", from_event=other, to_event=one)
    assert titles(service) == [["A", "B"]]
