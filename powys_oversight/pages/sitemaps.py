from collections.abc import Sequence
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from powys_oversight.timeline.models import Event, Service, Source


class PageSitemap(Sitemap):
    def items(self) -> Sequence[str]:
        return [
            "timeline",
            "table",
            "choose_day",
            "disagreements",
            "people",
            "source_list",
            "unseen_documents",
            "about",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class EventSitemap(Sitemap):
    def items(self) -> QuerySet[Event]:
        return Event.objects.published().in_order()

    def lastmod(self, item: Event) -> datetime:
        return item.changed_at


class ServiceSitemap(Sitemap):
    def items(self) -> QuerySet[Service]:
        return Service.objects.all()


class SourceSitemap(Sitemap):
    def items(self) -> QuerySet[Source]:
        return Source.objects.cited()


SITEMAPS = {
    "pages": PageSitemap,
    "events": EventSitemap,
    "services": ServiceSitemap,
    "sources": SourceSitemap,
}
