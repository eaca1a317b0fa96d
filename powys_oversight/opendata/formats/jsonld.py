"""The record as a dataset, in the words of schema.org."""

from powys_oversight.pages.display.jsonld import CONTEXT
from powys_oversight.pages.display.reference import DATASET_TITLE
from powys_oversight.timeline.about import LICENCE_URL, SITE_NAME
from powys_oversight.timeline.models import Version

from .. import schema


def of_dataset(site: str, version: Version) -> dict[str, object]:
    files = [_download(f"{site}/{table.slug}.csv", str(table.title), "text/csv") for table in schema.tables()]
    files += [
        _download(f"{site}/record.zip", str(DATASET_TITLE), "application/zip"),
        _download(
            f"{site}/record.xlsx",
            str(DATASET_TITLE),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        _download(f"{site}/timeline.json", str(schema.table("timeline").title), "application/json"),
    ]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{site}/data/",
        "url": f"{site}/data/",
        "name": str(DATASET_TITLE),
        "description": " ".join(str(table.about) for table in schema.tables()),
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "version": version.digest,
        "dateModified": version.made_at.isoformat(),
        "temporalCoverage": "2017/2020",
        "spatialCoverage": {"@type": "Place", "name": "Powys, Wales"},
        "publisher": {"@type": "Organization", "name": SITE_NAME, "url": f"{site}/"},
        "distribution": files,
    }


def _download(address: str, name: str, content_type: str) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": address,
        "encodingFormat": content_type,
        "license": LICENCE_URL,
    }
