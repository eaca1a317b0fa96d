"""Embedding: the only address of this site that may be framed."""

from urllib.parse import parse_qs, urlencode, urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from powys_oversight.timeline.about import SITE_NAME, site_title
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Service

from ..caching import open_data, plain_text, public_page
from ..display.embed import FRAME_HEIGHT, FRAME_WIDTH, frame_html, list_url
from ..display.entries import Entry

MAX_EVENTS = 100  # events in a frame. A longer list ends with a link to the rest.


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embed(request: HttpRequest) -> HttpResponse:
    asked = TimelineFilter.from_query(request.GET)
    events = [] if asked.problems else list(asked.events().with_related()[: MAX_EVENTS + 1])
    context = {
        "filter": asked,
        "entries": [Entry(event) for event in events[:MAX_EVENTS]],
        "more": len(events) > MAX_EVENTS,
        "full": list_url(request, asked),
    }
    response = render(request, "pages/embed.html", context)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@open_data
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer by the oEmbed specification: the frame's HTML for the address of a list."""
    if request.GET.get("format", "json") != "json":
        return plain_text(_("Only JSON is given."), 501)
    asked = _filter_at(request)
    if asked is None or asked.problems:
        return plain_text(_("There is no list of events at that address."), 404)
    try:
        width = _pixels(request, "maxwidth", FRAME_WIDTH)
        height = _pixels(request, "maxheight", FRAME_HEIGHT)
    except ValueError:
        return plain_text(_("maxwidth and maxheight are whole numbers of pixels."))
    return JsonResponse(
        {
            "type": "rich",
            "version": "1.0",
            "title": site_title(asked.in_words()),
            "provider_name": SITE_NAME,
            "provider_url": request.build_absolute_uri("/"),
            "html": frame_html(request, asked, width, height),
            "width": width,
            "height": height,
        }
    )


def _filter_at(request: HttpRequest) -> TimelineFilter | None:
    """Return the filter of an address of this site; None for an address without a list."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        parse_qs(address.query, max_num_fields=200)
    except ValueError:
        return None
    if address.netloc != request.get_host() or address.scheme not in ("http", "https"):
        return None
    if address.path in (reverse("timeline"), reverse("embed"), reverse("table")):
        return TimelineFilter.from_query(QueryDict(address.query))
    for service in Service.objects.all():
        if address.path == service.get_absolute_url():
            return TimelineFilter.from_query(QueryDict(urlencode({"service": service.slug})))
    return None


def _pixels(request: HttpRequest, name: str, usual: int) -> int:
    """Return the default, or the maximum asked for if smaller. Raises ValueError if that is no number."""
    asked = request.GET.get(name, "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 20):
        raise ValueError(asked)
    return max(1, min(usual, int(asked))) if asked else usual
