from django.contrib.sitemaps import GenericSitemap, Sitemap
from django.urls import reverse

from powys_oversight.timeline.models import Event, Service, Source


class PageSitemap(Sitemap):
    def __init__(self, *pages: tuple[str, ...]) -> None:
        self.pages = pages

    def items(self) -> tuple[tuple[str, ...], ...]:
        return self.pages

    def location(self, item: tuple[str, ...]) -> str:
        name, *arguments = item
        return reverse(name, args=arguments)


LISTS = (
    "timeline",
    "story",
    "glossary",
    "who_knew",
    "service_list",
    "table",
    "choose_day",
    "disagreements",
    "people",
    "source_list",
    "unseen_documents",
    "about",
)

SITEMAPS = {
    "pages": PageSitemap(*((name,) for name in LISTS)),
    "events": GenericSitemap({"queryset": Event.objects.published().in_order(), "date_field": "changed_at"}),  # type: ignore[arg-type]
    "services": GenericSitemap({"queryset": Service.objects.all()}),
    "sources": GenericSitemap({"queryset": Source.objects.cited()}),
}
