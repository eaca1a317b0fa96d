from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from powys_oversight.timeline.history import versions
from powys_oversight.timeline.history.recorder import recording
from powys_oversight.timeline.models import Event, Version
from tests.factories import make_milestone, make_notice, make_source

pytestmark = pytest.mark.django_db


def correct(event: Event, summary: str, **how: object) -> None:
    whole = event.as_own_kind()
    with recording(by=None, **{"reason": "The report says so."} | how):  # type: ignore[arg-type]
        whole.summary = summary
        whole.save()


def test_a_version_is_worked_out_once(django_assert_num_queries) -> None:
    make_milestone()
    first = versions.current()
    with django_assert_num_queries(1):
        assert versions.current().digest == first.digest


def test_a_change_makes_another() -> None:
    event = make_milestone()
    before = versions.current()
    correct(event, "It met twice.")
    assert versions.current().digest != before.digest


def test_what_readers_do_not_see_leaves_the_version_its_name() -> None:
    make_milestone()
    before = versions.current()
    make_milestone(status="draft", services=[], cited_in=[])
    assert versions.current().digest == before.digest


def test_it_is_dated_by_the_last_change() -> None:
    event = make_milestone()
    correct(event, "It met twice.")
    assert versions.current().made_at == event.changes.get().made_at


@pytest.mark.parametrize("name", ["", "abc", "zzzzzzzzzzzz", "../etc", "a" * 65, "'; --"])
def test_what_is_no_name_names_nothing(name: str) -> None:
    make_milestone()
    versions.current()
    assert versions.named(name) is None


@pytest.mark.parametrize("address", ["/", "/sources/", "/findings/", "/changes/"])
def test_every_page_names_the_version_at_its_foot(client: Client, address: str) -> None:
    make_milestone()
    answer = client.get(address)
    version = str(versions.current())
    assert f'href="/changes/since/{version}/"' in answer.content.decode()
    assert answer["Record-Version"] == version


def test_every_file_is_named_by_the_version(client: Client) -> None:
    make_milestone()
    assert f"-{versions.current()}.csv" in client.get("/timeline.csv")["Content-Disposition"]


def test_a_page_that_is_not_there_has_no_version(client: Client) -> None:
    assert "changes/since" not in client.get("/nope/").content.decode()


class TestWhatHasChangedSince:
    def test_nothing(self, client: Client) -> None:
        make_milestone()
        html = client.get(f"/changes/since/{versions.current()}/").content.decode()
        assert "just the same now" in html

    def test_only_what_came_after(self, client: Client) -> None:
        event = make_milestone()
        correct(event, "It met once.")
        version = versions.current()
        correct(event, "It met twice.", reason="The minutes say so.")
        html = client.get(f"/changes/since/{version}/").content.decode()
        assert "The minutes say so." in html
        assert "The report says so." not in html

    def test_what_was_only_typing_is_counted(self, client: Client) -> None:
        event = make_milestone(summary="It mett.")
        version = versions.current()
        correct(event, "It met.", minor=True, reason="")
        assert "1 was minor" in client.get(f"/changes/since/{version}/").content.decode()

    def test_a_record_put_in_place_whole_has_no_list(self, client: Client) -> None:
        version = versions.current()
        make_milestone()
        html = client.get(f"/changes/since/{version}/").content.decode()
        assert "Take the files again and compare" in html

    def test_an_unknown_version_is_said_to_be_one(self, client: Client) -> None:
        answer = client.get("/changes/since/0123456789ab/")
        assert answer.status_code == 404
        assert "0123456789ab" in answer.content.decode()

    def test_the_whole_hash_is_a_name_too(self, client: Client) -> None:
        make_source()
        assert client.get(f"/changes/since/{versions.current().digest}/").status_code == 200

    def test_back_at_an_earlier_state_nothing_has_changed(self, client: Client) -> None:
        event = make_milestone(summary="It met.")
        version = versions.current()
        correct(event, "It met twice.")
        correct(event, "It met.")
        assert versions.current().digest == version.digest
        assert "just the same now" in client.get(f"/changes/since/{version}/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has no second connection")
def test_of_several_who_ask_at_once_one_works_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    make_milestone()
    together = Barrier(4, timeout=30)
    worked_out = []

    def slowly(*, published: bool) -> str:
        worked_out.append(published)
        sleep(0.2)  # long enough for the others to have asked
        return "0" * 64

    def asked(number: int) -> str:
        together.wait()
        try:
            return versions.current().digest
        finally:
            connections.close_all()

    monkeypatch.setattr(versions, "record_digest", slowly)
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(asked, range(4))) == {"0" * 64}
    assert worked_out == [True]


def test_a_record_that_cannot_be_written_to_is_read_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*given: object, **named: object) -> None:
        raise OperationalError("database is locked")

    make_milestone()
    monkeypatch.setattr(Version.objects, "bulk_create", locked)
    answer = client.get("/about/")
    assert answer.status_code == 200
    assert answer["Record-Version"]
    assert not Version.objects.exists()


def test_the_name_of_a_draft_is_no_part_of_it() -> None:
    notice, draft = make_notice(), make_notice(slug="a-draft", status="draft")
    notice.relates_to, notice.relates_as = draft, "follows"
    notice.save()
    before = versions.current()
    draft.slug = "another-name"
    draft.save()
    assert versions.current().digest == before.digest
