"""Reported figures as a table and as a chart."""
