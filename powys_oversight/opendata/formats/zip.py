"""Everything in one file: each table as CSV, what its columns mean, the licence, and how to cite it."""

import json
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED

from django.utils.translation import gettext as _
from zipstream import ZipStream

from powys_oversight.pages.display.reference import Reference, reference_to_dataset
from powys_oversight.timeline.about import LICENCE_TERMS, LICENCE_URL, SITE_NAME
from powys_oversight.timeline.db.transactions import consistent_read
from powys_oversight.timeline.models import Version

from .. import schema
from . import csv as csv_format
from . import csvw


def stream(site: str, version: Version) -> Iterator[bytes]:
    """Return the archive, packed while it is sent, without holding a whole file."""
    packed = ZipStream(compress_type=ZIP_DEFLATED, sized=False)
    for name, content in _files(site, version):
        packed.add(content, f"powys-oversight-{version}/{name}")
    with consistent_read():
        yield from packed


def _files(site: str, version: Version) -> Iterator[tuple[str, str | Iterable[bytes]]]:
    reference = reference_to_dataset(f"{site}/data/", version)
    yield "README.txt", _readme(site, version, reference)
    yield "LICENCE.txt", f"{LICENCE_TERMS}\n{LICENCE_URL}\n"
    yield "citation.bib", f"{reference.bibtex}\n"
    for table in schema.tables():
        described = csvw.metadata(table, table.filter(), version)
        yield f"{table.slug}.csv", csv_format.stream(table, table.all_rows(), site)
        yield csvw.path(table), json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _readme(site: str, version: Version, reference: Reference) -> str:
    lines = [f"{table.slug}.csv: {table.about} {table.row}" for table in schema.tables()]
    lines = [
        SITE_NAME,
        site,
        "",
        _("Version of the record: %(version)s") % {"version": version.digest},
        _("What has changed since: %(address)s") % {"address": f"{site}/changes/since/{version}/"},
        _("To cite it: %(citation)s") % {"citation": reference.text},
        "",
        *lines,
        "",
        _("Each file has its columns explained in the .csv-metadata.json beside it, and at %(address)s.")
        % {"address": f"{site}/data/"},
        _("A text that a spreadsheet might run as a formula begins with an apostrophe: take it off."),
        "",
        str(LICENCE_TERMS),
        LICENCE_URL,
    ]
    return "\n".join(lines) + "\n"
