"""Stored responses as files that reception can open."""
