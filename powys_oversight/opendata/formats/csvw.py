"""CSVW: metadata of each file in the W3C's CSV on the Web."""

import re
from typing import Any

from powys_oversight.timeline.about import LICENCE_URL, SITE_NAME
from powys_oversight.timeline.models import Version

from .. import schema
from ..columns import Column, ColumnType
from ..schema import DataTable, TableFilter

CONTENT_TYPE = "application/csvm+json"

EDTF = r"(\d{4}(-\d\d(-\d\d)?)?[~?%]?|(\.\.|\d{4}(-\d\d(-\d\d)?)?)/(\.\.|\d{4}(-\d\d(-\d\d)?)?))"
"""A pattern of the dates this record can hold: see `dates.edtf`."""

DATATYPES: dict[ColumnType, Any] = {
    ColumnType.EDTF: {"base": "string", "format": EDTF},
    ColumnType.DAY: {"base": "date", "format": "yyyy-MM-dd"},
    ColumnType.MOMENT: "dateTimeStamp",
    ColumnType.WHOLE: "nonNegativeInteger",
    ColumnType.NUMBER: "decimal",
    ColumnType.YES_NO: {"base": "boolean", "format": "true|false"},
    ColumnType.PAGE: "anyURI",
    ColumnType.LINK: "anyURI",
}


def path(table: DataTable, query: str = "") -> str:
    return f"{table.slug}.csv-metadata.json" + (f"?{query}" if query else "")


def metadata(table: DataTable, asked: TableFilter, version: Version) -> dict[str, object]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"{SITE_NAME}: {table.title}",
        "dc:description": str(table.about),
        "dc:publisher": SITE_NAME,
        "dc:license": {"@id": LICENCE_URL},
        "dc:modified": {"@value": version.made_at.isoformat(), "@type": "xsd:dateTime"},
        "schema:version": version.digest,
        "tables": [_table(table, asked.query), *(_table(referred) for referred in _referred_to(table))],
    }


def _keys(table: DataTable) -> list[Column]:
    """Return foreign keys. CSVW allows none in columns with blanks or lists."""
    return [
        column
        for column in table.columns
        if column.refers_to and column.required and column.type is not ColumnType.CODES
    ]


def _referred_to(table: DataTable) -> list[DataTable]:
    slugs = {column.refers_to.partition(".")[0] for column in _keys(table)}
    return [table_ for table_ in schema.tables() if table_.slug in slugs - {table.slug}]


def _table(table: DataTable, query: str = "") -> dict[str, object]:
    return {
        "url": f"{table.slug}.csv" + (f"?{query}" if query else ""),
        "dc:title": str(table.title),
        "dc:description": f"{table.about} {table.row}",
        "tableSchema": {
            "columns": [_column(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(column) for column in _keys(table)],
        },
    }


def _column(column: Column) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.about),
        "datatype": DATATYPES.get(column.type, "string"),
        "required": column.required,
    }
    if column.choices:
        values = "|".join(re.escape(value).replace(r"\-", "-") for value, _words in column.choices())
        described["datatype"] = {"base": "string", "format": values}
    if column.type is ColumnType.CODES:
        described["separator"] = " "
    return described


def _foreign_key(column: Column) -> dict[str, object]:
    table, name = column.refers_to.split(".")
    return {
        "columnReference": column.name,
        "reference": {"resource": f"{table}.csv", "columnReference": name},
    }
