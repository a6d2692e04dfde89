"""Pages for IT: what is missing before the kiosk can open."""
