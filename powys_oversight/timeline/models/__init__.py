"""The tables every kind of event shares. One noun a module."""

from .base import RecordModel, Revision
from .disagreements import Disagreement, DisagreementVersion, DisagreementVersionCitation
from .events import (
    SEEN_FROM_THE_OTHER_END,
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
from .sources import QUOTATION_WORDS, Citation, Source, locator_order, place_anchor

__all__ = [
    "QUOTATION_WORDS",
    "SEEN_FROM_THE_OTHER_END",
    "SUMMARY_WORDS",
    "UNCITED",
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
    "locator_order",
    "place_anchor",
]
