"""The record as a folder of files: out, in, and never half."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Finding
from powys_oversight.timeline.dump.common import has_own_table
from powys_oversight.timeline.dump.export import models_in_order, write_record
from powys_oversight.timeline.dump.load import load_record
from powys_oversight.timeline.history.digest import record_digest
from powys_oversight.timeline.models import Change, Event, Organisation
from tests.factories import (
    cite,
    make_disagreement,
    make_finding,
    make_milestone,
    make_notice,
    make_service,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "record"


def export_to(folder: Path) -> None:
    for _step in write_record(folder):
        pass


def bring_in(folder: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_record", str(folder), *options, stdout=said, stderr=said)
    return said.getvalue()


def forget_everything() -> None:
    """The record taken out with its history, whatever protects what."""
    Change.objects.all().delete()
    for model in reversed(models_in_order()):
        model._base_manager.all()._raw_delete("default")
    for field in Finding._meta.many_to_many:
        if has_own_table(field):
            field.remote_field.through.objects.all().delete()  # type: ignore[union-attr]


class TestTheRealRecord:
    pytestmark = pytest.mark.usefixtures("record")

    def test_out_and_in_again_it_says_the_same(self, folder: Path) -> None:
        whole = record_digest(published=False)
        export_to(folder)
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        bring_in(folder)
        assert record_digest(published=False) == whole


def test_drafts_are_in_it_and_accounts_are_not(folder: Path) -> None:
    editor = make_user("Editor", username="an-editor")
    make_milestone(slug="a-draft", status="draft", drafted_by=editor)
    export_to(folder)
    text = "".join(path.read_text() for path in folder.iterdir())
    assert "a-draft" in text
    assert "an-editor" not in text


def test_the_same_record_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    make_disagreement(events=[make_milestone(), make_milestone()])
    export_to(folder)
    export_to(tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_what_refers_to_its_own_table_comes_after_what_it_refers_to(folder: Path) -> None:
    last = make_notice(slug="a-last", services=[], cited_in=[])
    first = make_notice(slug="z-first", services=[], cited_in=[])
    last.relates_to, last.relates_as = first, "follows"
    last.save()
    export_to(folder)
    whole = record_digest(published=False)
    forget_everything()
    bring_in(folder)
    assert record_digest(published=False) == whole


def test_hostile_text_comes_back_as_it_was(folder: Path) -> None:
    summary = "- a: 'b'\n\"c\" # d\n\t{e}: [f, ŵ] \u202e!!python/object \\ " + "=1+1"
    make_milestone(slug="a", summary=summary, services=[], cited_in=[])
    export_to(folder)
    forget_everything()
    bring_in(folder)
    assert Event.objects.get().summary == summary


class TestOut:
    def test_a_folder_with_something_in_it_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "mine.txt").write_text("mine")
        with pytest.raises(CommandError, match="empty"):
            call_command("export_record", str(tmp_path))
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_an_empty_folder_will_do(self, folder: Path) -> None:
        folder.mkdir()
        export_to(folder)
        assert (folder / "record.json").exists()

    def test_broken_off_it_leaves_nothing(self, folder: Path) -> None:
        make_milestone()
        steps = write_record(folder)
        next(steps)
        steps.close()  # type: ignore[attr-defined]
        assert list(folder.parent.iterdir()) == []

    def test_it_says_which_version_it_is(self, folder: Path) -> None:
        make_milestone()
        export_to(folder)
        manifest = json.loads((folder / "record.json").read_text())
        assert manifest["version"] == record_digest(published=True)

    def test_progress_is_shown(self, folder: Path) -> None:
        said = io.StringIO()
        call_command("export_record", str(folder), stdout=said)
        assert "1 of 43" in said.getvalue()


class TestIn:
    @pytest.fixture
    def exported(self, folder: Path) -> Path:
        make_milestone(slug="a-board", title="A board", services=[make_service(slug="adult-services")])
        export_to(folder)
        return folder

    def edit(self, folder: Path, before: str, after: str) -> None:
        [path] = folder.glob("*_timeline.event.yaml")
        path.write_text(path.read_text().replace(before, after))

    def test_into_a_record_with_rows_nothing_is_written(self, exported: Path) -> None:
        Event.objects.all().delete()
        with pytest.raises(CommandError, match="empty database"):
            bring_in(exported)
        assert not Event.objects.exists()

    def test_edited_files_are_refused_unless_they_are_said_to_be(self, exported: Path) -> None:
        self.edit(exported, "title: A board", "title: Another board")
        forget_everything()
        with pytest.raises(CommandError, match="--edited"):
            bring_in(exported)
        assert not Organisation.objects.exists()
        bring_in(exported, "--edited")
        assert Event.objects.get().title == "Another board"

    def test_broken_off_it_leaves_nothing(self, exported: Path) -> None:
        forget_everything()
        steps = load_record(exported)
        for _ in range(12):
            next(steps)
        steps.close()  # type: ignore[attr-defined]
        assert not Organisation.objects.exists()

    def test_a_row_that_breaks_a_rule_leaves_nothing(self, exported: Path) -> None:
        self.edit(exported, "order: 0", "order: 999")
        forget_everything()
        with pytest.raises(CommandError):
            bring_in(exported, "--edited")
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize(
        "manifest", ["", "[]", "{}", '{"format": 9, "files": {}}', '{"format": 1, "files": {"nope.yaml": 1}}']
    )
    def test_what_is_no_export_is_refused(self, exported: Path, manifest: str) -> None:
        (exported / "record.json").write_text(manifest)
        with pytest.raises(CommandError, match="export"):
            bring_in(exported)

    @pytest.mark.parametrize(
        "text",
        [
            "- model: auth.user\n  fields: {username: root, is_superuser: true}\n",
            "- model: timeline.event\n  pk: 1\n  fields: {slug: a}\n",
            "{not: a list}",
            "- !!python/object/apply:os.system [true]\n",
            "\tno yaml",
        ],
    )
    def test_a_file_may_hold_only_its_own_table(self, exported: Path, text: str) -> None:
        forget_everything()
        [path] = exported.glob("*_timeline.event.yaml")
        path.write_text(text)
        with pytest.raises(CommandError):
            bring_in(exported)

    @pytest.mark.parametrize("name", ["99_auth.user.yaml", "99_nope.nope.yaml", "99_nonsense.yaml"])
    def test_only_tables_of_the_record_are_read(self, exported: Path, name: str) -> None:
        manifest = json.loads((exported / "record.json").read_text())
        manifest["files"][name] = 1
        (exported / "record.json").write_text(json.dumps(manifest))
        (exported / name).write_text("[]")
        forget_everything()
        with pytest.raises(CommandError, match="table"):
            bring_in(exported)

    def test_a_file_outside_the_folder_is_not_read(self, exported: Path) -> None:
        manifest: dict[str, Any] = json.loads((exported / "record.json").read_text())
        manifest["files"] = {"../99_timeline.event.yaml": 1}
        (exported / "record.json").write_text(json.dumps(manifest))
        (exported.parent / "99_timeline.event.yaml").write_text("[]")
        with pytest.raises(CommandError, match="export"):
            bring_in(exported)


def test_findings_keep_their_services_and_their_links(folder: Path) -> None:
    later = make_finding(services=[make_service(slug="one"), make_service(slug="two")])
    later.follows_up.add(make_finding())
    whole = record_digest(published=False)
    export_to(folder)
    forget_everything()
    bring_in(folder)
    assert record_digest(published=False) == whole


def test_events_of_one_day_keep_their_order(folder: Path) -> None:
    later, earlier = make_source(slug="z-source"), make_source(slug="a-source")
    for slug in ("z-first", "a-second"):
        cite(make_milestone(slug=slug, services=[], cited_in=[later]), earlier)
    export_to(folder)
    forget_everything()
    bring_in(folder)
    events = Event.objects.in_order()
    assert [event.slug for event in events] == ["z-first", "a-second"]
    assert [c.source.slug for c in events[0].citations.all()] == ["z-source", "a-source"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("    slug: a-board\n", ""), ("    title:", "    no_such:"),
     ("published_on: null", "published_on: banana"), ("    order: 0\n", "    drafted_by: 1\n")],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_in_plain_words(folder: Path, before: str, after: str) -> None:
    make_milestone(slug="a-board", services=[], cited_in=[])
    export_to(folder)
    [path] = folder.glob("*_timeline.event.yaml")
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    forget_everything()
    with pytest.raises(CommandError, match=path.name):
        bring_in(folder)


def test_a_folder_may_be_named_from_where_one_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    call_command("export_record", ".", stdout=io.StringIO())
    assert (tmp_path / "here" / "record.json").exists()


def test_a_table_without_rows_is_an_empty_file_and_loads_as_one(folder: Path) -> None:
    make_milestone(slug="a-board")
    export_to(folder)
    [path] = folder.glob("*_timeline.disagreement.yaml")
    path.write_text("")
    forget_everything()
    bring_in(folder, "--edited")
    assert Event.objects.get().slug == "a-board"
