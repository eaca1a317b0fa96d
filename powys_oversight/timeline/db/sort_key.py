"""The order of the timeline as one stored integer. Migrations name this module, so it does not move."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler


class SortKey(Func):
    """The timeline's order as one integer, so that order, paging and search need one index.

    From the top: days of the earliest day since 2000-01-01 (the latest day where the start is open), 12 bits
    of how many days the date may span, so that the more exact comes first, 8 bits of order within the day, 26
    bits of id. It is exact for years 1700 to 2299, spans up to 4,094 days, and 67 million events.
    """

    output_field = models.BigIntegerField()
    arity = 4

    DAY, SPAN, ORDER = 2**46, 2**34, 2**26
    LONGEST = 4095

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Any:
        day = "cast(julianday(coalesce({0}, {1})) - julianday('2000-01-01') as integer)"
        span = "cast(julianday({1}) - julianday({0}) as integer)"
        span = f"min(coalesce({span}, {self.LONGEST}), {self.LONGEST})"
        return self._sql(compiler, day, span, order="{2}")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Any:
        day = "(coalesce({0}, {1}) - date '2000-01-01')::bigint"
        span = "({1} - {0})"
        span = f"least(coalesce({span}, {self.LONGEST}), {self.LONGEST})::bigint"
        return self._sql(compiler, day, span, order="{2}::bigint")

    def _sql(self, compiler: SQLCompiler, day: str, span: str, order: str) -> Any:
        columns = [compiler.compile(source)[0] for source in self.get_source_expressions()]
        template = f"({day} * {self.DAY} + {span} * {self.SPAN} + {order} * {self.ORDER} + {{3}})"
        return template.format(*columns), ()

    @classmethod
    def at(cls, day: date) -> int:
        return (day - date(2000, 1, 1)).days * cls.DAY

    @classmethod
    def day_of(cls, key: int, *, ending: bool = False) -> date:
        """Return a key's day; with `ending`, the next day for the last key of its day."""
        day = date(2000, 1, 1) + timedelta(days=key // cls.DAY)
        following = day + timedelta(days=1)
        return following if ending and key == cls.at(following) - 1 else day
