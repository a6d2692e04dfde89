"""What the desk does, on this PC's store or on the central service; no Qt here."""
