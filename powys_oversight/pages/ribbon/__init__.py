"""The ribbon: the key events and what was in place, drawn over the whole period as SVG."""
