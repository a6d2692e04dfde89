"""Without sight and without touch: our own voice, five keys and one switch, all by one tree."""
