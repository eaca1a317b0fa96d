"""The changes of the record as an Atom feed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy

from powys_oversight.pages.caching import open_data
from powys_oversight.timeline.history import reports
from powys_oversight.timeline.history.versions import version_of
from powys_oversight.timeline.models import Change

from .atom import DatedFeed

CHANGES_IN_FEED = 25


class ChangesFeed(Feed):
    """New entries, corrections and withdrawals. An item's id never changes."""

    csrf_exempt = True  # it is only read, and says so with 405
    feed_type = DatedFeed
    language = "en-GB"
    title = gettext_lazy("Powys oversight timeline: what was changed, and why")
    subtitle = gettext_lazy(
        "New entries, corrections and withdrawals. Typing and web addresses are left out."
    )

    feed_guid = "tag:powys-oversight,2026:changes"
    link = reverse_lazy("changes")
    feed_url = reverse_lazy("changes_atom")
    item_author_name = gettext_lazy("The editors")

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return open_data(super().__call__)(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpRequest:
        return request

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, object]:
        return {"made_at": version_of(request).made_at}

    def items(self, request: HttpRequest) -> list[reports.ChangeReport]:
        return reports.public(Change.objects.public().substantive().newest_first()[:CHANGES_IN_FEED])

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return linebreaks(item.in_text, autoescape=True)  # a feed reader takes it for HTML

    def item_link(self, item: Any) -> str:
        return item.change.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return f"tag:powys-oversight,2026:change-{item.change.pk}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.change.made_at

    item_updateddate = item_pubdate

    def item_categories(self, item: Any) -> list[str]:
        return [str(item.kind)]
