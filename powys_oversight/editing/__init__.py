"""Enter: what editors' forms, imports and admin pages are built on."""
