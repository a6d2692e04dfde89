// A date with its time.
PartsAnswer {}
