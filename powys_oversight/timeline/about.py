"""The site's name, address and licence, for pages, files and feeds."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SITE_NAME = "Powys oversight timeline"  # the site's name, the same in every language


def site_url(request: HttpRequest) -> str:
    return normalise_site(request.build_absolute_uri("/"))


def normalise_site(address: str) -> str:
    """Return a site's address in lower case, without a default port."""
    site = address.rstrip("/").lower()
    return site.removesuffix(":443" if site.startswith("https:") else ":80")


def site_title(words: str) -> str:
    """Return a list's title: the site's, with the filter that narrows it."""
    return f"{SITE_NAME}: {words}" if words else SITE_NAME


LICENCE_NAME = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_TERMS = _(
    "The text of this record is under the Creative Commons Attribution 4.0 licence (CC BY 4.0): use it, "
    "and say where it comes from. The documents it cites have licences of their own, named with each "
    "source. Welsh Government statements: contains public sector information licensed under the Open "
    "Government Licence v3.0."
)
