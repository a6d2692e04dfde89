"""A barcode scanner that types: a code within a moment, and Enter.

To Qt it is a keyboard. What comes faster than anybody types, and ends with Enter, was scanned. When
a key was pressed is told by its event: a window that is busy gets to it later.
"""

from collections.abc import Callable
from typing import Final

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent

LEAST_SIGNS: Final = 4
MOST_SIGNS: Final = 600
"""A slip of twenty forms has 415 digits."""
MOST_GAP_MS: Final = 60
"""Scanners type a sign every 1 to 20 ms; who types ten signs a second is fast."""
SURE_SIGNS: Final = 12
LONGEST_GAP_MS: Final = 600
"""After so many quick signs in a row it is a scanner, and may rest: some send in parts."""


class Scanner(QObject):
    """Event filter of a window. What is typed by hand comes through; a scan's Enter does not.

    Signals:
        scanned: what was read, as the scanner typed it.
    """

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._listens: Callable[[], bool] = _never
        self._read, self._last_ms = "", 0

    def listen_while(self, listens: Callable[[], bool]) -> None:
        """Hear a scan only where `listens()`."""
        self._listens = listens

    def stop(self) -> None:
        """Hear nothing any more."""
        self._listens = _never

    @Slot()
    def forget(self) -> None:
        """What was typed so far was typed by somebody who has left."""
        self._read = ""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True where the event must not reach the window."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        before, self._last_ms = self._last_ms, event.timestamp()
        gap_ms = LONGEST_GAP_MS if len(self._read) >= SURE_SIGNS else MOST_GAP_MS
        quick = 0 <= self._last_ms - before < gap_ms
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            return self._end(quick=quick)
        if event.text().isprintable() and event.text():
            return self._sign(event.text(), quick=quick)
        return False

    def _sign(self, text: str, *, quick: bool) -> bool:
        # A space in the middle of a scan would press the button that has the focus.
        inside = quick and bool(self._read)
        self._read = ((self._read if quick else "") + text)[-MOST_SIGNS:]
        return inside and text.isspace() and self._listens()

    def _end(self, *, quick: bool) -> bool:
        read, self._read = self._read, ""
        if not quick or len(read) < LEAST_SIGNS or not self._listens():
            return False
        self.scanned.emit(read)
        return True


def _never() -> bool:
    return False
