"""All suggestions: what was said of which question, since when, and what became of it."""

from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.routing import may_answer
from kiosk.desk.improving.heard import Heard, QuestionHeard, ReasonHeard
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.improving.heard_tab import HeardTab
from kiosk.ui.reception.table import Column, Row, Table

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class SuggestionsTab(HeardTab):
    """Every question that was spoken of, one reason a row; what waits too long is marked."""

    listed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._table = Table(_columns(self.say), self)
        self._table.changed.connect(self.listed)
        self._table.opened.connect(self.show_words)
        self.changed.connect(self.listed)

    def forget(self) -> None:
        """Nothing of the table stays."""
        self._table.clear()
        super().forget()

    @Slot()
    def read(self) -> None:
        """The words of the chosen one."""
        self.show_words(str(self._table.property("current")))

    @Slot()
    def answer(self) -> None:
        """Say something to who said the chosen one."""
        if (found := self._chosen()) is not None and self._may_answer():
            one, said = found
            self.ask_answer(one, (said.id,))

    @Slot()
    def changeQuestion(self) -> None:  # noqa: N802 - called by QML
        """Open the editor at the question of the chosen one."""
        if (found := self._chosen()) is not None and self._may_change():
            self.change(found[0])

    def _show(self, heard: Heard) -> None:
        super()._show(heard)
        if self.heard is not None:
            self._table.set_rows(self._rows(self.heard))
            self.listed.emit()

    def _rows(self, heard: Heard) -> Iterator[Row]:
        for one in heard.questions:
            for said in one.reasons:
                yield self._row(one, said)

    def _row(self, one: QuestionHeard, said: ReasonHeard) -> Row:
        title = one.form.title(self.desk.speaking.language)
        reason, often = self.say(f"heard_{said.reason}"), self.words.often(one, said)
        since = self.words.day(said.since)
        state = self.words.state(said)
        cells = (title, self.words.question(one), reason, often, since, state)
        sort = (
            title, (one.number, one.link_id), reason, said.remarks + said.notes,
            said.since or date.min, state,
        )  # fmt: skip
        return Row(said.id, cells, sort, "please-look" if said.is_overdue else "")

    def _chosen(self) -> tuple[QuestionHeard, ReasonHeard] | None:
        return self.heard.reason(str(self._table.property("current"))) if self.heard else None

    def _may_answer(self) -> bool:
        found = self._chosen()
        if found is None or not found[1].remarks or found[1].escalated:
            return False
        return may_answer(self.role, found[1].route.who)

    def _may_change(self) -> bool:
        found = self._chosen()
        return found is not None and self.may_change(found[0])

    def _may_read(self) -> bool:
        found = self._chosen()
        return found is not None and bool(found[1].words or found[1].said)

    _read_table = attrgetter("_table")
    table = Property(Table, _read_table, constant=True)
    mayAnswer = Property(bool, _may_answer, notify=listed)  # noqa: N815 - read by QML
    mayChange = Property(bool, _may_change, notify=listed)  # noqa: N815 - read by QML
    mayRead = Property(bool, _may_read, notify=listed)  # noqa: N815 - read by QML


def _columns(say: Callable[[str], str]) -> Iterator[Column]:
    yield Column("form", say("suggestions_form"), 1.0, least=10, spare=True)
    yield Column("question", say("suggestions_question"), 2.2, least=16)
    yield Column("reason", say("suggestions_reason"), 1.4, least=12)
    yield Column("often", say("suggestions_often"), 0.8, least=10, spare=True)
    yield Column("since", say("suggestions_since"), 0.2, least=9, spare=True)
    yield Column("state", say("suggestions_state"), 1.0, least=10)
