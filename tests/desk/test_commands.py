import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from powys_oversight.timeline.models import Event, Source
from powys_oversight.timeline.publishing.workflow import SCHEDULE, take
from tests.factories import make_milestone, make_source, make_user

pytestmark = pytest.mark.django_db

HEADER = "id,title,publisher,published,type,tier,language,read\r\n"


def run(tmp_path: Path, text: str, *more: str) -> str:
    file = tmp_path / "sources.csv"
    file.write_text(HEADER + text, encoding="utf-8", newline="")
    said = io.StringIO()
    call_command("import_csv", "source", file, *more, stdout=said)
    return said.getvalue()


ROW = "report,A report,CIW,2017-07,inspectorate,official,en,whole\r\n"


def by() -> tuple[str, str]:
    return "--by", make_user("Editor").username


class TestImport:
    def test_it_says_what_it_would_do_and_does_nothing(self, tmp_path: Path) -> None:
        assert "1 new, 0 to change, 0 as they are." in run(tmp_path, ROW, *by())
        assert not Source.objects.exists()

    def test_it_imports_once_it_is_told_to(self, tmp_path: Path) -> None:
        assert "1 of 1 rows" in run(tmp_path, ROW, *by(), "--save")
        assert Source.objects.get().title == "A report"

    def test_it_refuses_a_bad_row_in_the_words_of_the_admin(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Row 2, type: .*“poem” is none of"):
            run(tmp_path, ROW.replace("inspectorate", "poem"), *by(), "--save")
        assert not Source.objects.exists()

    def test_it_asks_why_as_the_admin_does(self, tmp_path: Path) -> None:
        make_milestone(cited_in=[make_source(slug="report", title="Before")])
        with pytest.raises(CommandError, match="Say why"):
            run(tmp_path, ROW, *by(), "--save")
        assert Source.objects.get().title == "Before"
        run(tmp_path, ROW, *by(), "--save", "--reason", "As published.")
        assert Source.objects.get().title == "A report"

    def test_it_is_for_those_who_may_add(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="may not import"):
            run(tmp_path, ROW, "--by", make_user().username)

    def test_it_knows_who_it_is_for(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="no user"):
            run(tmp_path, ROW, "--by", "nobody-here")

    def test_a_file_that_is_not_there_is_said_to_be_missing(self) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_csv", "source", Path("/no/such/file.csv"), *by())


class TestPublishDue:
    def test_it_publishes_what_its_hour_has_come_for_and_says_so(self) -> None:
        event = make_milestone(status="draft", title="Due")
        take(SCHEDULE, [event], by=make_user("Publisher"), at=timezone.now() + timedelta(hours=1))
        Event.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
        said = io.StringIO()
        call_command("publish_due", stdout=said)
        assert said.getvalue() == "Published: Due\n"
        assert Event.objects.published().exists()

    def test_it_names_what_it_could_not(self) -> None:
        make_milestone(status="ready", title="Bare", cited_in=[], publish_at=timezone.now())
        said = io.StringIO()
        call_command("publish_due", stderr=said)
        assert "Not published: Bare" in said.getvalue()
