"""Asks the Wayland compositor whether it still turns: without it nothing reaches the screen.

A program goes on quite well beside a compositor that hangs, and would call itself alive in front
of a frozen picture. So it asks for what every compositor must answer (wl_display.sync), over a
line of its own; Qt's line is not to be had from Python.
"""

import os
import socket
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SYNC: Final = struct.pack("=III", 1, 12 << 16 | 0, 2)
"""To object 1, the display: 12 bytes, request 0 (sync), the answer comes as object 2."""


class Compositor:
    """A line to the compositor of this session; nothing here ever waits.

    Args:
        environment: where the compositor's socket is named.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        folder = environment.get("XDG_RUNTIME_DIR", "")
        # An absolute name stands for itself (wl_display_connect).
        self._path = Path(folder) / environment.get("WAYLAND_DISPLAY", "")
        self._line: socket.socket | None = None

    def has_answered(self) -> bool:
        """Whether it has answered since it was asked before; asks again, for the next time.

        The first time it is enough that there is one. A line that is lost is drawn anew the next
        time.
        """
        try:
            if self._line is None:
                self._line = socket.socket(socket.AF_UNIX)
                self._line.settimeout(0)
                self._line.connect(str(self._path))
            elif not self._line.recv(4096):
                raise ConnectionResetError
            self._line.send(_SYNC)
        except BlockingIOError:
            return False  # it is still to answer
        except OSError:
            self.close()
            return False
        return True

    def close(self) -> None:
        """Let the line go."""
        if self._line is not None:
            self._line.close()
            self._line = None
