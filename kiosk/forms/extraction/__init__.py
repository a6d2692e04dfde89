"""Observations out of a completed response, for services that can't read answers (SDC)."""
