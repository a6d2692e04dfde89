"""The story of one bad question: found by patients, mended at the desk, tried, kept, told of."""
