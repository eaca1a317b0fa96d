"""Data entry: what editors' forms, imports and admin pages are built on."""
