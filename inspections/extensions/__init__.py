"""What this app tells the floors below: panels, as-of groups, tables, imports and rules."""
