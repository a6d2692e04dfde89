"""Empties what one can paste from: the next patient must not paste what the last one wrote."""

from PySide6.QtGui import QClipboard


def empty(clipboard: QClipboard) -> None:
    """Forget what was copied, and what was merely selected where the system keeps that too."""
    clipboard.clear()
    if clipboard.supportsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    if clipboard.supportsFindBuffer():
        clipboard.clear(QClipboard.Mode.FindBuffer)
