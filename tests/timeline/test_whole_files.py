from collections.abc import Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from powys_oversight.timeline import kept, versions, whole_files
from powys_oversight.timeline.models import Version
from powys_oversight.timeline.whole_files import Ahead, WholeFile, keep_ahead
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
NAMES = [each.name for each in whole_files.everything()]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KEPT_FILES = tmp_path / "kept"
    return settings.KEPT_FILES


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


def fetched(client: Client, name: str, site: str = HERE) -> Any:
    return client.get(f"/{name}", headers={"host": site.removeprefix("http://")})


class TestReadersFind:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_file_at_its_address_made_already(self, client: Client, name: str) -> None:
        make_milestone()
        list(keep_ahead(HERE))
        answer = fetched(client, name)
        assert answer["Content-Length"] == str(len(body(answer)))

    @pytest.mark.parametrize("name", [name for name in NAMES if name != "record.xlsx"])
    def test_the_same_as_if_it_were_made_for_them(self, client: Client, name: str, settings: Any) -> None:
        make_milestone(slug="a-board")
        list(keep_ahead(HERE))
        ahead = body(fetched(client, name))
        settings.KEPT_FILES = None
        assert body(fetched(client, name)) == ahead

    def test_no_name_of_ours_for_it(self, client: Client) -> None:
        list(keep_ahead(HERE))
        answer = fetched(client, "timeline.json")
        answer.close()
        assert "Content-Disposition" not in answer

    def test_a_filter_is_never_answered_with_everything(self, client: Client) -> None:
        make_milestone(slug="a-board")
        list(keep_ahead(HERE))
        for name in ("timeline.csv", "timeline.json", "timeline.ics"):
            assert b"a-board" in body(client.get(f"/{name}"))
            assert b"a-board" not in body(client.get(f"/{name}?from=2020"))


class TestWhatIsKept:
    def test_it_is_every_whole_file(self) -> None:
        assert [made.name for made in keep_ahead(HERE) if made.is_kept] == NAMES

    def test_a_second_time_nothing_is_made(self) -> None:
        list(keep_ahead(HERE))
        assert list(keep_ahead(HERE)) == []

    def test_after_a_change_each_is_made_anew_and_the_old_forgotten(
        self, client: Client, folder: Path
    ) -> None:
        list(keep_ahead(HERE))
        make_milestone(slug="a-board")
        assert [made.name for made in keep_ahead(HERE)] == NAMES
        assert len(list(folder.iterdir())) == len(NAMES)
        assert b"a-board" in body(fetched(client, "timeline.csv"))

    def test_the_version_is_worked_out_for_readers_too(self) -> None:
        make_milestone()
        list(keep_ahead())
        assert Version.objects.filter(digest=versions.current().digest).exists()

    def test_what_nobody_asked_for_yet_is_not_made_where_no_site_is_named(self, folder: Path) -> None:
        assert list(keep_ahead()) == []
        assert not folder.exists()

    def test_what_was_asked_for_is_made_again_for_where_it_was_asked(
        self, client: Client, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["one.example", "two.example:8080"]
        body(fetched(client, "timeline.csv", "http://one.example"))
        make_milestone()
        assert list(keep_ahead()) == [Ahead("timeline.csv", "http://one.example", is_kept=True)]

    def test_the_site_that_readers_ask_at_goes_before_the_one_that_is_named(
        self, client: Client, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["two.example"]
        body(fetched(client, "sources.csv", "http://two.example:8080"))
        make_milestone()
        made = {made.name: made.site for made in keep_ahead(HERE)}
        assert made.pop("sources.csv") == "http://two.example:8080"
        assert set(made.values()) == {HERE}

    def test_a_file_whose_name_ends_like_another_is_not_taken_for_it(self, monkeypatch: Any) -> None:
        of_a_name = partial(WholeFile, pieces=lambda site, version: [b"x"])
        monkeypatch.setattr(whole_files, "everything", lambda: [of_a_name("new-sources.csv")])
        list(keep_ahead(HERE))
        assert kept.site_of("new-sources.csv") == HERE
        assert kept.site_of("sources.csv") == ""


class TestWhatIsNotKept:
    def test_a_file_of_a_record_that_changed_while_it_was_made(self, monkeypatch: Any) -> None:
        def changing(site: str, version: Version) -> Iterator[bytes]:
            yield b"before"
            make_milestone()

        monkeypatch.setattr(whole_files, "everything", lambda: [WholeFile("it.csv", changing)])
        assert list(keep_ahead(HERE)) == [Ahead("it.csv", HERE, is_kept=False)]

    def test_the_next_file_is_of_the_record_as_it_is_by_then(
        self, client: Client, monkeypatch: Any, folder: Path
    ) -> None:
        def changing(site: str, version: Version) -> Iterator[bytes]:
            yield b"before"
            make_milestone(slug="a-board")

        files = [WholeFile("it.csv", changing), whole_files.JSON]
        monkeypatch.setattr(whole_files, "everything", lambda: files)
        assert [made.is_kept for made in keep_ahead(HERE)] == [False, True]
        assert b"a-board" in body(fetched(client, "timeline.json"))

    def test_any_where_the_folder_cannot_be_written(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "a-file").write_text("")
        settings.KEPT_FILES = tmp_path / "a-file" / "kept"
        assert not any(made.is_kept for made in keep_ahead(HERE))

    def test_any_for_a_host_with_a_longer_name_than_a_file_may_have(self) -> None:
        assert not any(made.is_kept for made in keep_ahead(f"http://{'a' * 250}.example"))

    def test_any_where_none_are_and_it_costs_no_query(
        self, settings: Any, django_assert_num_queries: Any
    ) -> None:
        settings.KEPT_FILES = None
        with django_assert_num_queries(0):
            assert list(keep_ahead(HERE)) == []


class TestTheCommand:
    def run(self, *args: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        call_command("keep_files", *args, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_says_what_it_made(self) -> None:
        out, err = self.run("https://example.org")
        assert out.splitlines() == [f"Kept {name} for https://example.org" for name in NAMES]
        assert err == ""

    @pytest.mark.parametrize("typed", ["https://Example.org/", "HTTPS://example.org"])
    def test_a_site_is_known_however_it_is_typed(self, typed: str) -> None:
        self.run("https://example.org")
        assert self.run(typed) == ("", "")

    @pytest.mark.parametrize(
        "typed", ["example.org", "https://", "https://example.org/data/", "ftp://example.org", "a b", "../.."]
    )
    def test_what_is_no_site_is_refused(self, typed: str, folder: Path) -> None:
        with pytest.raises(CommandError, match="is not the address of a site"):
            self.run(typed)
        assert not folder.exists()

    def test_what_could_not_be_kept_is_named(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "a-file").write_text("")
        settings.KEPT_FILES = tmp_path / "a-file" / "kept"
        out, err = self.run("https://example.org")
        assert out == ""
        assert [line.split(" for ")[0] for line in err.splitlines()] == [
            f"Not kept: {name}" for name in NAMES
        ]

    def test_where_no_files_are_kept_it_says_so(self, settings: Any) -> None:
        settings.KEPT_FILES = None
        with pytest.raises(CommandError, match="KEPT_FILES is None"):
            self.run("https://example.org")
