"""Preview of a draft as readers will see it, for signed-in editors.

The draft is published, its page requested, and the transaction rolled back: so the preview cannot differ from
the page.
"""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

from powys_oversight.timeline.models import Event

KEPT_BY_BROWSERS = ("ETag", "Last-Modified", "Cache-Control")


def preview_view(request: HttpRequest, slug: str, site: AdminSite) -> HttpResponseBase:
    if not request.user.has_perm("timeline.view_event"):
        raise PermissionDenied
    event = Event.objects.named(slug)
    if event is None:
        raise Http404
    for header in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        request.META.pop(header, None)
    request.is_preview = True  # type: ignore[attr-defined]
    page = resolve(event.get_absolute_url())
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(
            status=Event.Status.PUBLISHED, withdrawal_reason="", changed_at=event.changed_at
        )
        request.method = "GET"
        response = page.func(request, *page.args, **page.kwargs)
        transaction.set_rollback(True)
    for header in KEPT_BY_BROWSERS:
        del response.headers[header]
    return response
