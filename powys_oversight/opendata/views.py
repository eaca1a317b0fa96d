"""The record as data: each table in every format, and what its columns mean."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from powys_oversight.pages.caching import open_data, public_page
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
from .schema import DataTable

AFTER = re.compile(r"-?\d{1,18}", re.ASCII)

BOM = b"\xef\xbb\xbf"
"""The mark that Excel needs to read a file as UTF-8."""


@public_page
def about(request: HttpRequest) -> HttpResponse:
    reference = reference_to_dataset(request.build_absolute_uri(), version_of(request))
    context = {"tables": schema.tables(), "reference": reference, "licence": LICENCE_TERMS}
    context["linked"] = jsonld.of_dataset(site_url(request), version_of(request))
    return render(request, "opendata/data.html", context)


@open_data
def as_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    data_table = _table(table)
    asked = data_table.filter.from_query(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    version, here = version_of(request), site_url(request)
    if asked.query:
        content: Any = csv_format.stream(data_table, data_table.rows(asked), here)
    else:
        content = downloads.of_table(data_table).send(here, version)
    if request.GET.get("bom") == "1":
        content = [BOM, *content] if isinstance(content, list) else _with_bom(content)
    response = _download(content, csv_format.CONTENT_TYPE)
    response["Content-Disposition"] = csv_format.content_disposition(
        csv_format.filename(asked.in_filename(), version, of=data_table.slug)
    )
    described = request.build_absolute_uri("/") + csvw.path(data_table, asked.query)
    response["Link"] = f'<{described}>; rel="describedby"; type="{csvw.CONTENT_TYPE}"'
    return response


@open_data
def as_json(request: HttpRequest) -> HttpResponseBase:
    timeline = schema.table("timeline")
    asked = timeline.filter.from_query(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    version, here = version_of(request), site_url(request)
    if asked.query:
        content: Any = json_format.stream(timeline, timeline.rows(asked), here, version)
    else:
        content = downloads.JSON.send(here, version)
    return _download(content, json_format.CONTENT_TYPE)


@open_data
def as_atom(request: HttpRequest) -> HttpResponse:
    asked = TimelineFilter.from_query(request.GET)
    after = request.GET.get("after", "")
    if asked.problems:
        return refused(asked.problems[0])
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


@open_data
def as_calendar(request: HttpRequest) -> HttpResponseBase:
    asked = TimelineFilter.from_query(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    version, here = version_of(request), site_url(request)
    content = (
        icalendar_format.stream(asked, here, version)
        if asked.query
        else downloads.CALENDAR.send(here, version)
    )
    response = _download(content, icalendar_format.CONTENT_TYPE)
    name = csv_format.filename(asked.in_filename(), version, ending="ics")
    response["Content-Disposition"] = csv_format.content_disposition(name)
    return response


@open_data
def csv_metadata(request: HttpRequest, table: str) -> HttpResponse:
    data_table = _table(table)
    asked = data_table.filter.from_query(request.GET)
    if asked.problems:
        return refused(asked.problems[0])
    described = csvw.metadata(data_table, asked, version_of(request))
    return HttpResponse(json.dumps(described, ensure_ascii=False, indent=2), content_type=csvw.CONTENT_TYPE)


@open_data
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    version = version_of(request)
    response = _packed(downloads.WORKBOOK.send(site_url(request), version), xlsx.CONTENT_TYPE)
    name = csv_format.filename([], version, of="record", ending="xlsx")
    response["Content-Disposition"] = csv_format.content_disposition(name)
    return response


@open_data
def as_archive(request: HttpRequest) -> HttpResponseBase:
    version = version_of(request)
    response = _packed(downloads.ARCHIVE.send(site_url(request), version), "application/zip")
    name = csv_format.filename([], version, of="record", ending="zip")
    response["Content-Disposition"] = csv_format.content_disposition(name)
    return response


def _table(slug: str) -> DataTable:
    try:
        return schema.table(slug)
    except KeyError as missing:
        raise Http404 from missing


def _download(content: Any, content_type: str) -> HttpResponseBase:
    if isinstance(content, list):
        return HttpResponse(b"".join(content), content_type=content_type)
    return StreamingHttpResponse(content, content_type=content_type)


def _packed(content: Any, content_type: str) -> HttpResponseBase:
    response = _download(content, content_type)
    response["Content-Encoding"] = "identity"
    return response


def _with_bom(content: Any) -> Iterator[bytes]:
    yield BOM
    yield from content


def refused(problem: Problem) -> HttpResponse:
    """Answer 400 with one sentence where the query cannot be read."""
    sentence = f"{problem.field}: {problem.message}\n"
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")
