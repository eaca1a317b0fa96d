"""What every page has on paper: its sources as numbered notes, and how it is cited.

A note is numbered where its source is first cited, so a page needs no list of its sources made
beforehand. What has been gathered hangs on the request, as an included template has a context apart.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from powys_oversight.timeline.history.versions import version_of
from powys_oversight.timeline.models import Source

from ..display.reference import reference_to_page

register = template.Library()

LONGEST_ADDRESS = 300
"""Characters of an address that is cited with its query. A longer one was not made by this site's links."""


def _gathered(context: Any) -> dict[int, tuple[int, Source]]:
    """Number and source of each note so far, by the source's key."""
    request = context.get("request")
    if request is None:
        return {}
    if not hasattr(request, "notes"):
        request.notes = {}
    return request.notes


@register.simple_tag(takes_context=True)
def note_number(context: Any, source: Source) -> int:
    """The number of a source among the page's notes: the next, where it is first cited."""
    notes = _gathered(context)
    number, _source = notes.setdefault(source.pk, (len(notes) + 1, source))
    return number


@register.simple_tag(takes_context=True)
def note(context: Any, source: Source) -> SafeString:
    """The same as a raised figure, which is seen on paper alone."""
    return format_html('<sup class="note">{}</sup>', note_number(context, source))


@register.inclusion_tag("pages/_endnotes.html", takes_context=True)
def sources_noted(context: Any) -> dict[str, Any]:
    """Every source noted on the page, in the order of the numbers, with its address."""
    return {"sources": [source for _number, source in _gathered(context).values()]}


@register.inclusion_tag("pages/_cite.html", takes_context=True)
def cite(context: Any) -> dict[str, Any]:
    """How the page is cited, as text and as BibTeX."""
    request: HttpRequest = context["request"]
    title = getattr(request, "page_title", "").removeprefix(_("Error:")).strip()
    query = request.get_full_path() if len(request.get_full_path()) <= LONGEST_ADDRESS else request.path
    return {"reference": reference_to_page(title, request.build_absolute_uri(query), version_of(request))}


class Titled(template.Node):
    """Keeps what it holds, the page's title, for `cite`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        words = self.nodelist.render(context)
        if request := context.get("request"):
            request.page_title = " ".join(strip_tags(words).split())
        return words


@register.tag
def titled(parser: Parser, token: Token) -> Titled:
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return Titled(nodelist)
