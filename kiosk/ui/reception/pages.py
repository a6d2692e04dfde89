"""The pages of the desk's window, in the order of its rail."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from kiosk.ui.reception.alerts import AlertsPage
from kiosk.ui.reception.clinic import ClinicPage
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.export import ExportPage
from kiosk.ui.reception.forms import FormsPage
from kiosk.ui.reception.improving.page import ImprovePage
from kiosk.ui.reception.kiosks import KiosksPage
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.papers import PapersPage
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
    PageKind("alerts", AlertsPage, "AlertsPage.qml"),
    PageKind("responses", ResponsesPage, "ResponsesPage.qml"),
    PageKind("export", ExportPage, "ExportPage.qml"),
    PageKind("pictures", PicturesPage, "PicturesPage.qml"),
    PageKind("papers", PapersPage, "PapersPage.qml"),
    PageKind("forms", FormsPage, "FormsPage.qml"),
    PageKind("improve", ImprovePage, "ImprovePage.qml"),
    PageKind("kiosks", KiosksPage, "KiosksPage.qml"),
    PageKind("clinic", ClinicPage, "ClinicPage.qml"),
)
