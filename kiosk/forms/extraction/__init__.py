"""Observations out of a completed response."""
