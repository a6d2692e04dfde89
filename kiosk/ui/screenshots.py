"""Keeps what a window shows out of screenshots, recordings and remote support, where that can be.

Windows and macOS let a window say so. On Linux no window can: under Wayland it is for the
compositor to refuse, under X11 every program of the session sees the screen.
"""

import ctypes
import sys
from typing import Any, Final

from PySide6.QtQuick import QQuickWindow

CAN: Final = sys.platform in {"win32", "darwin"}
"""Whether the system lets a window ask for it."""

_LEFT_OUT: Final = 0x11
"""WDA_EXCLUDEFROMCAPTURE, from Windows 10 2004: the window is not there."""
_BLACK: Final = 0x1
"""WDA_MONITOR, any Windows: the window is black."""
_NOT_SHARED: Final = 0
"""NSWindowSharingNone."""


def keep_from_screenshots(window: QQuickWindow) -> bool:
    """Ask the system to leave a window out of every picture of the screen; whether it will."""
    if sys.platform == "win32":
        return leave_out_on_windows(ctypes.windll.user32, window.winId())
    if sys.platform == "darwin":
        return _leave_out_on_macos(window.winId())
    return False


def leave_out_on_windows(user32: Any, handle: int) -> bool:
    """Left out; where the Windows is too old for that, black.

    Args:
        user32: the library of that name.
        handle: HWND of the window.
    """
    wanted = (_LEFT_OUT, _BLACK)
    return any(user32.SetWindowDisplayAffinity(ctypes.c_void_p(handle), one) for one in wanted)


def _leave_out_on_macos(view: int) -> bool:
    """`[[view window] setSharingType: NSWindowSharingNone]`."""
    objc = ctypes.CDLL("/usr/lib/libobjc.dylib")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = [ctypes.c_char_p]
    send = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(
        ("objc_msgSend", objc)
    )
    share = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(
        ("objc_msgSend", objc)
    )
    window = send(view, objc.sel_registerName(b"window"))
    if not window:
        return False
    share(window, objc.sel_registerName(b"setSharingType:"), _NOT_SHARED)
    return True
