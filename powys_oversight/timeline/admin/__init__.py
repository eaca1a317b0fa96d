"""The editors' forms for events, documents and people, and what every kind's form is built on."""

from . import changes, disagreements, documents, people
from .citations import (
    CITED_FIELDS,
    CitationAdmin,
    CitationInline,
    CitedAdmin,
    CitedInline,
    SavesCitations,
)
from .events import EventCitationInline, EventKindAdmin, ListsEvents, RelationInline
from .imports import ImportsCsv
from .records import FixedAddress, LookOnly, OffTheFrontPage, RecordAdmin

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
    "documents",
    "people",
]
