import pytest
from django.test import Client
from django.urls import reverse

from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Change, Event
from tests.factories import make_inspection, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("Editor"))
    return client


@pytest.fixture
def retitled() -> Change:
    event = make_inspection(title="First")
    with recording(by=None, reason="Wrongly.") as recorded:
        event.title = "Second"
        event.save()
    assert recorded.change
    return recorded.change


def address(change: Change) -> str:
    return reverse("admin:undo_change", args=[change.pk])


def title() -> str:
    return Event.objects.get().title


class TestList:
    def test_a_change_of_one_row_is_named_after_it(self, editor: Client, retitled: Change) -> None:
        page = editor.get(reverse("admin:timeline_change_changelist")).text
        assert '<td class="field-what">Second</td>' in page

    def test_a_change_of_several_rows_says_how_many_more(self, editor: Client) -> None:
        first, second = make_inspection(title="One"), make_inspection(title="Other")
        with recording(by=None, reason="Both."):
            for event in (first, second):
                event.summary = "Told otherwise."
                event.save()
        assert "(+1)</td>" in editor.get(reverse("admin:timeline_change_changelist")).text


class TestUndo:
    def test_the_page_shows_what_it_would_do_and_does_nothing(self, editor: Client, retitled: Change) -> None:
        page = editor.get(address(retitled))
        assert "First" in page.text
        assert title() == "Second"

    def test_with_a_reason_it_is_done(self, editor: Client, retitled: Change) -> None:
        editor.post(address(retitled), {"reason": "It was right before."})
        assert title() == "First"

    def test_without_a_reason_it_is_refused(self, editor: Client, retitled: Change) -> None:
        page = editor.post(address(retitled))
        assert "Say why it is changed" in page.text
        assert title() == "Second"

    def test_what_stands_in_its_way_is_said_and_nothing_is_done(
        self, editor: Client, retitled: Change
    ) -> None:
        editor.post(address(retitled), {"reason": "It was right before."})
        page = editor.post(address(retitled), {"reason": "Once more."})
        assert "Everything is as it was before this change already." in page.text
        assert Change.objects.filter(undoes=retitled).count() == 1

    def test_a_contributor_may_not(self, client: Client, retitled: Change) -> None:
        client.force_login(make_user("Contributor"))
        assert client.post(address(retitled), {"reason": "Why not."}).status_code == 403
        assert title() == "Second"
