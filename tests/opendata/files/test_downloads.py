import signal
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from powys_oversight.opendata.files import cache, downloads
from powys_oversight.opendata.files.downloads import Made, WholeFile, keep_ahead
from powys_oversight.timeline.history import versions
from powys_oversight.timeline.models import Version
from tests.factories import make_milestone

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
NAMES = [each.name for each in downloads.everything()]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KEPT_FILES = tmp_path / "kept"
    return settings.KEPT_FILES


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return answer.getvalue() if answer.streaming else answer.content


def fetched(client: Client, name: str, site: str = HERE) -> Any:
    return client.get(f"/{name}", headers={"host": urlsplit(site).netloc})


def keep(name: str) -> None:
    [wanted] = [each for each in downloads.everything() if each.name == name]
    wanted.keep(HERE, versions.current())


def told_by(content: bytes) -> Any:
    """What a file says: of one that is packed, what is in it, as packing writes down the hour."""
    if not content.startswith(b"PK"):
        return content
    packed = ZipFile(BytesIO(content))
    return {name: packed.read(name) for name in packed.namelist()}


class TestReadersFind:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_file_at_its_address_made_already(self, client: Client, name: str) -> None:
        make_milestone()
        keep(name)
        answer = fetched(client, name)
        assert answer["Content-Length"] == str(len(body(answer)))

    @pytest.mark.parametrize("name", NAMES)
    def test_the_same_as_if_it_were_made_for_them(self, client: Client, name: str, settings: Any) -> None:
        make_milestone(slug="a-board")
        keep(name)
        ahead = body(fetched(client, name))
        settings.KEPT_FILES = None
        assert told_by(body(fetched(client, name))) == told_by(ahead)

    def test_no_name_of_ours_for_it(self, client: Client) -> None:
        keep("timeline.json")
        answer = fetched(client, "timeline.json")
        answer.close()
        assert "Content-Disposition" not in answer

    def test_a_filter_is_never_answered_with_everything(self, client: Client) -> None:
        make_milestone(slug="a-board")
        for name in ("timeline.csv", "timeline.json", "timeline.ics"):
            keep(name)
            assert b"a-board" in body(client.get(f"/{name}"))
            assert b"a-board" not in body(client.get(f"/{name}?from=2020"))


class TestWhatIsKept:
    def test_it_is_every_whole_file(self) -> None:
        assert list(keep_ahead(HERE)) == [Made(name, HERE, is_kept=True) for name in NAMES]

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

    def test_what_was_asked_for_is_made_again_for_wherever_it_was_asked(
        self, client: Client, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        sites = ["http://one.example", "http://two.example:8080"]
        for site in sites:
            body(fetched(client, "timeline.csv", site))
        make_milestone()
        assert list(keep_ahead()) == [Made("timeline.csv", site, is_kept=True) for site in sites]

    def test_a_reader_at_one_site_does_not_make_another_forgotten(
        self, client: Client, settings: Any
    ) -> None:
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        for site in ("http://one.example", "http://two.example"):
            body(fetched(client, "timeline.csv", site))
        make_milestone()
        body(fetched(client, "timeline.csv", "http://one.example"))
        assert list(keep_ahead()) == [Made("timeline.csv", "http://two.example", is_kept=True)]

    def test_a_site_that_is_named_is_the_one_they_are_made_for(self, client: Client, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["elsewhere.example"]
        body(fetched(client, "timeline.csv", "http://elsewhere.example"))
        assert {made.site for made in keep_ahead(HERE)} == {HERE}

    def test_a_file_whose_name_ends_like_another_is_not_taken_for_it(self, monkeypatch: Any) -> None:
        new = WholeFile("new-sources.csv", lambda site, version: [b"x"])
        monkeypatch.setattr(downloads, "everything", lambda: [new])
        list(keep_ahead(HERE))
        assert cache.sites("new-sources.csv") == [HERE]
        assert cache.sites("sources.csv") == []


class TestWhatIsNotKept:
    @pytest.fixture(autouse=True)
    def changing(self, monkeypatch: Any) -> None:
        """A file in whose making the record changes, before another."""

        def pieces(site: str, version: Version) -> Iterator[bytes]:
            yield b"before"
            make_milestone(slug="a-board")

        files = [WholeFile("it.csv", pieces), downloads.JSON]
        monkeypatch.setattr(downloads, "everything", lambda: files)

    def test_a_file_of_a_record_that_changed_while_it_was_made(self) -> None:
        assert next(keep_ahead(HERE)) == Made("it.csv", HERE, is_kept=False)

    def test_the_next_file_is_of_the_record_as_it_is_by_then(self, client: Client) -> None:
        _first, second = keep_ahead(HERE)
        assert second == Made("timeline.json", HERE, is_kept=True)
        assert b"a-board" in body(fetched(client, "timeline.json"))

    def test_any_where_none_are_and_it_costs_no_query(
        self, settings: Any, django_assert_num_queries: Any
    ) -> None:
        settings.KEPT_FILES = None
        with django_assert_num_queries(0):
            assert list(keep_ahead(HERE)) == []


class TestTheCommand:
    def run(self, *args: str) -> str:
        out = StringIO()
        call_command("keep_files", *args, stdout=out)
        return out.getvalue()

    def test_it_says_what_it_made(self) -> None:
        said = self.run("https://example.org").splitlines()
        assert said == [f"Made {name} for https://example.org" for name in NAMES]

    def test_it_says_what_is_not_kept(self, monkeypatch: Any) -> None:
        changed = Made("it.csv", HERE, is_kept=False)
        monkeypatch.setattr(downloads, "keep_ahead", lambda site: [changed])
        assert self.run(HERE) == f"Made it.csv for {HERE}, but the record changed meanwhile\n"

    @pytest.mark.parametrize(
        "typed", ["https://Example.org/", "HTTPS://example.org", "https://example.org:443"]
    )
    def test_a_site_is_known_however_it_is_typed(self, typed: str) -> None:
        self.run("https://example.org")
        assert self.run(typed) == ""

    @pytest.mark.parametrize(
        "typed",
        [
            "example.org", "https://", "https://example.org/data/", "ftp://example.org", "a b", "../..",
            "http://h*", "http://h[", "http://h\x01", "http://h\udcff", "https://..", "https://example.org:",
            "https://example.org:999999", "https://me@example.org",
        ],
    )  # fmt: skip
    def test_what_is_no_site_is_refused(self, typed: str, folder: Path) -> None:
        with pytest.raises(CommandError, match="is not the address of a site"):
            self.run(typed)
        assert not folder.exists()

    def test_a_folder_that_cannot_be_written_is_one_sentence(self, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "a-file").write_text("")
        settings.KEPT_FILES = tmp_path / "a-file" / "kept"
        with pytest.raises(CommandError, match=r"kept cannot be written: Not a directory\."):
            self.run("https://example.org")

    def test_so_is_a_host_with_a_longer_name_than_a_file_may_have(self) -> None:
        with pytest.raises(CommandError, match=r"cannot be written: File name too long\."):
            self.run(f"https://{'a' * 250}.example")

    def test_where_nobody_asked_for_any_it_asks_for_the_site(self) -> None:
        assert "Name the site" in self.run()
        self.run("https://example.org")
        assert self.run() == ""

    def test_ended_half_way_it_leaves_nothing(self, folder: Path, monkeypatch: Any) -> None:
        def pieces(site: str, version: Version) -> Iterator[bytes]:
            yield b"before"
            signal.raise_signal(signal.SIGTERM)
            yield b"after"

        monkeypatch.setattr(downloads, "everything", lambda: [WholeFile("it.csv", pieces)])
        before = signal.getsignal(signal.SIGTERM)
        try:
            with pytest.raises(SystemExit):
                self.run(HERE)
        finally:
            signal.signal(signal.SIGTERM, before)
        assert list(folder.iterdir()) == []

    def test_where_no_files_are_kept_it_says_so(self, settings: Any) -> None:
        settings.KEPT_FILES = None
        with pytest.raises(CommandError, match="KEPT_FILES is None"):
            self.run("https://example.org")
