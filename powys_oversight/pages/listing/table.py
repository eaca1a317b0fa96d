import re
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, F, Min, QuerySet, Value, When
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline import kinds
from powys_oversight.timeline.db.text import fold
from powys_oversight.timeline.filters.query import Problem
from powys_oversight.timeline.models import Event
from powys_oversight.timeline.models.event_queries import EventQuerySet

from ..display.entries import Entry

ROWS, MOST_ROWS = 50, 100  # rows of a page: the default, and the most that `per_page` gives


class ForgivingPaginator(Paginator):
    """Gives the last page where a later one is asked for."""

    def page(self, number: Any) -> Page:
        return super().page(min(number, self.num_pages))


class TimelineTable(tables.Table):
    """Date, kind, title, services and issuer of each event. Takes events with `with_related`.

    `kept` is the part of the query that the table's links carry on.
    """

    kept = ""

    occurred = tables.Column(_("Date"), order_by=("sort_key",))
    kind = tables.Column(_("Kind"), empty_values=())
    title = tables.Column(_("Title"), order_by=("folded", "sort_key"), linkify=True)
    service = tables.Column(_("Services"), empty_values=(), order_by=("first_service", "sort_key"))
    issuer = tables.Column(
        _("Issued or done by"), empty_values=(), order_by=("issued_by__folded", "sort_key")
    )

    class Meta:
        caption = _("Events in the oversight of Powys social services")

    def render_occurred(self, record: Event) -> str:
        entry = Entry(record)
        if not entry.machine_date:
            return entry.when
        return format_html('<time datetime="{}">{}</time>', entry.machine_date, entry.when)

    def render_kind(self, record: Event) -> Any:
        return record.kind_info.label

    def render_service(self, record: Event) -> str:
        return format_html_join(", ", "{}", ((service.name,) for service in record.services.all()))

    def render_issuer(self, record: Event) -> str:
        return record.issuer_name()

    def order_kind(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        names = [When(kind=slug, then=Value(fold(str(label)))) for slug, label in kinds.choices()]
        ordered = queryset.annotate(kind_name=Case(*names, output_field=CharField()))
        return ordered.order_by("-kind_name" if is_descending else "kind_name", "sort_key"), True

    def order_issuer(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        name = F("issued_by__folded")
        ordered = name.desc(nulls_last=True) if is_descending else name.asc(nulls_last=True)
        return queryset.order_by(ordered, "sort_key"), True

    def order_service(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        ordered = queryset.annotate(first_service=Min("services__order"))
        prefix = "-" if is_descending else ""
        return ordered.order_by(f"{prefix}first_service", "sort_key"), True


def build_table(events: EventQuerySet, query: QueryDict) -> tuple[TimelineTable, list[Problem]]:
    """Return the table, sorted and paged by the query, and what in the query is unusable."""
    problems: list[Problem] = []
    sorts = list(TimelineTable.base_columns)
    asked = query.get("sort", "")
    if asked and asked.removeprefix("-") not in sorts:
        message = _("The table sorts by %(columns)s.") % {"columns": ", ".join(sorts)}
        problems.append(Problem("sort", message))
        asked = ""
    rows = _number(query, "per_page", ROWS, problems)
    if rows > MOST_ROWS:
        problems.append(Problem("per_page", _("A page holds at most %(most)d rows.") % {"most": MOST_ROWS}))
    table = TimelineTable(events, order_by=asked)
    table.kept = f"per_page={min(rows, MOST_ROWS)}&" if rows != ROWS else ""
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
