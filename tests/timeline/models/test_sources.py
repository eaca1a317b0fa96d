from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from powys_oversight.timeline.models import EventCitation, Source, locator_order
from tests.factories import make_milestone, make_source

pytestmark = pytest.mark.django_db


def quoting(words: int) -> EventCitation:
    return EventCitation(
        claim_id=make_milestone().pk, source=make_source(), locator="paragraph 1", quotation="word " * words
    )


def test_a_quotation_of_fifteen_words_is_a_phrase() -> None:
    quoting(15).full_clean()


def test_a_quotation_of_sixteen_words_is_refused() -> None:
    with pytest.raises(ValidationError, match="16 words; the limit is 15"):
        quoting(16).full_clean()


def test_a_source_was_not_checked_on_a_day_to_come() -> None:
    make_source(checked_on=timezone.localdate()).full_clean()
    with pytest.raises(ValidationError, match="has not come"):
        make_source(checked_on=timezone.localdate() + timedelta(days=1)).full_clean()


def test_when_an_address_last_answered_is_forgotten_with_the_address() -> None:
    source = make_source(url="https://example.org/a", answered_on=date(2026, 1, 1))
    source.title = "Another title"
    source.save()
    assert source.answered_on
    source.url = "https://example.org/b"
    source.save()
    assert source.answered_on is None


def test_a_comparison_asked_for_on_the_day_of_the_last_one_stands_until_the_next() -> None:
    source = make_source(checked_on=date(2026, 1, 1), comparison_asked_on=date(2026, 1, 1))
    assert list(Source.objects.to_compare_again()) == [source]
    source.checked_on = date(2026, 1, 2)
    source.save()
    assert list(Source.objects.to_compare_again()) == []


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/a"])
def test_a_source_is_linked_by_web_address_only(address: str) -> None:
    with pytest.raises(ValidationError, match="valid URL"):
        make_source(url=address).full_clean()


def test_paragraphs_sort_by_number_and_headings_last() -> None:
    places = ["paragraph 10", "heading", "paragraph 2"]
    assert sorted(places, key=locator_order) == ["paragraph 2", "paragraph 10", "heading"]
