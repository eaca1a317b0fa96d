"""The HTML that puts a piece of the timeline into another page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from . import citing
from .filters import TimelineFilter

WIDTH, HEIGHT = 640, 600
"""Of the frame, in pixels."""


def list_address(request: HttpRequest, asked: TimelineFilter) -> str:
    """Where the same events stand on the site itself."""
    return request.build_absolute_uri(reverse("timeline")) + (f"?{asked.query}" if asked.query else "")


def title(asked: TimelineFilter) -> str:
    words = asked.in_words()
    return f"{citing.SITE}: {words}" if words else citing.SITE


def frame(request: HttpRequest, asked: TimelineFilter, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The HTML to put into another page."""
    address = request.build_absolute_uri(reverse("embed")) + (f"?{asked.query}" if asked.query else "")
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        address,
        title(asked),
        width,
        height,
    )
