"""The timeline as a list and as a table."""
