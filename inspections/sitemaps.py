from collections.abc import Sequence

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from .models import Measure, Theme


class LedgerSitemap(Sitemap):
    """The ledger, each theme's story, and the list of figures."""

    def items(self) -> Sequence[str]:
        return ["findings", "measures", *Theme.values]

    def location(self, item: str) -> str:
        return reverse("theme", args=[item]) if item in Theme.values else reverse(item)


class MeasureSitemap(Sitemap):
    def items(self) -> QuerySet[Measure]:
        return Measure.objects.published()


SITEMAPS = {"findings": LedgerSitemap, "measures": MeasureSitemap}
