"""The timeline as a sortable table."""

from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import Min, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from . import date_wording
from .models import Event

MOST_ROWS = 100
"""On one page, whatever `per_page` asks for."""


class CappedPaginator(Paginator):
    """Refuses a page of no rows, or of the whole table."""

    def __init__(self, object_list: Any, per_page: Any, **kwargs: Any) -> None:
        super().__init__(object_list, min(max(int(per_page), 1), MOST_ROWS), **kwargs)


class TimelineTable(tables.Table):
    """Date, kind, title, services and issuer of each event. Takes events with `with_related`."""

    occurred = tables.Column(_("Date"), order_by=("sort_key",))
    kind = tables.Column(_("Kind"), order_by=("kind", "sort_key"))
    title = tables.Column(_("Title"), order_by=("title", "sort_key"), linkify=True)
    service = tables.Column(_("Services"), empty_values=(), order_by=("first_service", "sort_key"))
    issuer = tables.Column(_("Issued or done by"), empty_values=(), order_by=("issued_by__name", "sort_key"))

    class Meta:
        caption = _("Events in the oversight of Powys social services")
        per_page = 50

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

    @classmethod
    def sorts(cls) -> list[str]:
        return [name for name, column in cls.base_columns.items() if column.orderable is not False]
