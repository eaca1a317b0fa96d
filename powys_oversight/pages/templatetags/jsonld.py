import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""Escapes of what could end the script element. JSON reads them the same."""


@register.simple_tag
def linked_data(told: dict[str, Any]) -> SafeString:
    text = json.dumps(told, ensure_ascii=False).translate(IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - no < is left in it
