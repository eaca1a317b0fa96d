"""The editors' forms for events, documents and people, and what every kind's form is built on."""

from . import changes, disagreements, people, sources
from .base import FixedAddress, LookOnly, OffTheFrontPage, RecordAdmin
from .citations import (
    CITED_FIELDS,
    CitationAdmin,
    CitationInline,
    CitedAdmin,
    CitedInline,
    SavesCitations,
)
from .csv_import import ImportsCsv
from .events import EventCitationInline, EventKindAdmin, ListsEvents, RelationInline

__all__ = [
    "CITED_FIELDS",
    "CitationAdmin",
    "CitationInline",
    "CitedAdmin",
    "CitedInline",
    "EventCitationInline",
    "EventKindAdmin",
    "FixedAddress",
    "ImportsCsv",
    "ListsEvents",
    "LookOnly",
    "OffTheFrontPage",
    "RecordAdmin",
    "RelationInline",
    "SavesCitations",
    "changes",
    "disagreements",
    "sources",
    "people",
]
