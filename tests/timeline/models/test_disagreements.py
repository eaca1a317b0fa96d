import pytest
from django.db import IntegrityError

from powys_oversight.timeline.models import Disagreement

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
