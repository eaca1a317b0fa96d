"""Template tags for notes, citations and JSON-LD."""
