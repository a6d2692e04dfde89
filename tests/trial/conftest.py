"""A page with nothing wrong on it, to be broken in one way at a time; any Qt warning fails."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.trial.touch import rest

GOOD = (Path(__file__).parent / "good.qml").read_text(encoding="utf-8")

Shower = Callable[..., QQuickWindow]


@pytest.fixture(scope="session")
def app() -> QGuiApplication:
    """The one application of the process."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication([])


@pytest.fixture
def show(app: QGuiApplication) -> Iterator[Shower]:  # noqa: ARG001 - must be there first
    """Shows the good page: `show(*changes)`, each an old part of its text and what replaces it."""
    told: list[str] = []
    engines: list[QQmlApplicationEngine] = []

    def listen(kind: QtMsgType, _context: object, message: str) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            told.append(message)

    def show_page(*changes: tuple[str, str]) -> QQuickWindow:
        text = GOOD
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        QAccessible.setActive(True)
        engine = QQmlApplicationEngine()
        engines.append(engine)
        engine.loadData(text.encode(), QUrl("page.qml"))
        assert told == []
        (window,) = engine.rootObjects()
        assert isinstance(window, QQuickWindow)
        rest(0.03)
        return window

    qInstallMessageHandler(listen)
    yield show_page
    for engine in engines:
        shiboken6.delete(engine)
    qInstallMessageHandler(None)
    assert told == []
