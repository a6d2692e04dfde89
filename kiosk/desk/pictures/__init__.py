"""Pictures of what the kiosk counts: what is drawn, and the same as a table."""
