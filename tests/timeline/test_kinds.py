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
