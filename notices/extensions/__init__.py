"""What this app tells the floors below: panels, as-of groups, tables and rules."""
