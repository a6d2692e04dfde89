"""Forms as they are asked on paper: what stands there, without how it is drawn. No Qt here."""
