"""Import from a file in the admin: the file, the fate of each row, and the import as it goes."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from powys_oversight.timeline.models import Change, Source
from tests.factories import make_milestone, make_service, make_source, make_user

pytestmark = pytest.mark.django_db

IMPORT = "/admin/timeline/source/import/"
PROCESS = "/admin/timeline/source/process_import/"


def source_row(**given: str) -> dict[str, str]:
    return {
        "id": "report",
        "title": "A report",
        "publisher": "CIW",
        "published": "July 2017",
        "type": "inspectorate",
        "tier": "official",
        "language": "en",
        "read": "whole",
    } | given


def as_file(*rows: dict[str, str], encoding: str = "utf-8") -> SimpleUploadedFile:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("sources.csv", text.getvalue().encode(encoding))


def try_out(editor: Client, file: SimpleUploadedFile) -> Any:
    return editor.post(IMPORT, {"import_file": file, "format": "0", "resource": "0"})


def confirm(editor: Client, tried: Any, reason: str = "") -> str:
    data = {name: str(value) for name, value in tried.context["confirm_form"].initial.items()}
    return b"".join(editor.post(PROCESS, data | {"reason": reason})).decode()


def test_a_trial_shows_the_fate_of_every_row_and_saves_nothing(editor: Client) -> None:
    make_source(slug="there", title="There", publisher="CIW", published="2017-07", type="inspectorate")
    tried = try_out(
        editor, as_file(source_row(), source_row(id="there", title="There, renamed"))
    ).content.decode()
    assert "1 new, 1 changed, 0 as they are" in tried
    assert "renamed" in tried
    assert " style=" not in tried.split('class="fates"')[1]  # the strict policy would refuse it
    assert not Source.objects.filter(slug="report").exists()


def test_the_trial_shows_all_of_a_new_row_and_what_differs_of_a_changed_one(editor: Client) -> None:
    make_source(slug="there", title="There", publisher="CIW")
    tried = try_out(editor, as_file(source_row(), source_row(id="there", title="There, renamed")))
    new, changed = ({name for name, _cell in row.cells} for row in tried.context["fates"])
    assert {"id", "title", "publisher"} <= new
    assert "title" in changed
    assert not {"id", "publisher"} & changed


def test_the_trial_shows_what_hangs_on_a_row_too(editor: Client) -> None:
    make_source(slug="report")
    make_milestone(slug="it", status="draft", services=[make_service(slug="old")])
    make_service(slug="new")
    file = as_file({"id": "it", "services": "new", "cited_at": "report: paragraph 3"})
    html = editor.post(
        "/admin/timeline/event/import/", {"import_file": file, "format": "0", "resource": "0"}
    ).content.decode()
    assert "<del>old</del> <ins>new</ins>" in html
    assert "report: paragraph 3</ins>" in html


def test_what_is_confirmed_is_imported_as_one_change(editor: Client) -> None:
    tried = try_out(editor, as_file(source_row(), source_row(id="other", title="Other")))
    page = confirm(editor, tried)
    assert "2 of 2 rows" in page
    assert "Done: 2 new, 0 changed, 0 as they were." in page
    assert Source.objects.get(slug="report").published == "2017-07"
    assert Change.objects.get(act="import").rows.count() == 2


def test_a_line_break_within_a_cell_is_kept(editor: Client) -> None:
    confirm(editor, try_out(editor, as_file(source_row(note="One.\nTwo."))))
    assert Source.objects.get().note == "One.\nTwo."


def test_a_file_with_one_bad_row_cannot_be_confirmed(editor: Client) -> None:
    tried = try_out(
        editor, as_file(source_row(), source_row(id="other", type="poem", published="03/05/2018"))
    )
    html = tried.content.decode()
    assert "confirm_form" not in tried.context
    assert "Row 3, type: " in html
    assert "“poem” is none of: written-statement" in html
    assert "could be 3 May 2018 or 5 March 2018" in html


def test_a_mistyped_column_is_named(editor: Client) -> None:
    html = try_out(editor, as_file(source_row(tilte="A report"))).content.decode()
    assert "There is no column “tilte” here." in html


def test_a_change_to_what_readers_see_wants_a_reason(editor: Client) -> None:
    make_milestone(cited_in=[make_source(slug="report", title="Before")])
    page = confirm(editor, try_out(editor, as_file(source_row())))
    assert "Nothing is imported" in page
    assert "Say why it is changed" in page
    assert Source.objects.get().title == "Before"
    assert 'name="held"' in page  # the file is there still, and only the reason is wanted
    confirm(editor, try_out(editor, as_file(source_row())), reason="As published.")
    assert Source.objects.get().title == "A report"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param(SimpleUploadedFile("a.csv", b"\xff\xfe\x00bad"), "CSV in UTF-8", id="not UTF-8"),
        pytest.param(SimpleUploadedFile("a.csv", b"id;title\r\nx;y\r\n"), "id", id="semicolons"),
        pytest.param(SimpleUploadedFile("a.csv", b"title\r\nA report\r\n"), "id", id="no key"),
        pytest.param(SimpleUploadedFile("a.csv", b""), "empty", id="nothing"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(editor: Client, file: SimpleUploadedFile, said: str) -> None:
    file.seek(0)
    answer = try_out(editor, file)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "confirm_form" not in (answer.context or {})


def test_a_file_from_a_spreadsheet_is_read(editor: Client) -> None:
    confirm(
        editor, try_out(editor, as_file(source_row(publisher="Llywodraeth Cymru, Tŷ"), encoding="utf-8-sig"))
    )
    assert Source.objects.get().publisher == "Llywodraeth Cymru, Tŷ"


def test_a_file_too_large_to_look_through_is_refused(editor: Client, settings: Any) -> None:
    settings.IMPORT_BYTES = 100
    html = try_out(editor, as_file(source_row(note="x" * 200))).content.decode()
    assert "import it by command" in html


def test_a_file_of_too_many_rows_is_refused(editor: Client, settings: Any) -> None:
    settings.IMPORT_ROWS = 1
    tried = try_out(editor, as_file(source_row(), source_row(id="other")))
    assert "It has 2 rows; the limit is 1." in tried.content.decode()
    assert "confirm_form" not in tried.context


def test_the_limit_holds_for_what_is_confirmed_too(editor: Client, settings: Any) -> None:
    tried = try_out(editor, as_file(source_row(), source_row(id="other")))
    settings.IMPORT_ROWS = 1
    assert "the limit is 1" in confirm(editor, tried)
    assert not Source.objects.exists()


def test_what_was_confirmed_is_tried_again_as_it_may_have_been_tampered_with(editor: Client) -> None:
    answer = editor.post(
        PROCESS,
        {"held": "bm8=", "import_file_name": "x", "original_file_name": "x", "format": "0", "resource": "0"},
    )
    assert "Nothing is imported" in b"".join(answer).decode()


def test_the_empty_file_has_the_columns_and_nothing_more(editor: Client) -> None:
    text = editor.get("/admin/timeline/source/import/template.csv").content.decode()
    assert text.startswith("id,url,title,")
    assert text.count("\r\n") == 1


def test_who_may_only_look_has_no_import(client: Client) -> None:
    client.force_login(make_user())
    assert client.get(IMPORT).status_code == 403
    assert client.post(PROCESS, {}).status_code == 403
