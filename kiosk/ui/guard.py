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
from typing import Final

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from kiosk.errors import KioskError

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

    def install(self) -> None:
        """Take over Python's exception hooks and Qt's messages."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda told: self._tell(told.exc_type, told.exc_value)
        qInstallMessageHandler(_on_qt_message)

    def remove(self) -> None:
        """Give the hooks back to Python and Qt."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def _on_exception(
        self, kind: type[BaseException], value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, value, trace)
            return
        self._tell(kind, value)

    def _tell(self, kind: type[BaseException], value: BaseException | None) -> None:
        trace = value.__traceback__ if value is not None else None
        LOG.error("unexpected %s at %s", kind.__name__, place_of(trace))
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


def log_failure(what: str, failure: BaseException) -> None:
    """Says what failed by kind and place; the text may hold a patient's words."""
    LOG.error("%s failed: %s at %s", what, type(failure).__name__, place_of(failure.__traceback__))


def only_logged(what: str) -> Callable[[Future[None]], None]:
    """For what is noted on the way: where the store could not, the screen goes on all the same."""

    def told(future: Future[None]) -> None:
        failure = future.exception()
        if isinstance(failure, KioskError):
            log_failure(what, failure)
        raise_bug(failure)

    return told


def place_of(trace: TracebackType | None) -> str:
    """`file:line` of the last frame: what a developer needs, and no value."""
    frames = traceback.extract_tb(trace)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, _message: str) -> None:
    # The message itself may quote a text of a form or a patient: its place is told instead.
    file, line, category = context.file, context.line, context.category
    LOG.log(_LEVELS.get(kind, logging.ERROR), "Qt %s at %s:%s", category, file, line)
