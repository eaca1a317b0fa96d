from collections.abc import Sequence

from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class RequirementSitemap(Sitemap):
    def items(self) -> Sequence[str]:
        return ["requirements"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"requirements": RequirementSitemap}
