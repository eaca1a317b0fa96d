"""The record as data: each table in every format, and what its columns mean."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from powys_oversight.pages.caching import open_data, plain_text, public_page
from powys_oversight.pages.display.reference import reference_to_dataset
from powys_oversight.timeline.about import LICENCE_TERMS, site_url
from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.history.versions import version_of

from . import downloads, schema
from .formats import atom, csvw, jsonld, xlsx
from .formats import csv as csv_format
from .formats import icalendar as icalendar_format
from .formats import json as json_format
from .schema import DataTable, TableFilter

AFTER = re.compile(r"-?\d{1,18}", re.ASCII)

BOM = b"\xef\xbb\xbf"  # the mark that Excel needs to read a file as UTF-8


@public_page
def about(request: HttpRequest) -> HttpResponse:
    reference = reference_to_dataset(request.build_absolute_uri(), version_of(request))
    context = {"tables": schema.tables(), "reference": reference, "licence": LICENCE_TERMS}
    context["linked"] = jsonld.of_dataset(site_url(request), version_of(request))
    return render(request, "opendata/data.html", context)


def _filtered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the table of its address and the filter of its query; refuse a query with problems."""

    @open_data
    @wraps(view)
    def answered(request: HttpRequest, table: str = "timeline") -> HttpResponseBase:
        try:
            data_table = schema.table(table)
        except KeyError as missing:
            raise Http404 from missing
        asked = data_table.filter.from_query(request.GET)
        return refused(asked.problems[0]) if asked.problems else view(request, data_table, asked)

    return answered


@_filtered
def as_csv(request: HttpRequest, table: DataTable, asked: TableFilter) -> HttpResponseBase:
    version, here = version_of(request), site_url(request)
    content = (
        csv_format.stream(table, table.rows(asked), here)
        if asked.query
        else downloads.of_table(table).send(here, version)
    )
    if request.GET.get("bom") == "1":
        content = [BOM, *content] if isinstance(content, list) else _with_bom(content)
    name = csv_format.filename(asked.in_filename(), version, of=table.slug)
    response = _download(content, csv_format.CONTENT_TYPE, name)
    described = request.build_absolute_uri("/") + csvw.path(table, asked.query)
    response["Link"] = f'<{described}>; rel="describedby"; type="{csvw.CONTENT_TYPE}"'
    return response


@_filtered
def as_json(request: HttpRequest, table: DataTable, asked: TableFilter) -> HttpResponseBase:
    version, here = version_of(request), site_url(request)
    content = (
        json_format.stream(table, table.rows(asked), here, version)
        if asked.query
        else downloads.JSON.send(here, version)
    )
    return _download(content, json_format.CONTENT_TYPE)


@_filtered
def as_calendar(request: HttpRequest, table: DataTable, asked: TimelineFilter) -> HttpResponseBase:
    version, here = version_of(request), site_url(request)
    content = (
        icalendar_format.stream(asked, here, version)
        if asked.query
        else downloads.CALENDAR.send(here, version)
    )
    name = csv_format.filename(asked.in_filename(), version, ending="ics")
    return _download(content, icalendar_format.CONTENT_TYPE, name)


@_filtered
def as_atom(request: HttpRequest, table: DataTable, asked: TimelineFilter) -> HttpResponseBase:
    after = request.GET.get("after", "")
    if after and not AFTER.fullmatch(after):
        return refused(Problem("after", _("It is none that was given here.")))
    entries, last = atom.feed_page(asked, int(after) if after else None)
    following = QueryDict(asked.query, mutable=True)
    following["after"] = str(last)
    content = atom.feed_document(
        entries,
        asked,
        site=site_url(request),
        address=request.build_absolute_uri(),
        next_url=request.build_absolute_uri(f"?{following.urlencode()}") if last is not None else "",
        version=version_of(request),
    )
    return HttpResponse(content, content_type=atom.CONTENT_TYPE)


@_filtered
def csv_metadata(request: HttpRequest, table: DataTable, asked: TableFilter) -> HttpResponseBase:
    described = csvw.metadata(table, asked, version_of(request))
    return HttpResponse(json.dumps(described, ensure_ascii=False, indent=2), content_type=csvw.CONTENT_TYPE)


@open_data
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    return _packed(request, downloads.WORKBOOK, xlsx.CONTENT_TYPE, "xlsx")


@open_data
def as_archive(request: HttpRequest) -> HttpResponseBase:
    return _packed(request, downloads.ARCHIVE, "application/zip", "zip")


def _with_bom(content: Iterable[bytes]) -> Iterator[bytes]:
    yield BOM
    yield from content


def _packed(
    request: HttpRequest, download: downloads.Download, content_type: str, ending: str
) -> HttpResponseBase:
    version = version_of(request)
    name = csv_format.filename([], version, of="record", ending=ending)
    response = _download(download.send(site_url(request), version), content_type, name)
    response["Content-Encoding"] = "identity"
    return response


def _download(content: Iterable[bytes], content_type: str, name: str = "") -> HttpResponseBase:
    headers = {"Content-Disposition": csv_format.content_disposition(name)} if name else {}
    if isinstance(content, list):
        return HttpResponse(b"".join(content), content_type=content_type, headers=headers)
    return StreamingHttpResponse(content, content_type=content_type, headers=headers)


def refused(problem: Problem) -> HttpResponse:
    """Answer 400 with one sentence where the query cannot be read."""
    return plain_text(f"{problem.field}: {problem.message}")
