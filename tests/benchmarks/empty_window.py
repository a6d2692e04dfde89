"""Qt Quick and nothing else: what any window costs. Says when its first frame is shown."""

import json
import time

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

PAGE = b"import QtQuick; Window { visible: true; width: 1080; height: 1920 }"


def first() -> None:
    at = time.clock_gettime(time.CLOCK_BOOTTIME)
    print(json.dumps({"event": "first", "at": at}), flush=True)


application = QGuiApplication(["empty"])
engine = QQmlApplicationEngine()
engine.loadData(PAGE)
(window,) = engine.rootObjects()
assert isinstance(window, QQuickWindow)
window.frameSwapped.connect(first)
application.exec()
