"""The citation of a page, as text and BibTeX, with the date of the record."""

import html
import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.about import SITE_NAME
from powys_oversight.timeline.dates.formatting import format_day
from powys_oversight.timeline.models import Event, Version

_IN_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Reference:
    """A page to cite. `dated` is the last change of what it shows."""

    title: str
    address: str
    dated: date | None
    version: str = ""  # the version of the record, not of the site
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
        dated = format_day(self.dated) if self.dated else ""
        return {
            "title": self.title,
            "site": SITE_NAME,
            "dated": dated,
            "version": self.version,
            "address": self.address,
        }

    @property
    def bibtex(self) -> str:
        fields = [("title", f"{{{_escaped(self.title)}}}"), ("organization", SITE_NAME)]
        if self.dated:
            fields += [("year", str(self.dated.year)), ("month", f"{self.dated:%b}".lower())]
            fields += [("date", self.dated.isoformat())]
        if self.version:
            fields += [("version", self.version)]
        fields += [("url", self.address), ("note", "CC BY 4.0")]
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
        return f"@{self.type}{{{_key(self.address)},\n{lines}\n}}"


def reference_to_page(title: str, address: str, version: Version) -> Reference:
    words = html.unescape(title).removesuffix(f" – {SITE_NAME}")
    return Reference(words, address, timezone.localdate(version.made_at), str(version))


def reference_to_event(event: Event, address: str, version: Version) -> Reference:
    return Reference(event.title, address, timezone.localdate(event.changed_at), str(version))


DATASET_TITLE = _("The oversight of Powys social services, 2017 to 2020: the record as data")


def reference_to_dataset(address: str, version: Version) -> Reference:
    return Reference(
        str(DATASET_TITLE), address, timezone.localdate(version.made_at), str(version), "dataset"
    )


def _escaped(text: str) -> str:
    return "".join(_IN_BIBTEX.get(letter, letter) for letter in text)


def _key(address: str) -> str:
    path = re.sub(r"^https?://[^/]+", "", address)
    return f"powys-{slugify(re.sub(r'[^0-9A-Za-z]+', ' ', path)) or 'timeline'}"
