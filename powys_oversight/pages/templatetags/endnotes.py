"""Printed notes of a page: its sources as numbered notes, and its citation.

A note is numbered where its source is first cited, so that no list of sources is made beforehand. Notes are
kept on the request, as included templates have contexts of their own.
"""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from powys_oversight.timeline.history.versions import version_of
from powys_oversight.timeline.models import Source

from ..display.reference import reference_to_page

register = template.Library()

LONGEST_ADDRESS = 300  # characters of an address that is cited with its query


def _gathered(context: Context) -> dict[int, tuple[int, Source]]:
    request = context.get("request")
    if request is None:
        return {}
    if not hasattr(request, "notes"):
        request.notes = {}
    return request.notes


@register.simple_tag(takes_context=True)
def note_number(context: Context, source: Source) -> int:
    """Return a source's number among the page's notes; the next for a new one."""
    notes = _gathered(context)
    number, _source = notes.setdefault(source.pk, (len(notes) + 1, source))
    return number


@register.simple_tag(takes_context=True)
def note(context: Context, source: Source) -> SafeString:
    return format_html('<sup class="note">{}</sup>', note_number(context, source))


@register.inclusion_tag("pages/_endnotes.html", takes_context=True)
def sources_noted(context: Context) -> dict[str, object]:
    return {"sources": [source for _number, source in _gathered(context).values()]}


@register.inclusion_tag("pages/_cite.html", takes_context=True)
def cite(context: Context) -> dict[str, object]:
    request: HttpRequest = context["request"]
    title = getattr(request, "page_title", "").removeprefix(_("Error:")).strip()
    query = request.get_full_path() if len(request.get_full_path()) <= LONGEST_ADDRESS else request.path
    return {"reference": reference_to_page(title, request.build_absolute_uri(query), version_of(request))}


@register.simple_block_tag(takes_context=True)
def titled(context: Context, content: SafeString) -> SafeString:
    """Keep the page's title for `cite`."""
    if request := context.get("request"):
        request.page_title = " ".join(strip_tags(content).split())
    return content
