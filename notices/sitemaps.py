from powys_oversight.pages.sitemaps import PageSitemap

SITEMAPS = {"requirements": PageSitemap(("requirements",))}
