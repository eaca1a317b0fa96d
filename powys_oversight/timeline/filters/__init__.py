"""Turns the query of an address into a filter, and says what in it cannot be used."""
