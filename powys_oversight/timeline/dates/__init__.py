"""Dates as precise as the sources allow: parse, format and edit them."""
