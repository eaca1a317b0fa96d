"""Take away: the record as tables, files, feeds and an API."""
