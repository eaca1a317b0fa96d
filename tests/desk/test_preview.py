import pytest
from django.contrib.auth.models import User
from django.test import Client

from powys_oversight.timeline.models import Change, Event, Revision
from powys_oversight.timeline.publishing.workflow import PUBLISH, take
from tests.factories import make_finding, make_inspection, make_user

pytestmark = pytest.mark.django_db


def test_a_draft_is_shown_as_readers_will_see_it(client: Client) -> None:
    client.force_login(make_user("Contributor"))
    draft = make_inspection(slug="visit", status="draft", title="A visit")
    make_finding(event=draft, summary="It was slow.")
    preview = client.get("/admin/preview/visit/").content.decode()
    take(PUBLISH, [draft], by=make_user("Publisher"))
    published = client.get("/events/visit/").content.decode()
    main = preview.split("<article")[1].split("</article>")[0]
    assert "It was slow." in main
    # Only the day it was last changed, and its own address, may differ.
    assert main == published.split("<article")[1].split("</article>")[0]


def test_it_says_that_it_is_a_preview(client: Client) -> None:
    client.force_login(make_user("Contributor"))
    make_inspection(slug="visit", status="draft")
    assert "A preview of a draft" in client.get("/admin/preview/visit/").content.decode()


def test_nothing_of_it_stays(client: Client) -> None:
    client.force_login(make_user("Contributor"))
    make_inspection(slug="visit", status="draft")
    before = (Revision.current(), Change.objects.count())
    answer = client.get("/admin/preview/visit/")
    assert (Revision.current(), Change.objects.count()) == before
    assert Event.objects.get().status == "draft"
    assert client.get("/events/visit/").status_code == 404
    assert answer["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer


def test_it_is_for_those_who_are_signed_in(client: Client) -> None:
    make_inspection(slug="visit", status="draft")
    assert client.get("/admin/preview/visit/").status_code == 302
    client.force_login(User.objects.create_user("reader"))
    assert client.get("/admin/preview/visit/").status_code == 302


def test_of_nothing_there_is_none(client: Client) -> None:
    client.force_login(make_user("Contributor"))
    assert client.get("/admin/preview/no-such/").status_code == 404
