"""Tables as CSV (RFC 4180): made in the database and streamed.

The database puts each row into one text, quoted and guarded, and Python passes the texts on. That is some ten
times as fast as making rows in Python, and holds only a few at a time. The admin's download and the public
addresses both use it, and `editing.imports` reads it back.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from powys_oversight.timeline.db.transactions import consistent_read
from powys_oversight.timeline.models import Version

from ..columns import Column, ColumnType
from ..schema import DataTable, values_of

ROWS_AT_ONCE = 500  # rows fetched from SQLite at a time

BYTES_AT_ONCE = 64 * 1024

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")

GUARDED_ALREADY = re.compile(r"'+[=+\-@\t\r]")
"""Text that begins with a guard gets another, so that removing one restores it."""


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) or GUARDED_ALREADY.match(text) else text


def unguard(cell: str) -> str:
    return cell[1:] if GUARDED_ALREADY.match(cell) else cell


@dataclass(frozen=True)
class Dialect:
    """How one database writes a line. `{c}` is a value, which may be null and is then written as nothing."""

    signs: str
    before_a: str  # SQL: whether a text sorts before any letter
    escaped: str  # SQL: text with its quotes doubled, unless `%w` in the line doubles them, as in SQLite
    moment: str
    number: str
    yes_no: str
    form: str  # SQL that fills the placeholders of a line, `%s` and in SQLite `%w`, with its values
    statement: str  # SQL of the query. OFFSET keeps each row as a unit, so that no value is computed twice.


SQLITE = Dialect(
    signs="'=', '+', '-', '@', char(9), char(13)",
    before_a="{c} < 'A'",
    escaped="{c}",
    moment="replace(substr({c}, 1, 19), ' ', 'T') || 'Z'",
    number="CASE WHEN {c} IS NOT NULL THEN printf('%%.2f', {c}) END",
    yes_no="CASE {c} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END",
    form="printf('{line}' || char(13, 10), {values})",
    statement="SELECT CAST({line} AS BLOB) FROM ({rows} LIMIT -1 OFFSET 0) AS whole",
)

POSTGRESQL = Dialect(
    signs="'=', '+', '-', '@', chr(9), chr(13)",
    before_a="{c} < 'A' COLLATE \"C\"",
    escaped="""replace({c}, '"', '""')""",
    moment="""to_char({c} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""",
    number="{c}",
    yes_no="CASE {c} WHEN true THEN 'true' WHEN false THEN 'false' END",
    form="format('{line}' || chr(13) || chr(10), {values})",
    statement="COPY (SELECT convert_to({line}, 'UTF8') FROM ({rows} OFFSET 0) AS whole) "
    "TO STDOUT (FORMAT binary)",
)

GUARD = """CASE WHEN {before_a} AND substr({c}, 1, 1) IN ('''', {signs})
    AND substr(ltrim({c}, ''''), 1, 1) IN ({signs}) THEN '''' ELSE '' END"""
"""`guard` in SQL. Every sign sorts before A, so most texts need one comparison."""


def stream(table: DataTable, queries: Iterable[QuerySet], site: str) -> Iterator[bytes]:
    """Return the file in pieces, its header first. `site` makes each address absolute."""
    yield header(table)
    queries = list(queries)
    with consistent_read() if len(queries) > 1 else nullcontext():
        for rows in queries:
            yield from _made_in_the_database(table.columns, rows, site)


def header(table: DataTable) -> bytes:
    return (",".join(table.names) + "\r\n").encode()


def _made_in_the_database(columns: Sequence[Column], rows: QuerySet, site: str) -> Iterator[bytes]:
    connection = connections[rows.db]
    postgresql = connection.vendor == "postgresql"
    dialect = POSTGRESQL if postgresql else SQLITE
    inner, values = values_of(columns, rows).query.get_compiler(rows.db).as_sql()
    statement = dialect.statement.format(line=_line(columns, dialect), rows=inner)
    pages = [site for column in columns if column.type is ColumnType.PAGE]
    return (_copied if postgresql else _fetched)(connection, statement, (*pages, *values))


def _line(columns: Sequence[Column], dialect: Dialect) -> str:
    cells = [_cell(column, f"c{n}", dialect) for n, column in enumerate(columns)]
    forms = ",".join(form for form, _values in cells)
    return dialect.form.format(line=forms, values=", ".join(values for _form, values in cells))


def _cell(column: Column, name: str, dialect: Dialect) -> tuple[str, str]:
    def value(written: str) -> str:
        made = written.format(c=name)
        return made if column.required else f"coalesce({made}, '')"

    quoted = "%%w" if dialect is SQLITE else "%%s"
    match column.type:
        case ColumnType.TEXT:
            guard = GUARD.format(c=name, signs=dialect.signs, before_a=dialect.before_a.format(c=name))
            return f'"%%s{quoted}"', f"{guard}, {value(dialect.escaped)}"
        case ColumnType.PAGE:
            return f'"%%s{quoted}"', f"%s, {value(dialect.escaped)}"
        case ColumnType.DAY | ColumnType.WHOLE:
            return "%%s", name if dialect is POSTGRESQL else value("{c}")
        case ColumnType.MOMENT:
            return "%%s", value(dialect.moment)
        case ColumnType.NUMBER:
            return "%%s", name if dialect is POSTGRESQL else value(dialect.number)
        case ColumnType.YES_NO:
            return "%%s", value(dialect.yes_no)
    return f'"{quoted}"', value(dialect.escaped)


def _fetched(connection: BaseDatabaseWrapper, statement: str, values: tuple[Any, ...]) -> Iterator[bytes]:
    """Fetch without a transaction, which would hold the only write lock while the file is made."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while some := cursor.fetchmany(ROWS_AT_ONCE):
            yield b"".join([line for (line,) in some])


def _copied(connection: BaseDatabaseWrapper, statement: str, values: tuple[Any, ...]) -> Iterator[bytes]:
    """Fetch in a transaction, which ends with the file or when the reader leaves."""
    with (
        transaction.atomic(using=connection.alias),
        _unhurried(connection.cursor()) as cursor,
        cursor.copy(cursor.mogrify(statement, values)) as copy,
    ):
        copy.set_types(["bytea"])
        yield from _in_pieces(line for (line,) in copy.rows())


@contextmanager
def _unhurried(opened: Any) -> Iterator[Any]:
    """Return a cursor that starts at once: without JIT compilation and parallel workers."""
    with opened as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0")
        yield cursor


def _in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= BYTES_AT_ONCE:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


# As an answer.


CONTENT_TYPE = "text/csv; charset=utf-8; header=present"


def csv_response(pieces: Iterable[bytes], *, filename: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition(filename)
    return response


def content_disposition(filename: str) -> str:
    return f'attachment; filename="{filename}"'


def filename(parts: list[str], version: Version, *, of: str = "timeline", ending: str = "csv") -> str:
    """Return a name with content, day and version: powys-oversight-timeline-2026-11-22-d18ab9756c56.csv."""
    dated = timezone.localdate(version.made_at).isoformat()
    return "-".join([f"powys-oversight-{of}", *parts, dated, str(version)]) + f".{ending}"
