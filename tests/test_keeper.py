from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from powys_oversight import keeper
from powys_oversight.timeline.models import Revision

HERE = "http://testserver"


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sites that files were to be made for, each time they were."""
    sites: list[str] = []
    monkeypatch.setattr(keeper, "_make", sites.append)
    return sites


@pytest.mark.django_db(transaction=True)
class TestALook:
    """A look shuts its connection to the database, so no transaction may stand around it."""

    def test_the_first_has_the_files_made(self, asked_for: list[str]) -> None:
        assert keeper.look(HERE, None) == Revision.current()
        assert asked_for == [HERE]

    def test_while_nothing_changes_nothing_is_made(self, asked_for: list[str]) -> None:
        keeper.look(HERE, keeper.look(HERE, None))
        assert len(asked_for) == 1

    def test_after_a_change_they_are_made_again(self, asked_for: list[str]) -> None:
        kept = keeper.look(HERE, None)
        Revision.raise_by_one()
        assert keeper.look(HERE, kept) == Revision.current()
        assert len(asked_for) == 2

    def test_a_change_while_they_are_made_is_seen_by_the_next(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeper, "_make", lambda site: Revision.raise_by_one())
        assert keeper.look(HERE, None) != Revision.current()

    def test_a_database_that_does_not_answer_is_asked_again_later(
        self, asked_for: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused() -> int:
            raise DatabaseError("gone")

        monkeypatch.setattr(Revision, "current", refused)
        assert keeper.look(HERE, 7) == 7
        assert asked_for == []


def test_where_no_files_are_kept_nobody_watches(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEPT_FILES = None
    monkeypatch.setattr(keeper, "Thread", None)  # so that to begin one would fail
    keeper.start(HERE)


def test_the_files_are_made_by_a_process_of_its_own(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here by a stand-in for manage.py; tests/test_serve.py has the real one."""
    (tmp_path / "manage.py").write_text(
        "import pathlib, sys; pathlib.Path(__file__).with_name('told').write_text(' '.join(sys.argv[1:]))"
    )
    settings.BASE_DIR = tmp_path
    keeper._make(HERE)
    assert (tmp_path / "told").read_text() == f"keep_files {HERE}"
