"""Notices, boards, plans, statements, appointments, support and requirements."""

# In the order that files and filters list the kinds in: Django keeps models in the order they are defined.
from .warning_notices import WarningNotice
from .requirements import (
    LONGEST_TIME,
    TOO_EARLY,
    RequiredAction,
    RequiredActionCitation,
    ActionOutcome,
    ActionOutcomeCitation,
)
from .boards import ImprovementBoard, MonitoringArrangement
from .plans import ImprovementPlan
from .statements import MinisterialStatement, CouncilProceeding
from .support_measures import SupportMeasure
from .appointments import Appointment
from .milestones import Milestone
