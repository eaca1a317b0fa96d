"""Add findings from a document: forms and views."""
