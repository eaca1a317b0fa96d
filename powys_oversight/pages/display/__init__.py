"""Rows of the record made ready for templates."""
