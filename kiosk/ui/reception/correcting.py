"""Answers of a response that staff correct: its questions in a list, changed one by one."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.editing import Corrected, Editing
from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.rules import Problem
from kiosk.forms.summarising import Telling
from kiosk.machine.zone import MachineZone
from kiosk.ui.patient.kinds.all_kinds import NO_CONTROL, kind_of
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.reception.correcting_fields import NONE, field_of, read_field
from kiosk.ui.reception.table import Column, Row, Table
from kiosk.ui.wording.speaking import Speaking

ALL_DAY: Final = "24"
"""How a language says that it counts the hours through the day (`clock`)."""

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Correcting(QObject):
    """The questions of one response; nothing is kept before the book was told."""

    changed = Signal()

    def __init__(
        self, speaking: Speaking, telling: Callable[[], Telling], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._speaking, self._telling = speaking, telling
        self._editing: Editing | None = None
        self._page: Page | None = None
        self._problem = ""
        say = speaking.say
        self._table = Table(
            (
                Column("question", say("amend_question"), 2.0, least=16),
                Column("answer", say("amend_answer"), 1.0, least=10),
                Column("now", say("amend_now"), 1.0, least=10),
            ),
            self,
        )
        self._table.opened.connect(self._edit)

    @property
    def editing(self) -> Editing | None:
        """What is changed so far; None where nothing is."""
        return self._editing

    def begin(self, editing: Editing) -> None:
        """These answers can be changed now."""
        self._editing, self._page, self._problem = editing, None, ""
        self._lay()

    @Slot()
    def leave(self) -> None:
        """No more; nothing was changed."""
        self._editing, self._page, self._problem = None, None, ""
        self._table.clear()
        self.changed.emit()

    @Slot(list, dict)
    def take(self, chosen: list[str], texts: dict[str, Any]) -> None:
        """The answer as the control of the question holds it now."""
        editing, page = self._editing, self._page
        if editing is None or page is None:
            return
        given = {"chosen": chosen, "own": texts.get("own", "")} if "way" in texts else texts
        around = self._around(editing)
        read = read_field(page, editing.answers(page.path), given, around)
        if read.problem:
            self._problem = read.problem
            self.changed.emit()
            return
        self._correct(editing, page, read.answers)

    @Slot()
    def clear(self) -> None:
        """No answer to that question."""
        if self._editing is not None and self._page is not None:
            self._correct(self._editing, self._page, ())

    @Slot()
    def dismiss(self) -> None:
        """That question stays as it is."""
        self._page, self._problem = None, ""
        self.changed.emit()

    def lines(self) -> list[str]:
        """What is another now, before and after."""
        if self._editing is None:
            return []
        return [self._line(self._editing, one) for one in self._editing.corrected]

    def _correct(self, editing: Editing, page: Page, answers: tuple[Answer, ...]) -> None:
        problems = editing.correct(page.path, answers)
        if problems:
            self._problem = self._wrong(page, problems[0], self._around(editing))
            self.changed.emit()
            return
        self._page, self._problem = None, ""
        self._lay()

    def _wrong(self, page: Page, problem: Problem, around: Around) -> str:
        kind = kind_of(page.item, page.limits) or NO_CONTROL
        return kind.refused(page, problem, around)

    @Slot(str)
    def _edit(self, path: str) -> None:
        editing = self._editing
        if editing is not None:
            self._page = next((page for page in editing.pages if page.path == path), None)
            self._problem = ""
            self.changed.emit()

    def _lay(self) -> None:
        editing = self._editing
        if editing is not None:
            changed = {one.page.path: one for one in editing.corrected}
            self._table.set_rows(
                self._row(editing, page, changed.get(page.path)) for page in editing.pages
            )
        self.changed.emit()

    def _row(self, editing: Editing, page: Page, changed: Corrected | None) -> Row:
        before = changed.before if changed else editing.answers(page.path)
        now = self._words(editing, page, changed.now) if changed else ""
        question = page.text or page.item.link_id
        declined = editing.is_declined(page.path) and not changed
        say = self._speaking.say
        answer = say("amend_declined") if declined else self._words(editing, page, before)
        if changed and not changed.now:
            now = say("amend_cleared")
        return Row(page.path, (question, answer, now), tone="please-look" if changed else "")

    def _line(self, editing: Editing, one: Corrected) -> str:
        none = self._speaking.say("amend_none")
        return self._speaking.say(
            "amend_before", question=one.page.text or one.page.item.link_id,
            before=self._words(editing, one.page, one.before) or none,
            now=self._words(editing, one.page, one.now) or none,
        )  # fmt: skip

    def _words(self, editing: Editing, page: Page, answers: tuple[Answer, ...]) -> str:
        return self._telling().worded(editing.language, editing.proxy)(page, answers)

    def _around(self, editing: Editing) -> Around:
        return Around(
            say=self._say, language=editing.language,
            direction=self._speaking.direction, proxy=editing.proxy, zone=MachineZone(),
        )  # fmt: skip

    def _say(self, key: str, **values: object) -> str:
        """The desk's words; a keyboard needs no "am" and "pm", for it has the hours to 23."""
        return ALL_DAY if key == "clock" else self._speaking.say(key, **values)

    def _field(self) -> Mapping[str, Any]:
        editing, page = self._editing, self._page
        if editing is None or page is None:
            return {"way": "", "question": "", "options": [], "fields": []}
        answers = editing.answers(page.path)
        shown = field_of(page, answers, self._around(editing))
        blank = {"options": [], "fields": [], "many": False, "own": False, "ownText": ""}
        said = {
            "question": page.text or page.item.link_id,
            "before": self._words(editing, page, answers) or self._speaking.say("amend_none"),
            "canSet": shown["way"] != NONE,
        }
        return blank | said | shown

    def _is_open(self) -> bool:
        return self._editing is not None

    def _is_editing(self) -> bool:
        return self._page is not None

    def _has_changes(self) -> bool:
        return bool(self._editing and self._editing.corrected)

    _read_table = attrgetter("_table")
    _read_problem = attrgetter("_problem")
    table = Property(Table, _read_table, constant=True)
    open = Property(bool, _is_open, notify=changed)
    asking = Property(bool, _is_editing, notify=changed)
    field = Property(dict, _field, notify=changed)
    problem = Property(str, _read_problem, notify=changed)
    hasChanges = Property(bool, _has_changes, notify=changed)  # noqa: N815 - read by QML
