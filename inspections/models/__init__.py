"""Inspections, publications, findings, links between findings, measures and observations."""

from .findings import Finding, FindingCitation, FindingLink, Theme, Verdict
from .inspections import Inspection, Publication
from .measures import Measure, MeasureDisagreement, Observation, ObservationCitation, in_digits
