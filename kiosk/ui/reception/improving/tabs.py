"""The parts of the page Improve, in their order."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import QObject

from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.improving.board import BoardTab
from kiosk.ui.reception.improving.changes import ChangesTab
from kiosk.ui.reception.improving.questions import QuestionsTab
from kiosk.ui.reception.improving.suggestions import SuggestionsTab
from kiosk.ui.reception.improving.week import WeekTab
from kiosk.ui.reception.page import DeskPage


class TabKind(NamedTuple):
    """One part.

    Attributes:
        id: by which it is known. Its name is the text `improve_tab_<id>`.
        make: the object that its QML binds to.
        file: its QML, beside that of the page.
    """

    id: str
    make: Callable[[Desk, QObject], DeskPage]
    file: str


TABS: Final = (
    TabKind("week", WeekTab, "ImproveWeek.qml"),
    TabKind("changes", ChangesTab, "ImproveChanges.qml"),
    TabKind("suggestions", SuggestionsTab, "ImproveSuggestions.qml"),
    TabKind("questions", QuestionsTab, "ImproveQuestions.qml"),
    TabKind("board", BoardTab, "ImproveBoard.qml"),
)
