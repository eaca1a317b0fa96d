import pytest
from django.test import Client

from powys_oversight.pages.display import offices
from tests.factories import make_office, make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_bodies_stand_by_whose_voice_they_are() -> None:
    for voice in ("other", "council", "ministers", "inspectorate"):
        make_office(organisation=make_organisation(voice=voice))
    voices = [body.organisation.voice for body in offices.by_organisation()]
    assert voices == ["inspectorate", "ministers", "council", "other"]


def test_holders_stand_by_the_first_day_they_are_known_by() -> None:
    council = make_organisation()
    for role, began, ended in (
        ("Third", "../2018-10-18", ""),
        ("Last", "", ""),
        ("First", "2017-05", ""),
        ("Second", "", "2018-09-30"),
    ):
        make_office(role=role, organisation=council, began=began, ended=ended)
    [body] = offices.by_organisation()
    assert [office.role for office in body.offices] == ["First", "Second", "Third", "Last"]


def test_a_person_of_two_offices_is_linked_to_once() -> None:
    person, council = make_person(slug="a-person"), make_organisation()
    member = make_office(person=person, role="Member", organisation=council, began="2017")
    make_office(person=person, role="Chair", organisation=council, began="2018")
    [body] = offices.by_organisation()
    assert body.first == {member.pk}


def test_no_end_stated_is_said_and_never_filled_in(client: Client) -> None:
    make_office(began="2018-04")
    html = client.get("/people/").content.decode()
    assert "April 2018" in html
    assert "No end stated" in html
