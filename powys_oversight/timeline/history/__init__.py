"""The history of the record: changes, their reasons, and versions."""
