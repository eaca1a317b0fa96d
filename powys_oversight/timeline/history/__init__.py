"""What changed in the record, when and why, and the version that each change gives it."""
