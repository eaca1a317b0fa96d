from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from powys_oversight.timeline.db import keyset
from powys_oversight.timeline.history import reports, versions
from powys_oversight.timeline.history.versions import version_of
from powys_oversight.timeline.models import Change, Event
from powys_oversight.timeline.models.changes import ChangeQuerySet

from ..caching import public_page
from ..display.entries import Entry

PAGE_SIZE = 25  # changes on a page


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """List substantive changes, newest first, by key: `?before=` is the last of the page before."""
    before = request.GET.get("before", "")
    shown, last = _page_of(Change.objects.public().substantive().newest_first(), before)
    context = {
        "changes": shown,
        "counts": Change.objects.public().counts(),
        "before": last,
        "is_first": not before.isdecimal(),
    }
    return render(request, "pages/change_list.html", context)


@public_page
def since(request: HttpRequest, name: str) -> HttpResponse:
    version = versions.named(name)
    if version is None:
        return render(request, "pages/version_unknown.html", {"name": name[:64]}, status=404)
    changes = keyset.beyond(Change.objects.public(), "pk", version.last_change)
    counts = changes.counts()
    shown, before = _page_of(changes.substantive().newest_first(), request.GET.get("before", ""))
    context = {
        "version": version,
        "is_same": version.digest == version_of(request).digest,
        "changes": shown,
        "before": before,
        "counts": counts,
    }
    return render(request, "pages/changes_since.html", context)


def _page_of(changes: ChangeQuerySet, before: str) -> tuple[list[reports.ChangeReport], int | None]:
    key = int(before) if before.isdecimal() and len(before) < 19 else None
    earlier = keyset.beyond(changes, "pk", key, reverse=True)
    shown, following = keyset.take(reports.public(earlier[: PAGE_SIZE + 1]), PAGE_SIZE)
    return shown, shown[-1].change.pk if following else None


@public_page
def event_history(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.known_to_readers(), slug=slug)
    context = {
        "event": event,
        "entry": Entry(event),
        "changes": reports.of_event(event),
        "counts": Change.objects.public().of_event(event).counts(),
    }
    return render(request, "pages/event_history.html", context)
