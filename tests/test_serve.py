"""`manage.py serve` as a stranger meets it: a real process, a real port, a real folder."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
import waitress

from powys_oversight.management.commands.serve import SERVING, THREADS
from tests.waiting import wait_for

ROOT = Path(__file__).parent.parent
PARTS = ["manage.py", "powys_oversight", "inspections", "notices", "templates", "static", "fixtures"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A fresh copy of the site, with nothing made by running it."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


@pytest.fixture
def short_record(copy: Path) -> None:
    """A record that is loaded in no time, where a test does not read it."""
    for file in copy.glob("fixtures/*.yaml"):
        if not file.name.startswith("01_"):
            file.unlink()


def environment(**given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {"PYTHONPATH": "", "PYTHONUNBUFFERED": "1"} | given


def serve(folder: Path, *args: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *args],
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serving(copy: Path) -> Iterator[Any]:
    """Starts the site and gives its address and what it said; stops it afterwards."""
    running: list[subprocess.Popen[str]] = []

    def start(**variables: str) -> tuple[str, str]:
        process = serve(copy, "--port", str(free_port()), **variables)
        running.append(process)
        said = ""
        assert process.stdout
        for line in process.stdout:
            said += line
            if "Stop with Ctrl+C" in line:
                break
        else:
            pytest.fail(process.stderr.read() if process.stderr else said)
        address = re.search(r"Read it at\s+(\S+)", said)
        assert address
        return address[1], said

    def stop() -> None:
        while running:
            process = running.pop()
            process.terminate()
            process.communicate(timeout=20)

    start.running = running  # type: ignore[attr-defined]
    start.stop = stop  # type: ignore[attr-defined]
    yield start
    stop()


def fetch(address: str) -> tuple[int, bytes, Any]:
    for _attempt in range(50):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read(), answer.headers
        except (ConnectionError, urllib.error.URLError):
            time.sleep(0.1)
    raise AssertionError(f"nothing answered at {address}")


def test_from_nothing_it_serves_the_record_and_a_second_run_changes_nothing(serving: Any, copy: Path) -> None:
    address, said = serving()
    assert re.search(r"Loaded the record: \d+ events\.", said)
    assert "createsuperuser" in said
    status, body, headers = fetch(address)
    assert status == 200
    assert b"Warning Notice to Powys County Council" in body
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    style = re.search(rb'href="(/static/css/site\.[0-9a-f]+\.css)"', body)
    assert style, "static files are hashed"
    status, _body, headers = fetch(address.rstrip("/") + style[1].decode())
    assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
    assert weighed(address, body) < 60_000
    key = (copy / ".secret-key").read_text()

    serving.stop()
    _address, said = serving()
    assert "nothing was loaded over it" in said
    assert "Collected" not in said
    assert (copy / ".secret-key").read_text() == key


def test_it_ends_as_asked_and_so_does_whatever_it_began(short_record: None, serving: Any) -> None:
    serving()
    [process] = serving.running
    process.terminate()
    _out, said = process.communicate(timeout=60)  # whatever holds its output open has ended then
    assert (process.returncode, said) == (0, "")


def weighed(address: str, body: bytes) -> int:
    """Bytes of a first visit to the page: itself and all it names, of which there are three at most."""
    named = re.findall(rb'(?:href|src)="(/static/[^"]+)"', body)
    assert len(named) <= 3
    addresses = [address, *(address.rstrip("/") + path.decode() for path in named)]
    sizes = []
    for each in addresses:
        request = urllib.request.Request(each, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert answer.headers["Content-Encoding"] == "gzip" or "icon" in each or "favicon" in each
            sizes.append(len(answer.read()))
    return sum(sizes)


def test_a_taken_port_is_one_sentence_and_exit_1(copy: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(serve(copy, "--port", str(port)), f"Port {port} is taken")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        pytest.param({"DATABASE_URL": "nonsense"}, "DATABASE_URL was not understood", id="mistyped"),
        pytest.param(
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            "The database in DATABASE_URL cannot be reached",
            id="unreachable",
        ),
        pytest.param(
            {"DATABASE_URL": "sqlite:////proc/nowhere/db.sqlite3"}, "cannot be used", id="unwritable file"
        ),
        pytest.param({"BEHIND_HTTPS": "maybe"}, "BEHIND_HTTPS must be true or false", id="mistyped switch"),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_1(copy: Path, variables: dict[str, str], sentence: str) -> None:
    refused(serve(copy, "--port", str(free_port()), **variables), sentence)


@pytest.mark.parametrize("port", ["99999", "-1", "banana"])
def test_a_port_that_is_none_is_refused_without_a_traceback(copy: Path, port: str) -> None:
    process = serve(copy, "--port", port)
    _out, said = process.communicate(timeout=60)
    assert process.returncode in (1, 2)
    assert "Traceback" not in said


def test_a_folder_that_cannot_be_written_is_one_sentence_and_exit_1(copy: Path) -> None:
    (copy / ".secret-key").mkdir()  # stands for a read-only folder, which root may write to all the same
    refused(serve(copy, "--port", str(free_port())), "The secret key could not be kept")


def test_static_files_that_cannot_be_written_are_one_sentence_and_exit_1(
    short_record: None, copy: Path
) -> None:
    (copy / "staticfiles").write_text("in the way")
    refused(serve(copy, "--port", str(free_port())), "cannot be written")


def refused(process: subprocess.Popen[str], sentence: str) -> None:
    _out, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert sentence in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


class TestReadersWhoStop:
    """Whoever stops reading, or goes away, keeps no thread: the server's own settings, on a real socket."""

    PIECES = 400
    PIECE = b"x" * 65536  # more, all told, than a socket and the server's own buffer take

    @pytest.fixture
    def served(self) -> Iterator[Any]:
        """A server of a long download. Gives its port, and how many downloads it made whole and broke off."""
        told = {"whole": 0, "broken off": 0}

        def pieces(endless: bool) -> Iterator[bytes]:
            try:
                for piece in repeat(self.PIECE) if endless else repeat(self.PIECE, self.PIECES):
                    time.sleep(0.001)  # as a database takes its time too
                    yield piece
                told["whole"] += 1
            except GeneratorExit:
                told["broken off"] += 1

        def app(environ: Any, start_response: Any) -> Any:
            start_response("200 OK", [("Content-Type", "text/plain")])
            if environ["PATH_INFO"] == "/short":
                return [b"short"]
            return pieces(environ["PATH_INFO"] == "/endless")

        server = waitress.create_server(app, listen="127.0.0.1:0", **SERVING)
        running = threading.Thread(target=server.run, daemon=True)
        running.start()
        yield server.effective_port, told
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: self.shut(server))  # by its own thread, which may wait on it
        running.join()

    def shut(self, server: Any) -> None:
        for each in list(server._map.values()):
            each.handle_close()

    def ask(self, port: int, path: str) -> socket.socket:
        asking = socket.create_connection(("127.0.0.1", port), timeout=30)
        asking.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return asking

    def test_more_of_them_than_there_are_threads_keep_nobody_waiting(self, served: Any) -> None:
        port, told = served
        stopped = [self.ask(port, "/long") for _ in range(THREADS + 2)]
        wait_for("downloads made whole", lambda: told["whole"] >= len(stopped))
        with self.ask(port, "/short") as asking:
            assert b"200 OK" in asking.recv(1000)
        for each in stopped:
            each.close()

    def test_one_who_goes_away_ends_what_was_being_made(self, served: Any) -> None:
        port, told = served
        with self.ask(port, "/endless") as asking:
            asking.recv(1000)
        wait_for("a download broken off", lambda: told["broken off"] >= 1)


@pytest.mark.parametrize(
    "variables",
    [pytest.param({}, id="as it is", marks=pytest.mark.full), pytest.param({"DEBUG": "true"}, id="debug")],
)
def test_runserver_works_in_a_fresh_clone(copy: Path, variables: dict[str, str]) -> None:
    fixtures = map(str, sorted(copy.glob("fixtures/*.yaml")))
    for command in (["migrate", "-v", "0"], ["loaddata", "-v", "0", *fixtures]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=copy, env=environment(), check=True)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", "--noreload", str(port)],
        cwd=copy,
        env=environment(**variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        status, body, _headers = fetch(f"http://127.0.0.1:{port}/")
        style = re.search(rb'href="(/static/css/site[^"]*\.css)"', body)
        assert style
        assert (status, fetch(f"http://127.0.0.1:{port}{style[1].decode()}")[0]) == (200, 200)
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_debug_is_refused_behind_https(copy: Path) -> None:
    refused(serve(copy, DEBUG="true", BEHIND_HTTPS="true"), "DEBUG shows readers the code")
