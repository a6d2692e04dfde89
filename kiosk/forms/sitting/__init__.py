"""One sitting: the answers as a tree of occurrences, and all that follows from them."""
