// A date: day, month and year.
PartsAnswer {}
