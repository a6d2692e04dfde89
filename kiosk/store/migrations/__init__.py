"""Alembic's folder: how the tables of `kiosk.store.tables` came to be, one step a file."""
