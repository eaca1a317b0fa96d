"""Findings and reported values as CSV: the columns of each file."""

from typing import Any

from powys_oversight.timeline.exports import Column, places, slugs


def _slug(row: Any) -> str:
    return row.slug if row else ""


FINDING_COLUMNS = (
    Column("event", lambda finding: finding.event.slug),
    Column("number", lambda finding: finding.number),
    Column("url", lambda finding: finding.get_absolute_url()),
    Column("occurred", lambda finding: finding.event.occurred),
    Column("theme", lambda finding: finding.theme),
    Column("also_about", lambda finding: finding.also_about),
    Column("verdict", lambda finding: finding.verdict),
    Column("summary", lambda finding: finding.summary, text=True),
    Column("services", lambda finding: slugs(finding.services.all())),
    Column("stated_by", lambda finding: _slug(finding.stated_by)),
    Column("speaker", lambda finding: _slug(finding.speaker)),
    Column("reported_by", lambda finding: finding.reported_by, text=True),
    Column("takes_up", lambda finding: " ".join(map(short_name, finding.follows_up.all()))),
    Column("cited_at", lambda finding: places(finding.citations.all())),
)

OBSERVATION_COLUMNS = (
    Column("measure", lambda value: value.measure.slug),
    Column("measure_title", lambda value: value.measure.title, text=True),
    Column("unit", lambda value: value.measure.unit, text=True),
    Column("url", lambda value: value.measure.get_absolute_url()),
    Column("period", lambda value: value.period),
    Column("comparator", lambda value: value.comparator),
    Column("value", lambda value: value.value),
    Column("target", lambda value: value.target),
    Column("event", lambda value: value.event.slug),
    Column("stated_by", lambda value: _slug(value.stated_by)),
    Column("speaker", lambda value: _slug(value.speaker)),
    Column("caveat", lambda value: value.caveat, text=True),
    Column("cited_at", lambda value: places(value.citations.all())),
)


def short_name(finding: Any) -> str:
    """A finding in one word: the address of its event, and its number there."""
    return f"{finding.event.slug}/{finding.number}"
