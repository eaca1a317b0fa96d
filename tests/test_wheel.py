"""The wheel alone: installed away from the checkout, it holds all that the site needs to serve."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.test_serve import environment, fetch, free_port

ROOT = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python that has the wheel, and our dependencies but not our checkout."""
    subprocess.run(
        [*PIP, "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True, capture_output=True
    )
    [wheel] = tmp_path.glob("*.whl")
    folder = tmp_path / "venv"
    venv.create(folder)
    python = folder / "bin" / "python"
    subprocess.run([*PIP, "--python", str(python), "install", "-q", "--no-deps", str(wheel)], check=True)
    [packages] = folder.glob("lib/python3*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_the_wheel_serves_the_record_from_a_folder_of_its_own(python: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    process = subprocess.Popen(
        [str(python), "-m", "powys_oversight", "serve", "--port", str(free_port())],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        address = next(line.split()[-1] for line in process.stdout if line.startswith("Read it at"))
        status, body, _headers = fetch(address)
        assert (status, b"Warning Notice to Powys County Council" in body) == (200, True)
        assert (folder / "db.sqlite3").exists()
    finally:
        process.terminate()
        process.communicate(timeout=60)
