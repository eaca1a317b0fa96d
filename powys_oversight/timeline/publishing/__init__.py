"""From draft to reader: checks, workflow steps, undo and the rules of the record."""
