"""The encrypted store of one kiosk: drafts, responses on their way, remarks, staff, audit.

SQL is spoken here and nowhere else (the trial endpoint has a database of its own). Every function
takes a connection first, from `Store.transaction()` or `Store.reading()`, so that the caller
decides what belongs together.
"""
