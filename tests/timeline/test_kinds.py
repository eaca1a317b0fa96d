import pytest

from inspections.models import Inspection
from powys_oversight.timeline import kinds


def test_every_subclass_of_event_is_a_kind() -> None:
    assert kinds.by_slug()["inspection"] is Inspection


def test_the_choices_are_slugs_and_labels() -> None:
    assert ("warning-notice", "Warning notice") in [(slug, str(label)) for slug, label in kinds.choices()]


def test_a_slug_that_is_no_kind_is_a_fault_of_the_record() -> None:
    with pytest.raises(KeyError):
        kinds.get("nope")


def test_no_two_kinds_of_mark_on_the_ribbon_have_one_letter() -> None:
    letters = [model.KIND.mark for model in kinds.models() if not model.KIND.lasts]
    assert len(letters) == len(set(letters))
