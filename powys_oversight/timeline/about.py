"""Under which licence the record is taken away: said in one way on pages, in files and to machines."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

SITE_NAME = "Powys oversight timeline"
"""The name of the site, as a publication: it stands in no language."""


def site_url(request: HttpRequest) -> str:
    """What stands before every path of this site."""
    return normalise_site(request.build_absolute_uri("/"))


def normalise_site(address: str) -> str:
    """The address of a site as it is written everywhere: in small letters, without a port it goes without."""
    site = address.rstrip("/").lower()
    return site.removesuffix(":443" if site.startswith("https:") else ":80")


def site_title(words: str) -> str:
    """The name of a list of the site's, told from the whole by what it is narrowed to."""
    return f"{SITE_NAME}: {words}" if words else SITE_NAME


LICENCE_NAME = "CC BY 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_TERMS = _(
    "The text of this record is under the Creative Commons Attribution 4.0 licence (CC BY 4.0): use it, "
    "and say where it comes from. The documents it cites have licences of their own, named with each "
    "source. Welsh Government statements: contains public sector information licensed under the Open "
    "Government Licence v3.0."
)
