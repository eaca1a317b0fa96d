"""How a page of this site is cited, as text and as BibTeX, with the date of the record."""

import html
import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .dates import formatting as date_wording
from .models import Event, Version

SITE = "Powys oversight timeline"
"""The name of the site, as a publication: it stands in no language."""

_IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def site_of(request: HttpRequest) -> str:
    """What stands before every path of this site."""
    return site_at(request.build_absolute_uri("/"))


def site_at(address: str) -> str:
    """The address of a site as it is written everywhere: in small letters, without a port it goes without."""
    site = address.rstrip("/").lower()
    return site.removesuffix(":443" if site.startswith("https:") else ":80")


def titled(words: str) -> str:
    """The name of a list of the site's, told from the whole by what it is narrowed to."""
    return f"{SITE}: {words}" if words else SITE


@dataclass(frozen=True)
class Reference:
    """Something of the site to cite. `dated` is when what it shows last changed."""

    title: str
    address: str
    dated: date | None
    version: str = ""
    """The record's, not the site's."""
    type: str = "misc"

    @property
    def text(self) -> str:
        if not self.dated:
            return _("“%(title)s”, %(site)s, %(address)s") % self._given
        if not self.version:
            return _("“%(title)s”, %(site)s, record of %(dated)s, %(address)s") % self._given
        return _("“%(title)s”, %(site)s, record of %(dated)s, version %(version)s, %(address)s") % self._given

    @property
    def _given(self) -> dict[str, str]:
        dated = date_wording.day_in_words(self.dated) if self.dated else ""
        return {
            "title": self.title,
            "site": SITE,
            "dated": dated,
            "version": self.version,
            "address": self.address,
        }

    @property
    def bibtex(self) -> str:
        """An entry that BibTeX and biblatex both read. Its key is made of the address, so that it stays."""
        fields = [("title", f"{{{_escaped(self.title)}}}"), ("organization", SITE)]
        if self.dated:
            fields += [("year", str(self.dated.year)), ("month", f"{self.dated:%b}".lower())]
            fields += [("date", self.dated.isoformat())]
        if self.version:
            fields += [("version", self.version)]
        fields += [("url", self.address), ("note", "CC BY 4.0")]
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
        return f"@{self.type}{{{_key(self.address)},\n{lines}\n}}"


def page(title: str, address: str, version: Version) -> Reference:
    """A page, by its title in the browser."""
    words = html.unescape(title).removesuffix(f" – {SITE}")
    return Reference(words, address, timezone.localdate(version.made_at), str(version))


def event(event: Event, address: str, version: Version) -> Reference:
    return Reference(event.title, address, timezone.localdate(event.changed_at), str(version))


DATASET = gettext_lazy("The oversight of Powys social services, 2017 to 2020: the record as data")


def dataset(address: str, version: Version) -> Reference:
    """The record as data."""
    return Reference(str(DATASET), address, timezone.localdate(version.made_at), str(version), "dataset")


def _escaped(text: str) -> str:
    return "".join(_IN_BIBTEX.get(letter, letter) for letter in text)


def _key(address: str) -> str:
    path = re.sub(r"^https?://[^/]+", "", address)
    return f"powys-{slugify(re.sub(r'[^0-9A-Za-z]+', ' ', path)) or 'timeline'}"
