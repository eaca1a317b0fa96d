from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import pytest
from django.db import InterfaceError

from powys_oversight import keeper
from powys_oversight.keeper import Keeper, keeping
from powys_oversight.timeline.models import Revision
from tests.waiting import wait_for

HERE = "http://testserver"

WRITES = "import pathlib, sys; pathlib.Path(__file__).with_name('told').write_text(' '.join(sys.argv[1:]))"
FAILS = "raise SystemExit(3)"
LASTS = f"{WRITES}; import time; time.sleep(3600)"


class Counting(Keeper):
    """Makes nothing, and counts how often it was to."""

    def __init__(self) -> None:
        super().__init__(HERE)
        self.made = 0

    def make(self) -> None:
        self.made += 1


@pytest.mark.django_db(transaction=True)
class TestALook:
    """A look shuts its connection to the database, so no transaction may stand around it."""

    def test_the_first_has_the_files_made(self) -> None:
        keeper = Counting()
        assert keeper.look(None) == Revision.current()
        assert keeper.made == 1

    def test_while_nothing_changes_nothing_is_made(self) -> None:
        keeper = Counting()
        keeper.look(keeper.look(None))
        assert keeper.made == 1

    def test_after_a_change_they_are_made_again(self) -> None:
        keeper = Counting()
        kept = keeper.look(None)
        Revision.raise_by_one()
        assert keeper.look(kept) == Revision.current()
        assert keeper.made == 2

    def test_a_change_while_they_are_made_is_seen_by_the_next(self, monkeypatch: pytest.MonkeyPatch) -> None:
        keeper = Counting()
        monkeypatch.setattr(keeper, "make", Revision.raise_by_one)
        assert keeper.look(None) != Revision.current()


class TestMaking:
    """By a stand-in for manage.py; tests/test_serve.py has the real one."""

    @pytest.fixture
    def program(self, settings: Any, tmp_path: Path) -> Path:
        settings.BASE_DIR = tmp_path
        return tmp_path / "manage.py"

    def test_it_is_done_by_a_process_of_its_own(self, program: Path) -> None:
        program.write_text(WRITES)
        Keeper(HERE).make()
        assert program.with_name("told").read_text() == f"keep_files {HERE}"

    def test_a_process_that_fails_is_not_taken_for_one_that_made_them(self, program: Path) -> None:
        program.write_text(FAILS)
        with pytest.raises(CalledProcessError):
            Keeper(HERE).make()

    def test_a_keeper_that_stops_breaks_it_off(self, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program.write_text(LASTS)
        monkeypatch.setattr(Keeper, "look", lambda keeper, kept: keeper.make() or 1)
        stopping = Keeper(HERE)
        stopping.start()
        wait_for("what it told", lambda: program.with_name("told").exists())
        stopping.stop()
        assert not stopping.is_alive()
        assert stopping._making
        assert stopping._making.returncode is not None

    def test_one_that_stopped_before_begins_none(self, program: Path) -> None:
        program.write_text(LASTS)
        stopped = Keeper(HERE)
        stopped._stopped.set()
        stopped.make()
        assert stopped._making
        assert stopped._making.returncode is not None


@pytest.mark.parametrize("trouble", [InterfaceError("gone"), OSError("no room"), CalledProcessError(1, "it")])
def test_after_trouble_it_says_so_and_tries_again_later(
    trouble: Exception,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.KEPT_FILES = tmp_path
    looks = []

    def look(keeper: Keeper, kept: int | None) -> int:
        looks.append(kept)
        if len(looks) == 2:
            raise trouble
        return 7

    monkeypatch.setattr(Keeper, "look", look)
    monkeypatch.setattr(keeper, "BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(keeper, "AFTER_TROUBLE", 0.01)
    with keeping(HERE):
        wait_for("a third look", lambda: len(looks) > 2)
    assert looks[:3] == [None, 7, 7], "what was kept before is still known"
    assert caplog.messages == [f"Files were not made ahead of readers: {trouble}"]


def test_where_no_files_are_kept_nobody_looks(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEPT_FILES = None
    monkeypatch.setattr(keeper, "Keeper", None)  # so that to make one would fail
    with keeping(HERE):
        pass
