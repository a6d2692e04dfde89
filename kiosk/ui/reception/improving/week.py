"""This week: the three questions that people stumble over most, and what can be done about them."""

from PySide6.QtCore import QObject
from PySide6.QtQml import QmlElement

from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class WeekTab(DeskPage):
    """What was heard, the most urgent first."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
