from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from powys_oversight.timeline.about import site_title
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter

FRAME_WIDTH, FRAME_HEIGHT = 640, 600  # pixels of the frame


def list_url(request: HttpRequest, asked: TimelineFilter) -> str:
    return _address(request, "timeline", asked)


def _address(request: HttpRequest, view: str, asked: TimelineFilter) -> str:
    return request.build_absolute_uri(reverse(view)) + (f"?{asked.query}" if asked.query else "")


def frame_html(
    request: HttpRequest, asked: TimelineFilter, width: int = FRAME_WIDTH, height: int = FRAME_HEIGHT
) -> str:
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        _address(request, "embed", asked),
        site_title(asked.in_words()),
        width,
        height,
    )
