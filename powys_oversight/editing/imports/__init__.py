"""Import from CSV: resources, and the widgets that read each cell."""
