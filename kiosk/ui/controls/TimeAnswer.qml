// A time: hour and minutes.
PartsAnswer {}
