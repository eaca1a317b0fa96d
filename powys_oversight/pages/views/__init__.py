"""The views of the public pages, one module a family of addresses."""
