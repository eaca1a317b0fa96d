from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import strip_tags

from powys_oversight.pages.listing import search_results
from powys_oversight.timeline.models import Event
from tests.factories import (
    make_finding,
    make_inspection,
    make_milestone,
    make_organisation,
    make_required_action,
)

pytestmark = pytest.mark.django_db


def found(q: str) -> list[str]:
    (entry,) = search_results.entries(list(Event.objects.with_related()), q)
    return [f"{place.what}: {strip_tags(place.words)}" for place in entry.matches]


def test_words_are_marked_in_title_and_summary() -> None:
    make_milestone(title="A visit to Môn", summary="Nothing came of the visit.")
    (entry,) = search_results.entries(list(Event.objects.all()), "VISIT mon")
    assert entry.title == "A <mark>visit</mark> to <mark>Môn</mark>"
    assert entry.summary == "Nothing came of the <mark>visit</mark>."


def test_a_finding_that_holds_a_word_is_shown_with_its_number_and_link() -> None:
    event = make_inspection(slug="visit")
    make_finding(event=event, summary="Nothing of the sort.")
    make_finding(event=event, summary="Safeguarding was slow.")
    (entry,) = search_results.entries(list(Event.objects.with_related()), "safeguarding")
    (place,) = entry.matches
    assert (place.what, place.href) == ("Finding 2", "/events/visit/#finding-2")


def test_a_requirement_is_looked_into_like_a_finding() -> None:
    make_required_action(summary="Make a recovery plan.")
    assert found("recovery") == ["Required action 1: Make a recovery plan."]


def test_a_former_name_of_the_issuer_is_shown() -> None:
    issuer = make_organisation(name="Care Inspectorate Wales")
    issuer.names.create(name="Care and Social Services Inspectorate Wales", abbreviation="CSSIW")
    make_inspection(issued_by=issuer)
    assert found("cssiw") == ["Issued or done by: Care and Social Services Inspectorate Wales (CSSIW)"]


@pytest.mark.parametrize("typed", ["children's", "children’s"])
def test_either_apostrophe_finds_the_other(typed: str) -> None:
    make_milestone(title="Children’s services")
    make_milestone(title="Children's homes")
    assert Event.objects.mentioning(typed).count() == 2
    marked = [entry.title for entry in search_results.entries(list(Event.objects.all()), typed)]
    assert all("<mark>" in title for title in marked)


def test_only_the_first_places_are_shown() -> None:
    event = make_inspection()
    for _number in range(search_results.MOST_PLACES + 2):
        make_finding(event=event, summary="Slow.")
    assert len(found("slow")) == search_results.MOST_PLACES


def test_without_words_nothing_is_marked_and_nothing_asked(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    events = [make_milestone(title="A <b> title")]
    with django_assert_num_queries(0):
        (entry,) = search_results.entries(events, "")
    assert (entry.title, entry.matches) == ("A &lt;b&gt; title", ())
