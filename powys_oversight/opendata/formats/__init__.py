"""One module a format that the tables are written in."""
