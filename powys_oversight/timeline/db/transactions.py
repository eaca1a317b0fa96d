from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet


@contextmanager
def consistent_read() -> Iterator[None]:
    """Everything that is read inside is as it was at one moment, however long it takes.

    It reads alone, and keeps nobody from writing. Inside another transaction it is as that one is.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    within = connection.in_atomic_block or getattr(connection.connection, "in_transaction", False)
    if within:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the one lock to write with
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


@contextmanager
def stream_in_transaction(rows: QuerySet) -> Iterator[None]:
    """Where a long query is read a few rows at a time: PostgreSQL sends them all but in a transaction."""
    postgresql = connections[rows.db].vendor == "postgresql"
    with transaction.atomic(using=rows.db) if postgresql else nullcontext():
        yield
