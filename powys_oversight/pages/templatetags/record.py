"""Filters of rows of the record: dates in words, and citations gathered by source."""

from django import template

from powys_oversight.timeline.dates.formatting import format_edtf, format_period

from ..display.cited_sources import by_source

register = template.Library()

register.filter("edtf", format_edtf)
register.filter("period", format_period)
register.filter("by_source", by_source)
