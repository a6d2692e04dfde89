"""What the desk does, on this PC's store or on the central service; no Qt here.

Where both are possible there is one protocol and a class for each: the desk's window and the
commands can't tell which of them they work on.
"""
