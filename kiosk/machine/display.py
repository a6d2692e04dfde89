"""Whether there is a screen to open a window on: Qt itself would abort the process."""

import os
import re
import socket
import sys
from pathlib import Path

X11_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server listens


def has_display() -> bool:
    """Whether a window can be opened here.

    On Linux: whether Qt was told its platform, or an X or Wayland display is named and answers.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers() or _x11_answers()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(str(Path(folder) / str(name)))


def _x11_answers() -> bool:
    name = os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if local is None:
        return bool(name)  # a display on another host: only trying tells
    path = str(X11_SOCKETS / f"X{local.group(1)}")
    return _answers(path) or _answers("\0" + path)


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(2)
        try:
            knock.connect(path)
        except OSError:
            return False
    return True
