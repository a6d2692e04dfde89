"""The colours of paper: the light theme of the screen (`Theme.qml`), on white.

A test compares them with the theme. Every text pair is at least 7:1 in print on white paper, and
what is told by a colour is told by words, too: most clinics print in grey.
"""

from typing import Final

INK: Final = "#142229"
MUTED: Final = "#3d4f55"
PINE: Final = "#0b4f4a"
PINE_INK: Final = "#ffffff"
PINE_SOFT: Final = "#dcebe7"
LINE: Final = "#6f8082"
HAIR: Final = "#d9d6cf"
NOTICE: Final = "#fff3d1"
NOTICE_EDGE: Final = "#8a5a00"
WARM: Final = "#fbf9f5"
"""The theme's paper: the ground of a poster, where a sheet of paper has its own white."""
