"""The timeline as a list and as a table: sections, paging, silences and search results."""
