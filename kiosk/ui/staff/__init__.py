"""The staff screen on the kiosk itself: behind a PIN, never an answer."""
