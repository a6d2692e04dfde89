"""What the parts of Improve share that show what was heard: the look, the words, the answer."""

from collections.abc import Iterable
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.desk.improving.heard import Heard, QuestionHeard
from kiosk.desk.improving.heard_book import Answer, HeardBook
from kiosk.desk.roles import may
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.request import change_request
from kiosk.ui.reception.improving.answering import Answering
from kiosk.ui.reception.improving.heard_words import HeardWords
from kiosk.ui.reception.improving.reading import Reading
from kiosk.ui.reception.page import DeskPage

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class HeardTab(DeskPage):
    """A part that shows what was heard.

    Attributes:
        heard: what the last look found; None before.
    """

    heardChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.heard: Heard | None = None
        self.book = HeardBook(desk.store, desk.forms, desk.now)
        self.words = HeardWords(desk.speaking)
        self._answering = Answering(desk, self.give, self)
        self._reading = Reading(desk, self._read, self._escalate, self)
        self.changed.connect(self.heardChanged)

    @property
    def role(self) -> str:
        """Of who is signed in; "" for nobody."""
        return self.member.role if self.member else ""

    def enter(self) -> None:
        """Look at once; what people say changes by the week, so once is enough."""
        self.work(self.book.look, self._show)

    def leave(self) -> None:
        """Words of patients are not left on the screen."""
        self._reading.close()
        self._answering.close()

    def lock(self) -> None:
        """Nobody is signed in any more."""
        self.leave()

    def forget(self) -> None:
        """Nothing of it stays."""
        self.heard = None
        self.leave()
        super().forget()

    def refuse(self, text: str) -> None:
        """Say what is wrong where it is: in the answer, while one is written."""
        if self._answering.is_open:
            self._answering.refuse(text)
        super().refuse(text)

    def may_change(self, one: QuestionHeard) -> bool:
        """Whether who is signed in may change that question's words, or have them changed."""
        route = one.route
        if one.number == 0 or route.fix == "show-otherwise" or route.who in {"locked", "elsewhere"}:
            return False
        desks = route.who == "desk" and may(self.role, "change-help")
        return desks or may(self.role, "change-form")

    def change(self, one: QuestionHeard) -> None:
        """The editor, with that question and what it answers."""
        groups = tuple(said.id for said in one.open_reasons)
        self.wanted.emit("forms", change_request(one.form.url, one.link_id, groups))

    def ask_answer(self, one: QuestionHeard, groups: Iterable[str]) -> None:
        """Ask what to say to these groups."""
        question = one.text(self.desk.speaking.language)
        self._answering.begin(question, tuple(groups), vetoes=self.role == "clinical")

    def give(self, groups: tuple[str, ...], answer: Answer) -> None:
        """Say it."""
        member = self.member
        if member is not None:
            self.work(lambda: self.book.answer(groups, answer, member), self._given)

    @Slot(str)
    def show_words(self, group: str) -> None:
        """Patients' words, for who asked for them."""
        found, member = self.heard and self.heard.reason(group), self.member
        if not found or member is None:
            return
        one, said = found
        title = one.text(self.desk.speaking.language)
        self.work(
            lambda: self.book.words_read(group, member),
            lambda _: self._reading.show(group, title, said),
        )

    def _read(self, group: str) -> None:
        self.show_words(group)

    def _escalate(self, group: str) -> None:
        member = self.member
        if member is not None:
            self.work(lambda: self.book.escalate(group, member), lambda _: self._escalated())

    def _escalated(self) -> None:
        self._reading.escalated()
        self.enter()

    def _given(self, _: None) -> None:
        self._answering.close()
        self.tell("answer_kept")
        self.enter()

    def _show(self, heard: Heard) -> None:
        if self.member is not None:
            self.heard = heard

    def _far(self) -> str:
        """Said on a desk's PC without a screen for patients: nothing is heard there."""
        return self.say("week_far") if self.desk.settings.reception.alone else ""

    def _has_looked(self) -> bool:
        return self.heard is not None

    _read_answering = attrgetter("_answering")
    _read_reading = attrgetter("_reading")
    answering = Property(Answering, _read_answering, constant=True)
    reading = Property(Reading, _read_reading, constant=True)
    far = Property(str, _far, constant=True)
    looked = Property(bool, _has_looked, notify=heardChanged)
