"""Template tags and filters: notes, citations, dates and JSON-LD."""
