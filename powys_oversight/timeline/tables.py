"""The timeline as a sortable table."""

import re
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import Min, QuerySet
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import date_wording
from .filters import Problem
from .models import Event
from .querysets import EventQuerySet

ROWS, MOST_ROWS = 50, 100
"""On one page, unless `per_page` asks for another number; and whatever it asks for."""


class ForgivingPaginator(Paginator):
    """Gives the last page where one past it is asked for."""

    def page(self, number: Any) -> Page:
        return super().page(min(number, self.num_pages))


class TimelineTable(tables.Table):
    """Date, kind, title, services and issuer of each event. Takes events with `with_related`."""

    occurred = tables.Column(gettext_lazy("Date"), order_by=("sort_key",))
    kind = tables.Column(gettext_lazy("Kind"), order_by=("kind", "sort_key"))
    title = tables.Column(gettext_lazy("Title"), order_by=("title", "sort_key"), linkify=True)
    service = tables.Column(gettext_lazy("Services"), empty_values=(), order_by=("first_service", "sort_key"))
    issuer = tables.Column(
        gettext_lazy("Issued or done by"), empty_values=(), order_by=("issued_by__name", "sort_key")
    )

    class Meta:
        caption = gettext_lazy("Events in the oversight of Powys social services")

    def render_occurred(self, record: Event) -> str:
        machine = date_wording.machine_readable(record.occurred)
        words = date_wording.in_words(record.occurred)
        return format_html('<time datetime="{}">{}</time>', machine, words) if machine else words

    def render_kind(self, record: Event) -> Any:
        return record.kind_words.label

    def render_service(self, record: Event) -> str:
        return format_html_join(", ", "{}", ((service.name,) for service in record.services.all()))

    def render_issuer(self, record: Event) -> str:
        return record.issuer_name()

    def order_service(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """By the first of its services in the services' own order."""
        ordered = queryset.annotate(first_service=Min("services__order"))
        prefix = "-" if is_descending else ""
        return ordered.order_by(f"{prefix}first_service", "sort_key"), True


def arranged(events: EventQuerySet, query: QueryDict) -> tuple[TimelineTable, list[Problem]]:
    """The table, sorted and paged as the query asks, and what in the query could not be used."""
    problems: list[Problem] = []
    sorts = list(TimelineTable.base_columns)
    asked = [sort for sort in query.getlist("sort")[: len(sorts)] if sort]
    if any(sort.removeprefix("-") not in sorts for sort in asked):
        message = _("The table sorts by %(columns)s.") % {"columns": ", ".join(sorts)}
        problems.append(Problem("sort", message))
        asked = []
    rows = _number(query, "per_page", ROWS, problems)
    if rows > MOST_ROWS:
        problems.append(Problem("per_page", _("A page holds at most %(most)d rows.") % {"most": MOST_ROWS}))
    table = TimelineTable(events, order_by=asked)
    page = _number(query, "page", 1, problems)
    table.paginate(paginator_class=ForgivingPaginator, per_page=min(rows, MOST_ROWS), page=page)
    return table, problems


def _number(query: QueryDict, name: str, default: int, problems: list[Problem]) -> int:
    asked = query.get(name, "")
    if not asked:
        return default
    if re.fullmatch(r"[1-9]\d{0,8}", asked, re.ASCII):
        return int(asked)
    problems.append(Problem(name, _("“%(name)s” is a number from 1 up.") % {"name": name}))
    return default
