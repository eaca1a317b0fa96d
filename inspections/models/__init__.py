"""Inspections, publications, findings, links between findings, measures and observations."""

from .findings import Finding, FindingCitation, FindingLink, Theme, Verdict
from .inspections import Inspection, Publication
from .measures import Measure, MeasureDisagreement, Observation, ObservationCitation, in_digits

__all__ = [
    "Finding",
    "FindingCitation",
    "FindingLink",
    "Inspection",
    "Measure",
    "MeasureDisagreement",
    "Observation",
    "ObservationCitation",
    "Publication",
    "Theme",
    "Verdict",
    "in_digits",
]
