"""What a clinic's PCs tell one another of its forms, through the central service."""
