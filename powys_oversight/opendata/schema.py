"""The definition of a table of the record, from which every format is made.

File headers, data dictionary, CSVW metadata, workbook sheets, API answers and their description all come from
a `DataTable`. Each column is a database expression, so that the database itself writes the lines of a CSV.
An app registers its tables in `extensions/opendata.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.urls import reverse

from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.kinds import Words

from .columns import Column
from .expressions import ListAgg


class TableFilter(Protocol):
    """A filter of a table; without parameters, all of it. Unusable parameters are in `problems`."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    @property
    def query(self) -> str:
        """Return the query in canonical form."""

    def in_filename(self) -> list[str]: ...


@dataclass(frozen=True)
class NoFilter:
    problems: tuple[Problem, ...] = ()
    query: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        return cls()

    def in_filename(self) -> list[str]:
        return []


@dataclass(frozen=True)
class Parameter:
    """A parameter of a table's query, for the description of the API."""

    name: str
    about: Words
    repeats: bool = False


@dataclass(frozen=True)
class DataTable:
    """A table of the record as readers take it away.

    `rows` gives the queries of its rows, one after another, in page order. `key` names the columns that
    identify a row. `order` holds the expressions that rows are sorted by, never null and unique together: the
    API pages by them.
    """

    slug: str
    title: Words
    about: Words
    row: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Any], Sequence[QuerySet]]
    page: str  # the URL name of its page
    filter: type[TableFilter] = NoFilter
    parameters: tuple[Parameter, ...] = ()
    order: tuple[Any, ...] = ()
    api: str = ""  # what the API calls its rows; blank if the API leaves it out
    single: str = ""  # the column that the API finds one row by; blank for none

    @property
    def page_url(self) -> str:
        return reverse(self.page)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def all_rows(self) -> Sequence[QuerySet]:
        return self.rows(self.filter())

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


_tables: dict[str, DataTable] = {}


def register(*tables: DataTable) -> None:
    for table in tables:
        _tables[table.slug] = table


def tables() -> list[DataTable]:
    return list(_tables.values())


def table(slug: str) -> DataTable:
    """Return the table of that name. Raises KeyError for none."""
    return _tables[slug]


def values_of(columns: Sequence[Column], rows: QuerySet, *, lists: bool = False) -> QuerySet:
    """Return the query's values of the columns as tuples; with `lists`, lists as JSON."""
    named = {f"c{n}": _expression(column, lists=lists) for n, column in enumerate(columns)}
    return rows.select_related(None).prefetch_related(None).annotate(**named).values_list(*named)


def _expression(column: Column, *, lists: bool) -> Combinable:
    value = column.expression
    return value.as_list() if lists and isinstance(value, ListAgg) else value
