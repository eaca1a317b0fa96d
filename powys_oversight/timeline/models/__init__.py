"""The tables every kind of event shares. One noun a module."""

# In the order that files list the tables in: Django keeps models in the order they are defined.
from ..db.base import RecordModel
from ..db.revision import Revision
from .sources import QUOTATION_WORDS, Citation, DatedCitation, Source, locator_order, place_anchor
from .unseen_documents import UnseenDocument, UnseenDocumentCitation
from .organisations import Organisation, OrganisationName, Service
from .people import OfficeHolding, OfficeHoldingCitation, Person
from .events import SUMMARY_WORDS, UNCITED, Event, Statement
from .event_links import EventCitation, EventService
from .relations import Relation, RelationCitation, RelationKind
from .changes import Change, ChangedRow
from .passages import PLAIN_WORDS, Passage, PassageCitation
from .terms import Term, TermCitation
from .disagreements import Disagreement, DisagreementVersion, DisagreementVersionCitation
from .versions import Version
