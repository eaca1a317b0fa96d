from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from powys_oversight.timeline.models import RecordModel

from . import kinds
from .models import Event


def link_to(thing: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), thing)


def form_of(row: RecordModel, box: str = "") -> str:
    opts = kinds.by_slug()[row.kind]._meta if isinstance(row, Event) else row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    return f"{address}#{box}" if box else address
