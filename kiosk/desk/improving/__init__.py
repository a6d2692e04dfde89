"""Between the store and the pages where forms are improved."""
