import pytest
from django.db import IntegrityError

from powys_oversight.timeline.models import Disagreement
from tests.factories import make_disagreement, make_milestone

pytestmark = pytest.mark.django_db


def test_one_version_at_most_sorts_the_event() -> None:
    disagreement = Disagreement.objects.create(slug="when", question="When?")
    disagreement.versions.create(number=1, answer="In March.", sorts_the_event=True)
    disagreement.versions.create(number=2, answer="In May.")
    with pytest.raises(IntegrityError):
        disagreement.versions.create(number=3, answer="In June.", sorts_the_event=True)


def test_a_version_number_is_used_once() -> None:
    disagreement = Disagreement.objects.create(slug="when", question="When?")
    disagreement.versions.create(number=1, answer="In March.")
    with pytest.raises(IntegrityError):
        disagreement.versions.create(number=1, answer="In May.")


def test_they_stand_in_the_order_of_the_first_event_concerned() -> None:
    late, early = make_milestone(occurred="2019"), make_milestone(occurred="2017")
    make_disagreement(slug="a-later-one", events=[late])
    make_disagreement(slug="an-earlier-one", events=[early, late])
    assert [each.slug for each in Disagreement.objects.for_page()] == ["an-earlier-one", "a-later-one"]


def test_each_stands_once_however_many_events_it_concerns() -> None:
    make_disagreement(events=[make_milestone(), make_milestone()])
    assert Disagreement.objects.for_page().count() == 1


def test_one_about_a_draft_alone_is_not_shown() -> None:
    make_disagreement(events=[make_milestone(status="draft")])
    assert not Disagreement.objects.for_page().exists()


def test_a_draft_among_the_events_is_not_named() -> None:
    make_disagreement(events=[make_milestone(title="Seen"), make_milestone(status="draft")])
    assert [event.title for event in Disagreement.objects.for_page()[0].events.all()] == ["Seen"]
