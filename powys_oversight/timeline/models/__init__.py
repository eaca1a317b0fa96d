"""The tables every kind of event shares. One noun a module."""

from ..db.base import RecordModel
from ..db.revision import Revision
from .changes import Change, ChangedRow
from .disagreements import Disagreement, DisagreementVersion, DisagreementVersionCitation
from .events import (
    SUMMARY_WORDS,
    UNCITED,
    Event,
    EventCitation,
    EventService,
    Relation,
    RelationCitation,
    RelationKind,
    Statement,
)
from .organisations import (
    OfficeHolding,
    OfficeHoldingCitation,
    Organisation,
    OrganisationName,
    Person,
    Service,
)
from .sources import (
    QUOTATION_WORDS,
    Citation,
    Source,
    UnseenDocument,
    UnseenDocumentCitation,
    locator_order,
    place_anchor,
)
from .versions import Version

__all__ = [
    "QUOTATION_WORDS",
    "SUMMARY_WORDS",
    "UNCITED",
    "Change",
    "ChangedRow",
    "Citation",
    "Disagreement",
    "DisagreementVersion",
    "DisagreementVersionCitation",
    "Event",
    "EventCitation",
    "EventService",
    "OfficeHolding",
    "OfficeHoldingCitation",
    "Organisation",
    "OrganisationName",
    "Person",
    "RecordModel",
    "Relation",
    "RelationCitation",
    "RelationKind",
    "Revision",
    "Service",
    "Source",
    "Statement",
    "UnseenDocument",
    "UnseenDocumentCitation",
    "Version",
    "locator_order",
    "place_anchor",
]
