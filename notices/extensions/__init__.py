"""What this app registers with the floors below: panels, as-of groups, tables and rules."""
