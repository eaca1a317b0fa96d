"""The editors' desk, which knows every kind of event."""
