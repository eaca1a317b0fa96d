"""Rows of the record in templates: dates in words, citations by source, JSON-LD."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from powys_oversight.timeline.dates.formatting import format_edtf, format_period

from ..display.cited_sources import by_source

register = template.Library()

register.filter("edtf", format_edtf)
register.filter("period", format_period)
register.filter("by_source", by_source)

# Escapes of what could end the script element. JSON reads them the same.
IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(described: dict[str, object]) -> SafeString:
    text = json.dumps(described, ensure_ascii=False).translate(IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - no < is left in it
