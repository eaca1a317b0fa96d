import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from powys_oversight import environment

ROOT = Path(__file__).parent.parent


def manage(*args: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *args], cwd=ROOT, env=kept | variables, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("TRUE", True), ("false", False), ("", False), (" ", False)]
)
def test_a_switch_is_true_or_false(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert environment.boolean("SWITCH", default=False) is expected


@pytest.mark.parametrize("value", ["1", "yes", "on", "ture"])
def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SWITCH", value)
    with pytest.raises(ImproperlyConfigured, match="must be true or false"):
        environment.boolean("SWITCH", default=False)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgress://u@h/d",
        "mysql://u@h/d",
        "oracle://u@h/d",
        "postgres://u@h:notaport/d",
        "://",
        "http://x",
    ],
)
def test_a_mistyped_database_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(tmp_path)


def test_a_refusal_does_not_repeat_the_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgress://me:hunter2@h/d")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(tmp_path)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("url", ["", None])
def test_sqlite_is_used_where_no_database_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str | None, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("DATABASE_URL", url)
    config = environment.database(tmp_path)
    assert config["NAME"] == str(tmp_path / "db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_socket_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://postgres@%2Frun%2Fpg/postgres")
    assert environment.database(tmp_path)["HOST"] == "/run/pg"


def test_a_secret_key_is_made_once_and_kept_to_its_owner(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    kept = tmp_path / ".secret-key"
    first = environment.secret_key(kept)
    assert len(first) >= 50
    assert environment.secret_key(kept) == first
    assert kept.stat().st_mode & 0o077 == 0


def test_a_secret_key_that_cannot_be_kept_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="could not be kept"):
        environment.secret_key(tmp_path / "nowhere" / ".secret-key")


def test_a_mistake_is_one_sentence_and_exit_1() -> None:
    run = manage("check", DATABASE_URL="nonsense", SECRET_KEY="k" * 50)
    assert run.returncode == 1
    assert run.stderr.startswith("DATABASE_URL was not understood.")
    assert "Traceback" not in run.stderr


def test_production_settings_pass_every_deployment_check() -> None:
    run = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY="0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        ALLOWED_HOSTS="oversight.example.org",
        BEHIND_HTTPS="true",
    )
    assert run.returncode == 0, run.stderr


def test_no_migration_is_missing() -> None:
    run = manage("makemigrations", "--check", "--dry-run", SECRET_KEY="k" * 50)
    assert run.returncode == 0, run.stdout


TOGETHER = """
import os, threading
import django
django.setup()
from django.db import connection, transaction
from powys_oversight.timeline.models import Revision

def write():
    for _ in range(20):
        with transaction.atomic():
            Revision.current()
            Revision.raise_by_one()
    connection.close()

writers = [threading.Thread(target=write) for _ in range(8)]
[writer.start() for writer in writers]
[writer.join() for writer in writers]
print(Revision.current())
"""


def test_eight_who_read_then_write_at_once_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path / 'together.sqlite3'}", "SECRET_KEY": "k" * 50}
    assert manage("migrate", "-v", "0", **variables).returncode == 0
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    settings = {"DJANGO_SETTINGS_MODULE": "powys_oversight.settings"}
    run = subprocess.run(
        [sys.executable, "-c", TOGETHER],
        cwd=ROOT,
        env=kept | variables | settings,
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "160", run.stderr
