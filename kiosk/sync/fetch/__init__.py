"""What the central service gives a kiosk: forms, value sets, clinic settings, lines of the board.

The centre is not trusted: everything is bounded, checked before it is used, and refused with a
reason where it is not right; what was good before stays. Whatever goes wrong leaves what is there.
"""
