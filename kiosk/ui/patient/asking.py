"""The question on the screen and the answer being given to it."""

from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.ui.patient.kinds import TEXT, kind_of
from kiosk.ui.patient.sitting import Sitting, option_answers
from kiosk.ui.patient.views import (
    Say,
    problem_text,
    progress_part,
    progress_text,
    question_view,
    review_rows,
)

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Asking(QObject):
    """One question page, or the rows of the check page.

    Holds answers only through the sitting, which the screen can drop.

    Signals:
        given: the patient gave or changed the answer; it wants keeping.
        passed: the patient would rather not say, and wants to go on.
    """

    questionChanged = Signal()  # noqa: N815 - Qt's way to name signals
    answerChanged = Signal()  # noqa: N815
    problemChanged = Signal()  # noqa: N815
    given = Signal()
    passed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sitting: Sitting | None = None
        self._page: Page | None = None
        self._view: dict[str, Any] = {}
        self._rows: list[dict[str, str]] = []
        self._progress = ("", 0.0)
        self._problem = ""

    def show(self, sitting: Sitting, say: Say) -> None:
        """Show the page where the sitting is."""
        page = sitting.page
        self.clear()
        if page is None:
            self._rows = review_rows(sitting, say)
            self.questionChanged.emit()
            return
        self._sitting, self._page = sitting, page
        self._progress = (progress_text(sitting, say), progress_part(sitting))
        self._view = question_view(sitting, page, say)
        self._tell()

    def clear(self) -> None:
        """Show nothing and let go of everything that held an answer."""
        self._sitting, self._page, self._problem = None, None, ""
        self._view, self._progress, self._rows = {}, ("", 0.0), []
        self._tell()

    def wants(self, say: Say) -> bool:
        """Say what is wrong with the answer on this page; False where nothing is."""
        problem = self._sitting.problem() if self._sitting else None
        if problem is not None:
            self.refuse(problem, say)
        return problem is not None

    def refuse(self, problem: Problem, say: Say) -> None:
        """Say what is wrong, on the page of the question that has to do with it."""
        if self._page is not None:
            self._problem = problem_text(problem, self._page.item, say)
            self.problemChanged.emit()

    @Slot(int)
    def select(self, index: int) -> None:
        """Answer with the option of that index."""
        if self._sitting and self._page:
            self._sitting.give(self._page, index)
            self._answered()

    @Slot(str)
    def write(self, text: str) -> None:
        """Answer in the patient's own words."""
        if self._sitting and self._page and text != self._text():
            self._sitting.write(self._page, text)
            self._answered()

    @Slot()
    def decline(self) -> None:
        """The patient would rather not say."""
        if self._sitting and self._page:
            self._sitting.decline(self._page)
            self._answered()
            self.passed.emit()

    def _answered(self) -> None:
        self._problem = ""
        self.problemChanged.emit()
        self.answerChanged.emit()
        self.given.emit()

    def _tell(self) -> None:
        self.questionChanged.emit()
        self.answerChanged.emit()
        self.problemChanged.emit()

    def _chosen(self) -> int:
        return self._chosen_on(self._page) if self._page else -1

    def _chosen_on(self, page: Page) -> int:
        given = self._sitting.filler.answers(page.path) if self._sitting else ()
        options = option_answers(page.item)
        return options.index(given[0]) if given and given[0] in options else -1

    def _text(self) -> str:
        if not self._sitting or not self._page or kind_of(self._page.item) != TEXT:
            return ""
        given = self._sitting.filler.answers(self._page.path)
        return str(given[0].value) if given else ""

    def _declined(self) -> bool:
        if not self._sitting or not self._page:
            return False
        return self._sitting.filler.is_declined(self._page.path)

    def _question(self) -> dict[str, Any]:
        return self._view

    def _progress_text(self) -> str:
        return self._progress[0]

    def _progress_part(self) -> float:
        return self._progress[1]

    def _problem_text(self) -> str:
        return self._problem

    _read_rows = attrgetter("_rows")
    question = Property(dict, _question, notify=questionChanged)
    progressText = Property(str, _progress_text, notify=questionChanged)  # noqa: N815
    progress = Property(float, _progress_part, notify=questionChanged)
    rows = Property(list, _read_rows, notify=questionChanged)
    problem = Property(str, _problem_text, notify=problemChanged)
    chosen = Property(int, _chosen, notify=answerChanged)
    text = Property(str, _text, notify=answerChanged)
    declined = Property(bool, _declined, notify=answerChanged)
