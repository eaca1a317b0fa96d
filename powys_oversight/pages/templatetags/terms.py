"""Links the first use of each term on a page to what it means."""

import re

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from powys_oversight.timeline.models import Term

register = template.Library()


@register.simple_tag(takes_context=True)
def terms(context: Context, text: str) -> SafeString:
    """Return a text with the first use on the page of each term as a link. Costs a query a page."""
    request = context.get("request")
    if request is None:
        return conditional_escape(text)
    if not hasattr(request, "terms"):
        request.terms = list(Term.objects.all())
    parts: list[str | SafeString] = [text]
    for term in list(request.terms):
        for place, part in enumerate(parts):
            if not isinstance(part, SafeString) and (found := _first_use(term, part)):
                link = format_html(
                    '<a class="term" href="{}"><dfn>{}</dfn></a>', term.get_absolute_url(), found[0]
                )
                parts[place : place + 1] = [part[: found.start()], link, part[found.end() :]]
                request.terms.remove(term)
                break
    return mark_safe("".join(map(conditional_escape, parts)))  # noqa: S308 - each part is escaped


def _first_use(term: Term, text: str) -> re.Match[str] | None:
    forms = "|".join(re.escape(form) for form in term.forms)
    return re.search(rf"\b(?:{forms})\b", text)
