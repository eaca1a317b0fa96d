from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet


@contextmanager
def consistent_read() -> Iterator[None]:
    """Read inside in one snapshot, however long it takes, without blocking writers.

    Inside another transaction it has no effect of its own.
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
    """Open a transaction on PostgreSQL, which otherwise sends all rows of a query at once."""
    postgresql = connections[rows.db].vendor == "postgresql"
    with transaction.atomic(using=rows.db) if postgresql else nullcontext():
        yield
