"""Tells the service manager how this process stands: sd_notify(3), one datagram, no library.

Outside a service of systemd there is nobody to tell, and nothing happens.
"""

import contextlib
import os
import socket
from collections.abc import Mapping
from typing import Final

READY: Final = "READY=1"
ALIVE: Final = "WATCHDOG=1"
STOPPING: Final = "STOPPING=1"
PATIENCE: Final = "EXTEND_TIMEOUT_USEC=900000000\nWATCHDOG_USEC=900000000"
"""A quarter of an hour more to start in: a damaged store is saved first, row by row.

Also for a start that comes after a page had stood, from when on the watchdog looks.
"""


def notify(*states: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell the service manager something.

    Args:
        states: assignments of sd_notify(3), such as `READY` or "STATUS=Closed".
        environment: where the manager's socket is named.

    Returns:
        Whether somebody was told.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return False
    with (
        contextlib.suppress(OSError),  # a manager that is gone is no reason to end
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagram,
    ):
        datagram.sendto("\n".join(states).encode(), address.replace("@", "\0", 1))
        return True
    return False


def alive(patience_s: float) -> tuple[str, str]:
    """What says that this process lives, and that it is watched as the unit wants it."""
    return ALIVE, f"WATCHDOG_USEC={patience_s * 1_000_000:.0f}"


def watchdog_s(environment: Mapping[str, str] = os.environ) -> float:
    """After so many seconds of silence the manager ends the service; 0: it does not watch.

    `WATCHDOG_PID` is not asked: the compositor is the service's main process, and this its child.
    """
    said = environment.get("WATCHDOG_USEC", "")
    return int(said) / 1_000_000 if said.isascii() and said.isdigit() else 0.0
