"""The editors' forms for events, documents and people, and what every kind's form is built on."""

from . import changes, disagreements, people, sources, story
from .base import FixedSlugAdmin, HiddenAdmin, ReadOnlyAdmin, RecordAdmin
from .citations import (
    CITED_FIELDS,
    CitationAdmin,
    CitationInline,
    CitationSavingAdmin,
    CitedAdmin,
    CitedInline,
)
from .csv_import import CsvImportAdmin
from .events import EventCitationInline, EventKindAdmin, EventListAdmin, RelationInline
