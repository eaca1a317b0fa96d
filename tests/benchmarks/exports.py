"""How fast the record leaves, and in how much memory, beside the database's own tool and two peers.

    python -m tests.benchmarks.exports                  200,000 events on SQLite
    python -m tests.benchmarks.exports --pg             the same on a PostgreSQL started here
    python -m tests.benchmarks.exports --events 20000 --rounds 5

Each way to make a file runs in a process of its own, one after another, round by round, so that what
the machine does meanwhile slows all alike; the medians are compared. Before any is timed, the rows of
all are read and must be the same. `limit` is `sqlite3 -csv` or `psql \\copy` of the same columns, with
services, names and places worked out by the same expressions and without the guard against formulas;
Datasette streams a table that holds the columns ready made; django-tables2 is asked once.
"""

import argparse
import csv
import hashlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SITE = "http://testserver"
WHOLE_FILES = ["/timeline.json", "/timeline.atom", "/timeline.ics", "/record.zip", "/record.xlsx"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pg", action="store_true", help="on a PostgreSQL that is started and stopped here")
    parser.add_argument("--skip-slow", action="store_true", help="without django-tables2 and the workbook")
    parser.add_argument("--method", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if asked.method:
        _one(asked.method, asked.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        _all(asked, Path(folder))


# One way to make one file, in a process of its own.


def _one(method: str, out: Path) -> None:
    import django

    django.setup()
    how, _colon, what = method.partition(":")
    _asked_of_the_site("/timeline.csv?q=nothing")  # so that what is loaded once is not counted
    before = _peak(os.getpid())
    started = time.perf_counter()
    pieces = iter(WAYS[how](what))
    first = 0.0
    with out.open("wb") as file:
        for piece in pieces:
            first = first or time.perf_counter() - started
            file.write(piece)
    seconds = time.perf_counter() - started
    told = {
        "seconds": seconds,
        "first": first,
        "grown": _peak(os.getpid()) - before,
        "peak": _peak(os.getpid()),
    }
    print(json.dumps(told))


def _asked_of_the_site(address: str) -> Iterator[bytes]:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    from powys_oversight.timeline.history import versions

    versions.current()  # worked out once after a change, and there is none here
    answer: Any = Client().get(address)
    assert answer.status_code == 200, answer  # noqa: S101 - a measure of the wrong thing is none
    return iter(answer.streaming_content) if answer.streaming else iter([answer.content])


def _of_tables2(slug: str) -> Iterable[bytes]:
    import django_tables2
    from django_tables2.export import TableExport

    from powys_oversight.opendata import schema

    table = schema.table(slug)
    [query] = table.all_rows()
    rows = schema.values_of(table.columns, query)
    named = [dict(zip(table.names, _as_told(table, row), strict=True)) for row in rows]
    fields = {name: django_tables2.Column(default="", empty_values=()) for name in table.names}
    export = TableExport("csv", type("Exported", (django_tables2.Table,), fields)(named))
    return [export.export().encode()]


def _as_told(table: Any, row: Any) -> list[Any]:
    """Values as the file has them, so that the rows can be compared."""
    from datetime import UTC, datetime

    from powys_oversight.opendata.columns import ColumnType

    told = []
    for column, value in zip(table.columns, row, strict=True):
        if column.type is ColumnType.PAGE:
            value = SITE + value
        elif isinstance(value, datetime):
            value = f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        told.append("" if value is None else value)
    return told


WAYS = {"ours": _asked_of_the_site, "tables2": _of_tables2}


# All of them, in turn.


def _all(asked: argparse.Namespace, folder: Path) -> None:
    if asked.pg:
        from tests.plugins import postgres

        os.environ["DATABASE_URL"] = postgres.start()
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'benchmark.sqlite3'}"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from powys_oversight.opendata import schema
    from powys_oversight.timeline.history import versions
    from powys_oversight.timeline.history.recorder import trial
    from tests.benchmarks.made import make

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    with trial():
        make(asked.events)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    worked_out = time.perf_counter()
    versions.current()
    print(f"made {asked.events:,} events in {worked_out - started:.0f} s; "
          f"worked out the version in {time.perf_counter() - worked_out:.1f} s")  # fmt: skip

    slugs = [table.slug for table in schema.tables()]
    methods = [(slug, how) for slug in slugs for how in ("limit", "ours")]
    with _Datasette(folder, asked.pg) as datasette:
        methods += [("timeline", "datasette")]
        times: dict[tuple[str, str], list[dict[str, float]]] = {each: [] for each in methods}
        seen: dict[str, str] = {}
        for number in range(asked.rounds + 1):  # the first is to compare rows, and to warm what can be
            for slug, how in methods:
                out = folder / "out.csv"
                told = datasette.stream(out) if how == "datasette" else _run(slug, how, out)
                if number:
                    times[slug, how].append(told)
                else:
                    _must_be_the_same(seen, slug, how, out)
        if not asked.skip_slow:
            out = folder / "out.csv"
            times["timeline", "tables2"] = [_run("timeline", "tables2", out)]
            _must_be_the_same(seen, "timeline", "tables2", out)
    _tell(times, _rows(seen))
    for address in WHOLE_FILES:
        if not (asked.skip_slow and address.endswith("xlsx")):
            told = _process(f"ours:{address}", folder / "out")
            print(f"{address:24} {told['seconds']:8.1f} s   first byte {told['first'] * 1000:8.0f} ms   "
                  f"grew by {told['grown']:6.1f} MiB")  # fmt: skip


def _run(slug: str, how: str, out: Path) -> dict[str, float]:
    if how == "limit":
        return _limit(slug, out)
    return _process(f"{how}:{slug}" if how == "tables2" else f"{how}:/{slug}.csv", out)


def _process(method: str, out: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.exports", "--method", method, "--out", str(out)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _limit(slug: str, out: Path) -> dict[str, float]:
    """The database's own tool, with the same columns."""
    from django.db import connection

    from powys_oversight.opendata import schema

    url = os.environ["DATABASE_URL"]
    started = time.perf_counter()
    with out.open("wb") as file:
        file.write(",".join(schema.table(slug).names).encode() + b"\r\n")  # neither gives one to no rows
        file.flush()
        for statement in _statements(slug):
            if connection.vendor == "postgresql":
                command = ["psql", url, "-q", "-c", f"\\copy ({statement}) to stdout csv"]
            else:
                command = ["sqlite3", "-csv", "-noheader", url.removeprefix("sqlite:///"), statement]
            subprocess.run(command, check=True, stdout=file)
    return {"seconds": time.perf_counter() - started, "first": 0, "grown": 0, "peak": 0}


def _statements(slug: str) -> list[str]:
    """The queries of a table as the database's own tool takes them, on one line each."""
    from django.db import connection

    from powys_oversight.opendata import schema
    from powys_oversight.opendata.columns import ColumnType
    from powys_oversight.opendata.formats.csv import POSTGRESQL, SQLITE

    dialect = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    forms = {
        ColumnType.PAGE: f"'{SITE}' || {{c}}",
        ColumnType.MOMENT: dialect.moment,
        ColumnType.NUMBER: dialect.number.replace("%%", "%"),
        ColumnType.YES_NO: dialect.yes_no,
    }
    table = schema.table(slug)
    named = [
        f"{forms.get(column.type, '{c}').format(c=f'c{n}')} AS {column.name}"
        for n, column in enumerate(table.columns)
    ]
    return [
        " ".join(f"SELECT {', '.join(named)} FROM ({_inlined(query, table)}) AS whole".split())  # noqa: S608
        for query in table.all_rows()
    ]


def _inlined(query: Any, table: Any) -> str:
    """The SQL of a query with its values in it, which are all our own."""
    from powys_oversight.opendata import schema

    statement, values = schema.values_of(table.columns, query).query.get_compiler(query.db).as_sql()
    quoted = tuple(
        value if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'" for value in values
    )
    return statement % quoted


class _Datasette:
    """A Datasette with the timeline's columns in a table, ready made."""

    def __init__(self, folder: Path, pg: bool) -> None:
        self.folder, self.pg = folder, pg
        self.process: Any = None

    def __enter__(self) -> "_Datasette":
        import sqlite3

        path = self.folder / "ready.sqlite3"
        source, header = self.folder / "ready.csv", None
        _limit("timeline", source)
        with sqlite3.connect(path) as made, source.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            header = next(rows)
            made.execute(f"CREATE TABLE timeline ({', '.join(f'{name} TEXT' for name in header)})")
            made.executemany(f"INSERT INTO timeline VALUES ({', '.join('?' * len(header))})", rows)  # noqa: S608
        made.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = ["datasette", "serve", str(path), "--port", str(self.port)]
        for name, value in (("max_returned_rows", 5000), ("max_csv_mb", 0), ("sql_time_limit_ms", 100_000)):
            command += ["--setting", name, str(value)]
        found = shutil.which(
            command[0], path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        )
        assert found, "datasette is in the extra: pip install -e '.[test,benchmarks]'"  # noqa: S101
        self.process = subprocess.Popen(
            [found, *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/versions.json").close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("Datasette did not start.")

    def __exit__(self, *raised: object) -> None:
        self.process.terminate()
        self.process.wait()

    def stream(self, out: Path) -> dict[str, float]:
        started = time.perf_counter()
        address = f"http://127.0.0.1:{self.port}/ready/timeline.csv?_stream=1&_size=max"
        with urllib.request.urlopen(address) as answer, out.open("wb") as file:
            shutil.copyfileobj(answer, file, 65536)
        return {
            "seconds": time.perf_counter() - started,
            "first": 0,
            "grown": 0,
            "peak": _peak(self.process.pid),
        }


def _must_be_the_same(seen: dict[str, str], slug: str, how: str, out: Path) -> None:
    """Stops unless the rows, as any reader reads them, are those that came before."""
    told, rows = hashlib.sha256(), 0
    with out.open(newline="", encoding="utf-8") as file:
        lines = csv.reader(file)
        next(lines)  # the names, which one peer writes in its own way
        for row in lines:
            told.update(json.dumps(row[1:] if how == "datasette" else row).encode())  # it adds a rowid
            rows += 1
    found = f"{rows} {told.hexdigest()}"
    if seen.setdefault(slug, found) != found:
        raise SystemExit(f"{slug}: the rows of {how} are not the same.")


def _rows(seen: dict[str, str]) -> dict[str, int]:
    return {slug: int(found.split()[0]) for slug, found in seen.items()}


def _tell(times: dict[tuple[str, str], list[dict[str, float]]], rows: dict[str, int]) -> None:
    print(f"{'file':14} {'how':10} {'rows':>9} {'seconds':>8} {'rows/s':>9} {'of limit':>9} {'first ms':>9} "
          f"{'grew MiB':>9} {'peak MiB':>9}")  # fmt: skip
    medians = {each: statistics.median(told["seconds"] for told in found) for each, found in times.items()}
    for (slug, how), found in times.items():
        seconds = medians[slug, how]
        print(
            f"{slug:14} {how:10} {rows[slug]:9,} {seconds:8.2f} {rows[slug] / seconds:9,.0f} "
            f"{medians[slug, 'limit'] / seconds:9.2f} {max(told['first'] for told in found) * 1000:9.1f} "
            f"{max(told['grown'] for told in found):9.1f} {max(told['peak'] for told in found):9.1f}"
        )
    for peer in ("datasette", "tables2"):
        if ("timeline", peer) in medians:
            ratio = medians["timeline", peer] / medians["timeline", "ours"]
            print(f"the timeline leaves {ratio:.1f} x as fast as from {peer}")


def _peak(process: int) -> float:
    """The most memory a process has held, in MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
