import pytest
from django.db import IntegrityError

from powys_oversight.timeline.models import OfficeHolding
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_an_office_is_left_no_earlier_than_it_is_taken() -> None:
    with pytest.raises(IntegrityError, match="an_office_is_left_no_earlier_than_it_is_taken"):
        OfficeHolding.objects.create(
            person=make_person(), role="Leader", organisation=make_organisation(), began="2018", ended="2017"
        )


def test_an_office_may_have_no_dates_at_all() -> None:
    OfficeHolding.objects.create(person=make_person(), role="Leader", organisation=make_organisation())


def test_an_organisation_has_each_name_once() -> None:
    organisation = make_organisation()
    organisation.names.create(name="CSSIW")
    with pytest.raises(IntegrityError):
        organisation.names.create(name="CSSIW")


def test_a_person_holds_each_office_once() -> None:
    held = {"person": make_person(), "role": "Leader", "organisation": make_organisation()}
    OfficeHolding.objects.create(**held)
    with pytest.raises(IntegrityError):
        OfficeHolding.objects.create(**held)
