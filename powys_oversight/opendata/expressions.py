from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, QuerySet, Subquery, TextField, Value
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from django.urls import reverse


class UrlPath(Expression):
    """The path of a page of this site for a row: `UrlPath("event", F("slug"))`."""

    output_field = TextField()

    def __init__(self, view: str, argument: Combinable | None = None, *after: object) -> None:
        super().__init__()
        self.view, self.argument, self.after = view, argument, after

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        if self.argument is None:
            parts: list[Any] = [Value(reverse(self.view))]
        else:
            before, end = reverse(self.view, args=["x-x"]).split("x-x")
            parts = [Value(before), self.argument, Value(end)]
        return Concat(*parts, *self.after).resolve_expression(*args, **kwargs)


class Concat(Func):  # noqa: N801 - it reads as what it does, as `F` does
    """Concatenates text and numbers. Null where any of them is."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()

    def __init__(self, *parts: Any, **extra: Any) -> None:
        super().__init__(*(Value(part) if isinstance(part, str) else part for part in parts), **extra)


def constant(text: str) -> Cast:
    """Return a text that is the same in every row, typed for PostgreSQL."""
    return Cast(Value(text), TextField())


class TwoDecimals(Func):
    """A number as text with two decimals."""

    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="printf('%%%%.2f', %(expressions)s)", **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **context)


class ListAgg(Subquery):
    """Several related values of a row as one text, in the query's order.

    `as_list` gives a JSON list instead, so that separators inside values are harmless.
    """

    output_field = TextField()

    def __init__(self, rows: QuerySet, value: Any, between: str = " ") -> None:
        self.between = between.replace("'", "''").replace("%", "%%")
        self.in_json = False
        super().__init__(rows.annotate(listed=value).values("listed"))

    def as_list(self) -> "ListAgg":
        twin = self.copy()
        twin.in_json = True
        return twin

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Any:
        gathered = "json_group_array(listed)" if self.in_json else f"group_concat(listed, '{self.between}')"
        template = f"(SELECT {gathered} FROM (%(subquery)s))"  # noqa: S608 - ours
        return self.as_sql(compiler, connection, template=template, **context)  # type: ignore[call-arg]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: object) -> Any:
        gathered = "json_agg(listed)::text" if self.in_json else f"string_agg(listed, '{self.between}')"
        template = f"(SELECT {gathered} FROM (%(subquery)s) AS each)"  # noqa: S608 - ours
        return self.as_sql(compiler, connection, template=template, **context)  # type: ignore[call-arg]


def citation_list(citations: QuerySet) -> ListAgg:
    place = Concat(F("source__slug"), ": ", F("locator"))
    return ListAgg(citations.order_by("pk"), place, "; ")
