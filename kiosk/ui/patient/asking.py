"""The question on the screen and the answer being given to it."""

from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.ui.films import Film
from kiosk.ui.letters import whole
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.views import progress_brief, progress_part, progress_text, question_view
from kiosk.ui.pictures import Pictures
from kiosk.ui.signing import signature_png

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_NOWHERE: Final = ("", "", 0.0)


@QmlElement
class Asking(QObject):
    """One question page.

    Holds answers only through the sitting, which the screen can drop.

    Attributes:
        pictures: those of the form, dropped when no question is shown.
        films: those of the question, played one at a time.

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
        self._around: Around | None = None
        self._drawn: tuple[object, str] | None = None
        self._view: dict[str, Any] = {}
        self.pictures = Pictures("form")
        self.films = Film(parent=self)
        self._progress = _NOWHERE
        self._problem, self._field = "", ""

    def show(self, sitting: Sitting, page: Page, around: Around) -> None:
        """Show that question of the sitting."""
        drawn = sitting.questionnaire, around.language
        if drawn != self._drawn:
            self._drawn = drawn
            self.pictures.prepare(sitting.questionnaire, around.language)
        self.films.forget()
        around = replace(
            around, shown=self.pictures.shown, played=self.films.offer, ink=signature_png
        )
        view, say = question_view(sitting, page, around), around.say
        if _control_of(view) != _control_of(self._view):
            # The control that comes must never see what the one before it held.
            self._page = None
            self.answerChanged.emit()
        self._sitting, self._page, self._around = sitting, page, around
        told = progress_text(sitting, say), progress_brief(sitting, say)
        self._progress = (*told, progress_part(sitting))
        self._view = view
        self._problem, self._field = "", ""
        self._tell()

    def clear(self) -> None:
        """Show nothing and let go of everything that held an answer."""
        self._sitting, self._page, self._around, self._drawn = None, None, None, None
        self._view, self._progress = {}, _NOWHERE
        self._problem, self._field = "", ""
        self.pictures.forget()
        self.films.forget()
        self._tell()

    def wants(self) -> bool:
        """Say what is wrong with the answer on this page; False where nothing is."""
        if self._sitting is None or self._page is None:
            return False
        if unread := self._sitting.unread(self._page):
            self._refuse(unread.problem, unread.field)
            return True
        problem = self._sitting.problem()
        if problem is not None:
            self.refuse(problem)
        return problem is not None

    def refuse(self, problem: Problem) -> None:
        """Say what is wrong, on the page of the question that has to do with it."""
        if self._sitting and self._page and self._around:
            kind = self._sitting.kind(self._page)
            self._refuse(kind.refused(self._page, problem, self._around), "")

    @Slot("QVariantMap")
    def enter(self, entry: dict[str, Any]) -> None:
        """Take what the control holds now."""
        if self._sitting and self._page and self._around:
            self._sitting.enter(self._page, entry, self._around)
            self._answered()

    @Slot(str, str)
    def write(self, field: str, text: str) -> None:
        """Take what was written on the writing page of a field."""
        text = whole(text)
        if self._sitting and self._page and text != self.writing(field).get("text"):
            kind = self._sitting.kind(self._page)
            self.enter(dict(kind.wrote(self._entry(), field, text)))

    @Slot(str, result="QVariantMap")
    def writing(self, field: str) -> dict[str, Any]:
        """The writing page of a field: its title, text, length, keyboard, lines."""
        if not self._sitting or not self._page or not self._around:
            return {}
        kind = self._sitting.kind(self._page)
        return kind.writing(self._page, self._entry(), field, self._around)

    @Slot()
    def decline(self) -> None:
        """The patient would rather not say."""
        if self._sitting and self._page:
            self._sitting.decline(self._page)
            self._answered()
            self.passed.emit()

    def _answered(self) -> None:
        self._refuse("", "")
        self.answerChanged.emit()
        self.given.emit()

    def _refuse(self, problem: str, field: str) -> None:
        self._problem, self._field = problem, field
        self.problemChanged.emit()

    def _tell(self) -> None:
        self.questionChanged.emit()
        self.answerChanged.emit()
        self.problemChanged.emit()

    def _entry(self) -> dict[str, Any]:
        if not self._sitting or not self._page or not self._around:
            return {}
        return dict(self._sitting.entry(self._page, self._around))

    def _declined(self) -> bool:
        if not self._sitting or not self._page:
            return False
        return self._sitting.filler.is_declined(self._page.path)

    def _language(self) -> str:
        return self._sitting.filler.language if self._sitting else ""

    def _progress_text(self) -> str:
        return self._progress[0]

    def _progress_brief(self) -> str:
        return self._progress[1]

    def _progress_part(self) -> float:
        return self._progress[2]

    _read_view = attrgetter("_view")
    _read_problem = attrgetter("_problem")
    _read_field = attrgetter("_field")
    _read_film = attrgetter("films")
    film = Property(Film, _read_film, constant=True)
    language = Property(str, _language, notify=questionChanged)
    question = Property(dict, _read_view, notify=questionChanged)
    progressText = Property(str, _progress_text, notify=questionChanged)  # noqa: N815
    progressBrief = Property(str, _progress_brief, notify=questionChanged)  # noqa: N815
    progress = Property(float, _progress_part, notify=questionChanged)
    entry = Property(dict, _entry, notify=answerChanged)
    problem = Property(str, _read_problem, notify=problemChanged)
    field = Property(str, _read_field, notify=problemChanged)
    declined = Property(bool, _declined, notify=answerChanged)


def _control_of(view: dict[str, Any]) -> tuple[str, str]:
    return view.get("kind", ""), view.get("inner", {}).get("kind", "")
