"""Open data: the record as tables, files, feeds and an API."""
