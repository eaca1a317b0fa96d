"""Statutory deadlines: how they are counted, and the working in words."""
