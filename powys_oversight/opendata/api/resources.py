"""The API: the tables as pages of JSON, single rows, and each service on a day.

It is read-only, needs no key, and may be called from any site. Its OpenAPI description is made from the
tables.
"""

import html
from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import Field, create_model

from powys_oversight.pages.asof.day import DayPage, build_day_page, read_day
from powys_oversight.timeline.about import LICENCE_NAME, LICENCE_URL, SITE_NAME, site_url
from powys_oversight.timeline.db import keyset
from powys_oversight.timeline.filters.query import LONGEST_QUERY, Problem, QueryReader
from powys_oversight.timeline.history.versions import version_of

from .. import schema
from ..columns import Column, ColumnType
from ..formats import json as json_format
from ..schema import DataTable, Parameter, values_of
from .problems import PROBLEM_TYPE, RefusedError, problem
from .schemas import AsOf, Place, ProblemDetails

MOST, USUAL = 500, 100  # rows of a page: the most, and the default

LONGEST_CURSOR = 500


class _DescribedAPI(NinjaAPI):
    """Describes refusals by their own content type, and gives stable operation ids."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the id that generated clients use, which does not depend on the module of the view."""
        return f"powys_oversight_timeline_api_{operation.view_func.__name__}"

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**given)
        for operations in described["paths"].values():
            for status, answer in operations["get"]["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {PROBLEM_TYPE: answer["content"].pop("application/json")}
        return described


api = _DescribedAPI(
    title=SITE_NAME,
    version="1",
    description=_(
        "How Powys County Council’s social services were overseen from 2017 to 2020, with every statement "
        "cited. Every answer names the version of the record it is from."
    ),
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": LICENCE_NAME, "url": LICENCE_URL}}},
)


PYTHON_TYPES: dict[ColumnType, Any] = {
    ColumnType.CODES: list[str],
    ColumnType.PLACES: list[Place],
    ColumnType.DAY: date,
    ColumnType.MOMENT: datetime,
    ColumnType.WHOLE: int,
    ColumnType.NUMBER: float,
    ColumnType.YES_NO: bool,
}


def _field(column: Column) -> tuple[Any, Any]:
    python = PYTHON_TYPES.get(column.type, str)
    always = column.required or column.type in (ColumnType.CODES, ColumnType.PLACES)
    return (python if always else python | None, Field(description=str(column.about)))


def _item(table: DataTable) -> Any:
    fields = {column.name: _field(column) for column in table.columns}
    return create_model(f"{table.api.title()}Row", __base__=Schema, **fields)  # type: ignore[call-overload]


def _parameters(table: DataTable) -> Any:
    parameters: dict[str, Any] = {
        f"{parameter.name}_": _parameter(parameter) for parameter in table.parameters
    }
    parameters["after"] = (
        str,
        Field(
            "",
            max_length=LONGEST_CURSOR,
            description=str(_("Where the page begins: what “next” of another page says.")),
        ),
    )
    parameters["limit"] = (
        int,
        Field(
            USUAL,
            ge=1,
            le=MOST,
            description=str(_("Rows on the page: 100, if it is not said, and at most 500.")),
        ),
    )
    return create_model(f"{table.api.title()}Query", __base__=Schema, **parameters)


def _parameter(parameter: Parameter) -> tuple[Any, Any]:
    given: dict[str, Any] = {"alias": parameter.name, "description": str(parameter.about)}
    if parameter.repeats:
        return (list[str], Field([], **given))
    return (str, Field("", max_length=LONGEST_QUERY, **given))


BY_ID = Path(description=gettext_lazy("Its id."))


def _offer(table: DataTable) -> None:
    item = _item(table)
    page = create_model(
        f"{table.api.title()}Page",
        __base__=Schema,
        version=(str, Field(description=str(_("The version of the record: a hash of what it says.")))),
        made_at=(datetime, Field(description=str(_("When that version was made.")))),
        next=(str | None, Field(description=str(_("The address of the next page, if there is one.")))),
        items=(list[item], ...),  # type: ignore[valid-type]
    )
    refusals = {400: ProblemDetails, 405: ProblemDetails}

    def rows(request: HttpRequest, response: HttpResponse, query: Any) -> Any:
        return _page(request, response, table, query)

    rows.__annotations__ |= {"query": Query[_parameters(table)]}  # type: ignore[misc]
    _named(rows, table.api, table)
    api.get(f"/{table.api}/", response={200: page} | refusals, summary=str(table.title))(rows)
    if table.single:

        def row(request: HttpRequest, name: str = BY_ID) -> Any:
            return _one(request, table, name)

        _named(row, f"{table.api}_one", table)
        answers = {200: item, 404: ProblemDetails} | refusals
        api.get(
            f"/{table.api}/{{name}}/",
            response=answers,
            summary=_("%(title)s: one by its id") % {"title": table.title},
        )(row)


def _named(view: Callable[..., Any], name: str, table: DataTable) -> None:
    view.__name__, view.__doc__ = name, f"{table.about} {table.row}"


def _page(request: HttpRequest, response: HttpResponse, table: DataTable, query: Any) -> dict[str, object]:
    asked = table.filter.from_query(request.GET)
    if asked.problems:
        raise RefusedError(asked.problems)
    [rows] = table.rows(asked)
    site = site_url(request)
    try:
        page = keyset.page(
            values_of(table.columns, rows, lists=True),
            table.order,
            [f"c{n}" for n in range(len(table.columns))],
            after=query.after,
            limit=query.limit,
            reverse=getattr(asked, "newest_first", False),
        )
    except keyset.CursorRefusedError as refused:
        raise RefusedError([Problem("after", str(refused))]) from refused
    following = _following(request, asked.query, page.next, query.limit) if page.next else None
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    version = version_of(request)
    return {
        "version": version.digest,
        "made_at": version.made_at,
        "next": following,
        "items": [json_format.as_dict(table.columns, row, site) for row in page.rows],
    }


def _following(request: HttpRequest, query: str, cursor: str, limit: int) -> str:
    parts = [query] if query else []
    parts += [f"limit={limit}"] if limit != USUAL else []
    return request.build_absolute_uri(f"{request.path}?{'&'.join([*parts, f'after={cursor}'])}")


def _one(request: HttpRequest, table: DataTable, name: str) -> dict[str, object]:
    if "\x00" in name:
        raise Http404
    [rows] = table.all_rows()
    path = table.column(table.single).value
    values = values_of(table.columns, rows.filter(**{str(path): name}), lists=True).first()
    if values is None:
        raise Http404
    return json_format.as_dict(table.columns, values, site_url(request))


@api.get("/as-of/{day}/", response={200: AsOf, 400: ProblemDetails, 404: ProblemDetails, 405: ProblemDetails})
def as_of(
    request: HttpRequest,
    day: str = Path(description=gettext_lazy("The day, as 2018-04-16.")),
    known: str = Query("now", description=gettext_lazy("“now”, or “then”: only what had been published.")),
) -> Any:
    """Where each service stood on one day, written as 2018-04-16."""
    when, _problems = read_day(day)
    reading = QueryReader(request.GET)
    known_then = reading.known_then("known")
    if when is None or when.isoformat() != day:
        raise RefusedError([Problem("day", _("Write a day as 2018-04-16, of 1700 to 2299."))])
    if reading.problems:
        raise RefusedError(reading.problems)
    page = build_day_page(when, known_then=known_then)
    if page is None:
        raise Http404
    return _as_of(request, page, known_then=known_then)


def _as_of(request: HttpRequest, page: DayPage, *, known_then: bool) -> dict[str, object]:
    version, site = version_of(request), site_url(request)
    return {
        "version": version.digest,
        "made_at": version.made_at,
        "day": page.day,
        "known": "then" if known_then else "now",
        "url": f"{site}/as-of/{page.day.isoformat()}/" + ("?known=then" if known_then else ""),
        "record_first": page.record.first,
        "record_last": page.record.last,
        "events_by_then": page.events,
        "services": [_stood(stood, site) for stood in page.services],
        "changed_before": page.before.day if page.before else None,
        "changed_after": page.after.day if page.after else None,
    }


def _stood(stood: Any, site: str) -> dict[str, Any]:
    return {
        "service": stood.service.slug,
        "name": stood.service.name,
        "url": site + stood.service.get_absolute_url(),
        "sentences": [
            {"text": _plain(said.text), "sources": [cited.source.slug for cited in said.sources]}
            for said in stood.sentences
        ],
    }


def _plain(sentence: Any) -> str:
    return html.unescape(strip_tags(sentence))


for _table in schema.tables():
    if _table.api:
        _offer(_table)


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, refusal: RefusedError) -> HttpResponse:
    return problem(400, [(found_problem.field, found_problem.message) for found_problem in refusal.problems])


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(400, [(str(fault["loc"][-1]).rstrip("_"), fault["msg"]) for fault in error.errors])


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)
