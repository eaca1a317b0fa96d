"""Finished whole files and how long they are kept."""
