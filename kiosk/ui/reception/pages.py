"""The pages of the desk's window, in the order of its rail."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.pictures import PicturesPage
from kiosk.ui.reception.responses import ResponsesPage
from kiosk.ui.reception.today import TodayPage


class PageKind(NamedTuple):
    """One page.

    Attributes:
        id: by which it is known; also what a role may (`kiosk.desk.roles`). Its name in the rail
            is the text `desk_<id>`.
        make: the object that its QML binds to.
        file: its QML, beside this file.
    """

    id: str
    make: Callable[[Desk, QObject], DeskPage]
    file: str


PAGES: Final = (
    PageKind("today", TodayPage, "TodayPage.qml"),
    PageKind("pictures", PicturesPage, "PicturesPage.qml"),
    PageKind("responses", ResponsesPage, "ResponsesPage.qml"),
)
