"""What no part of the program expected ends here: told without patient data, shown calmly.

Python's exception hooks and Qt's messages are the only places where a bug surfaces. Exception
texts may quote an answer, so only the kind of exception and the line of our own code are told.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from kiosk.errors import KioskError
from kiosk.logs import place_in, place_of, tell

LOG: Final = logging.getLogger("kiosk.ui")
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_LAST: Final = ("last_exc", "last_type", "last_value", "last_traceback")
"""Where Python keeps the exception it told last, for a debugger that nobody starts here."""


class Guard(QObject):
    """Catches bugs at the outermost edge while it is installed.

    Signals:
        broke: a bug surfaced on any thread; the screen should go back to a safe page.
    """

    broke = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = (sys.excepthook, threading.excepthook, None)

    def install(self) -> None:
        """Take over Python's exception hooks and Qt's messages."""
        hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = lambda told: self._tell(told.exc_type, told.exc_value)
        self._before = (*hooks, withhold_qt_messages())

    def remove(self) -> None:
        """Give the hooks back to whoever had them."""
        sys.excepthook, threading.excepthook, before = self._before
        qInstallMessageHandler(before)

    def _on_exception(
        self, kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, value, trace)
            return
        self._tell(kind, value)

    def _tell(self, kind: type[BaseException], value: BaseException | None) -> None:
        trace = value.__traceback__ if value is not None else None
        tell(LOG, logging.ERROR, "unexpected", kind=kind, place=place_of(trace))
        del trace
        let_go(value)
        self.broke.emit()


def let_go(value: BaseException | None) -> None:
    """Drop what an exception holds alive: the variables of every function it came through."""
    for name in _LAST:
        if hasattr(sys, name):
            delattr(sys, name)
    while value is not None:
        traceback.clear_frames(value.__traceback__)
        value.__traceback__ = None
        value = value.__cause__ or value.__context__


def raise_bug(failure: BaseException | None) -> None:
    """Raise again what is no trouble of the world but a bug, so that the guard tells it."""
    if failure is not None and not isinstance(failure, KioskError):
        raise failure


def log_failure(what: str, failure: BaseException, *, code: str = "") -> None:
    """Says what failed by kind and place; the text may hold a patient's words."""
    place = place_of(failure.__traceback__)
    tell(LOG, logging.ERROR, f"{what} failed:", kind=type(failure), place=place, code=code)


def only_logged(what: str) -> Callable[[Future[None]], None]:
    """For what is noted on the way: where the store could not, the screen goes on all the same."""

    def told(future: Future[None]) -> None:
        failure = future.exception()
        if isinstance(failure, KioskError):
            log_failure(what, failure)
        raise_bug(failure)

    return told


def withhold_qt_messages() -> Any:
    """From now on what Qt and pages say goes to the log, without its text; returns who had it."""
    return qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    # The message itself may quote a text of a form or a patient: its place is told instead.
    level, category = _LEVELS.get(kind, logging.ERROR), str(context.category or "")
    place = place_in(str(context.file or "Qt"), context.line)
    tell(LOG, level, "Qt said something", code=category, place=place)
