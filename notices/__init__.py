"""What was required of the council and arranged around it."""
