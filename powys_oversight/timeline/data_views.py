"""The record as data: every table as files that other tools understand."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase

from . import columns, exports
from .columns import Asked, DataTable
from .http import public_page
from .query_reading import Problem
from .versions import version_of


@public_page
def as_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    found = _table(table)
    asked = found.filter(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    pieces = exports.lines(found, found.rows(asked), site(request))
    return exports.as_csv(pieces, filename=_filename(request, found, asked, "csv"))


def _table(slug: str) -> DataTable:
    try:
        return columns.table(slug)
    except KeyError as missing:
        raise Http404 from missing


def _filename(request: HttpRequest, table: DataTable, asked: Asked, ending: str) -> str:
    return exports.filename(asked.in_filename(), version_of(request), of=table.slug, ending=ending)


def site(request: HttpRequest) -> str:
    """What stands before every path of this site."""
    return request.build_absolute_uri("/")[:-1]


def refused(problem: Problem) -> HttpResponse:
    """A data address answers what it cannot read with one sentence."""
    sentence = f"{problem.field}: {problem.message}\n"
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
