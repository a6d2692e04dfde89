"""What is written, ticked and moved in the editor, as steps of a change."""

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.options import code_for
from kiosk.ui.reception.editing.change_page import ChangePage
from kiosk.ui.reception.editing.fields import OTHER_RULE

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class EditFields(ChangePage):
    """The fields of the editor: each call is one step, or a part of one that is typed."""

    @Slot(str)
    def writeText(self, text: str) -> None:  # noqa: N802 - called by QML
        """What the question asks."""
        self.type_in(e.SetText(self._current, self._language, text))

    @Slot(str)
    def writeHelp(self, text: str) -> None:  # noqa: N802
        """The help beneath it."""
        self.type_in(e.SetHelp(self._current, self._language, text))

    @Slot(int, str)
    def writeOption(self, place: int, text: str) -> None:  # noqa: N802
        """The words of an answer."""
        self.type_in(e.SetOptionText(self._current, place, self._language, text))

    @Slot(str)
    def writePurpose(self, text: str) -> None:  # noqa: N802
        """Which decision it feeds."""
        self.type_in(e.SetItemPurpose(self._current, text))

    @Slot(str)
    def writeTitle(self, text: str) -> None:  # noqa: N802
        """The name of the form."""
        self.type_in(e.SetTitle(self._language, text))

    @Slot(str)
    def writeDescription(self, text: str) -> None:  # noqa: N802
        """What the form is about."""
        self.type_in(e.SetDescription(self._language, text))

    @Slot(str)
    def writeFormPurpose(self, text: str) -> None:  # noqa: N802
        """What the form is for."""
        self.type_in(e.SetPurpose(text))

    @Slot(str, str)
    def writeBudget(self, items: str, seconds: str) -> None:  # noqa: N802
        """How many questions, and how many seconds; "" for no bound."""
        numbers = [int(text) if text.strip().isdecimal() else None for text in (items, seconds)]
        self.type_in(e.SetBudget(*numbers))

    @Slot(str, result=bool)
    def addOption(self, text: str) -> bool:  # noqa: N802
        """One more answer."""
        self.flush()
        return self.do(e.AddOption(self._current, text))

    @Slot(int)
    def removeOption(self, place: int) -> None:  # noqa: N802
        """An answer less."""
        self.flush()
        self.do(e.RemoveOption(self._current, place))

    @Slot(int, int)
    def moveOption(self, place: int, by: int) -> None:  # noqa: N802
        """An answer up or down."""
        self.flush()
        self.do(e.MoveOption(self._current, place, place + by))

    @Slot(bool)
    def require(self, required: bool) -> None:  # noqa: FBT001 - called by QML
        """Whether it must be answered."""
        self.flush()
        self.do(e.SetRequired(self._current, required), lay=False)

    @Slot(str, str)
    def askOnly(self, question: str, answer: str) -> None:  # noqa: N802
        """Ask it only after that answer to that question; always for ""."""
        self.flush()
        if question != OTHER_RULE:
            self.do(e.SetSkipRule(self._current, question, int(answer or "0")))

    @Slot(int)
    def move(self, by: int) -> None:
        """The question up or down."""
        self.flush()
        self.do(e.MoveItem(self._current, by))

    @Slot(str, str, result=bool)
    def addQuestion(self, kind: str, text: str) -> bool:  # noqa: N802
        """A question after the one that is shown."""
        self.flush()
        if self._change is None:
            return False
        known = set(self._change.form.by_link_id) | set(self._change.base.by_link_id)
        link_id = code_for(text, known)
        done = self.do(e.AddItem(self._current, link_id, kind, text))
        if done:
            self.choose(link_id)
        return done

    @Slot()
    def removeQuestion(self) -> None:  # noqa: N802
        """The question that is shown, less."""
        self.flush()
        self.do(e.RemoveItem(self._current))
