"""The addresses of the site. They are cited, so they do not change."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from inspections.sitemaps import SITEMAPS as INSPECTIONS_SITEMAPS
from notices.sitemaps import SITEMAPS as NOTICES_SITEMAPS
from powys_oversight.pages.sitemaps import SITEMAPS as TIMELINE_SITEMAPS
from powys_oversight.timeline.dates.views import read_date

from .views import favicon, healthz, robots

SITEMAPS = TIMELINE_SITEMAPS | INSPECTIONS_SITEMAPS | NOTICES_SITEMAPS

urlpatterns = [
    path("", include("powys_oversight.pages.urls")),
    path("", include("powys_oversight.opendata.urls")),
    path("", include("inspections.urls")),
    path("", include("notices.urls")),
    # For editors
    path("admin/read-date/", read_date, name="read_date"),
    path("admin/", admin.site.urls),
    # For machines
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
