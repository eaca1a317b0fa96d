from django.contrib.sitemaps import GenericSitemap

from powys_oversight.pages.sitemaps import PageSitemap

from .models import Measure, Theme

SITEMAPS = {
    "findings": PageSitemap(("findings",), ("measures",), *(("theme", theme) for theme in Theme.values)),
    "measures": GenericSitemap({"queryset": Measure.objects.published()}),
}
