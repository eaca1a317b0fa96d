"""What a table of the record consists of: one definition, from which every way to take it away is made.

The headers of the files, the data dictionary, the CSVW metadata, the sheets of the workbook, the
answers of the API and their description all come from a `DataTable`. Each column is an expression
of the database, so that a file can be written there, row by row, without passing through Python.
An app states its tables in a `data_tables.py` of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.kinds import Words

from .expressions import ListAgg


class ColumnType(StrEnum):
    """What stands in a column, as far as it matters to whoever reads the file."""

    TEXT = "text"
    """What people typed: the only cells a spreadsheet might run, and so the only guarded ones."""
    CODE = "code"
    """The address of a row, or one of a few known words."""
    CODES = "codes"
    """Several of those, with spaces between."""
    PLACES = "places"
    """Sources with the places in them: "bbc-2018-04-16: paragraph 3; senedd: page 2"."""
    EDTF = "edtf"
    DAY = "day"
    MOMENT = "moment"
    """A day and time, in UTC."""
    WHOLE = "whole"
    NUMBER = "number"
    """With two decimals."""
    YES_NO = "yes-no"
    PAGE = "page"
    """An address of this site; the expression gives it from the first stroke on."""
    LINK = "link"
    """An address elsewhere."""


TYPE_LABELS: dict[ColumnType, Words] = {
    ColumnType.TEXT: _("text"),
    ColumnType.CODE: _("a word or an id"),
    ColumnType.CODES: _("ids, with spaces between"),
    ColumnType.PLACES: _("sources with places, with semicolons between"),
    ColumnType.EDTF: _("a date as exactly as it is known (EDTF)"),
    ColumnType.DAY: _("a day (ISO 8601)"),
    ColumnType.MOMENT: _("a day and time in UTC (ISO 8601)"),
    ColumnType.WHOLE: _("a whole number"),
    ColumnType.NUMBER: _("a number with two decimals"),
    ColumnType.YES_NO: _("true or false"),
    ColumnType.PAGE: _("an address of this site"),
    ColumnType.LINK: _("an address elsewhere"),
}


@dataclass(frozen=True)
class Column:
    """One column. `value` is the name of a field, or an expression; `about` is for the data dictionary.

    `refers_to` names the table and column that its values are found in: "sources.id". `choices` gives
    the only values it can have, with the words for each; blank is always another where it is not
    `required`.
    """

    name: str
    value: Any
    about: Words
    type: ColumnType = ColumnType.TEXT
    refers_to: str = ""
    choices: Callable[[], Sequence[tuple[str, Any]]] | None = None
    required: bool = False

    @property
    def expression(self) -> Combinable:
        return F(self.value) if isinstance(self.value, str) else self.value

    @property
    def type_in_words(self) -> Words:
        return TYPE_LABELS[self.type]


class TableFilter(Protocol):
    """What a query asks of a table; made of nothing, all of it. What was not usable is in `problems`."""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    @property
    def query(self) -> str:
        """The query again, in one canonical form."""

    def in_filename(self) -> list[str]: ...


@dataclass(frozen=True)
class NoFilter:
    """What is asked of a table that has no filter: all of it, whatever the query says."""

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

    `rows` gives the queries that hold its rows, one after another, in the order of its page. `key`
    names the columns that tell one row from every other. `order` holds the expressions the rows are
    sorted by, none of them ever null and all of them together unique: pages of the API move by them.
    """

    slug: str
    title: Words
    about: Words
    row: Words
    """What one row is."""
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Any], Sequence[QuerySet]]
    page: str
    """The name of the address of its page."""
    filter: type[TableFilter] = NoFilter
    parameters: tuple[Parameter, ...] = ()
    order: tuple[Any, ...] = ()
    api: str = ""
    """What the API calls its rows; blank where it does not give them."""
    single: str = ""
    """The column that one row of the API is asked for by; blank where rows are not asked for one by one."""

    @property
    def page_url(self) -> str:
        return reverse(self.page)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def all_rows(self) -> Sequence[QuerySet]:
        """The queries that hold all of its rows."""
        return self.rows(self.filter())

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


_tables: dict[str, DataTable] = {}


def register(*tables: DataTable) -> None:
    """Say that there are these tables. Each app does, in its `data_tables.py`."""
    for table in tables:
        _tables[table.slug] = table


def tables() -> list[DataTable]:
    """Every table there is, in the order the apps are installed."""
    return list(_tables.values())


def table(slug: str) -> DataTable:
    """Raises KeyError for a table there is none of."""
    return _tables[slug]


def values_of(wanted: Sequence[Column], rows: QuerySet, *, lists: bool = False) -> QuerySet:
    """The query for the values of the columns alone, as tuples; with `lists`, lists of them as JSON."""
    named = {f"c{n}": _expression(column, lists=lists) for n, column in enumerate(wanted)}
    return rows.select_related(None).prefetch_related(None).annotate(**named).values_list(*named)


def _expression(column: Column, *, lists: bool) -> Combinable:
    value = column.expression
    return value.as_list() if lists and isinstance(value, ListAgg) else value
