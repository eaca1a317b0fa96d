"""The ribbon: a lane for each service, drawn as SVG."""
