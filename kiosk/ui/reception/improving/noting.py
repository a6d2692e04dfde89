"""A note from anywhere in the desk's window: a patient asked about a question. By keys in seconds.

It keeps a day and a role; no patient, no visit and no name.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.personal import looks_personal
from kiosk.coproduction.routing import DESK_WORDS
from kiosk.coproduction.staff_notes import MOST_WORDS, STAFF_REASONS, StaffNote
from kiosk.desk.improving.noting import Asked, NoteBook, found_questions, question_of
from kiosk.desk.roles import may
from kiosk.forms.questionnaire import Questionnaire
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.page import DeskPage

if TYPE_CHECKING:
    from kiosk.store.staff import StaffMember

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHOWN: Final = 6
"""So many questions are offered at once; typing more makes them fewer."""


@QmlElement
class Noting(DeskPage):
    """What the dialog of a note binds to.

    Signals:
        opened, closed: of the dialog.
        taken: a question is chosen; why is asked next.
    """

    asked = Signal()
    opened = Signal()
    closed = Signal()
    taken = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self._book = NoteBook(desk.store, desk.now)
        self._forms: tuple[Questionnaire, ...] = desk.forms
        self._last, self._keeping = "", False
        self._question: Asked | None = None
        self.changed.connect(self.asked)
        self._clear()

    def sign_in(self, member: "StaffMember") -> None:
        """That person works here from now on."""
        super().sign_in(member)
        self.changed.emit()

    @Slot(object)
    def begin(self, canonicals: Iterable[str] = ()) -> None:
        """Ask for a note.

        Args:
            canonicals: of the forms it may be about; all of the clinic for none.
        """
        if not self._may():
            return
        urls = {one.partition("|")[0] for one in canonicals}
        self._forms = tuple(one for one in self.desk.forms if one.url in urls) or self.desk.forms
        self._clear()
        self.opened.emit()

    @Slot()
    def ask(self) -> None:
        """Ask for a note on any form."""
        self.begin()

    @Slot()
    def close(self) -> None:
        """Nothing of it stays."""
        self._clear()
        self.closed.emit()

    def lock(self) -> None:
        """Nobody is signed in any more."""
        self.close()

    def forget(self) -> None:
        """Somebody else is signed in."""
        self._last = ""
        self.close()
        super().forget()

    @Slot(str)
    def about(self, url: str) -> None:
        """It is about that form."""
        self._url, self._question = url, None
        self._tell_asked()

    @Slot(str)
    def find(self, typed: str) -> None:
        """What was typed to find the question."""
        self._typed, self._question = typed, None
        self._tell_asked()

    @Slot(str)
    def take(self, link_id: str) -> None:
        """That question."""
        if (form := self._form) is not None:
            self._question = question_of(form, link_id, self.desk.speaking.language)
            self._tell_asked()
            self.taken.emit()

    @Slot()
    def takeFirst(self) -> None:  # noqa: N802 - called by QML
        """The first of those that are offered."""
        if found := self._found():
            self.take(found[0].link_id)
        else:
            self.refuse(self.say("note_no_question"))

    @Slot(int)
    def becauseOf(self, place: int) -> None:  # noqa: N802 - called by QML
        """Why, by its place in the list."""
        if 0 <= place < len(STAFF_REASONS):
            self._reason = STAFF_REASONS[place]
            self._tell_asked()

    @Slot(str)
    def write(self, words: str) -> None:
        """The words as they stand in their field now."""
        self._words, self._warned = words, False
        if self._problem:
            self._tell_asked()

    @Slot()
    def keep(self) -> None:
        """Keep it, if nothing is missing."""
        form, question = self._form, self._question
        if form is None or question is None or self._keeping:
            self.refuse("" if self._keeping else self.say("note_no_question"))
            return
        if problem := self._missing():
            self.refuse(self.say(problem))
            return
        self._keeping, role = True, self._role
        reason, words = self._reason, self._words
        self.work(
            lambda: self._book.keep(form, question.link_id, reason=reason, words=words, role=role),
            lambda note: self._kept(note, form, question),
        )

    def refuse(self, text: str) -> None:
        """Say what is missing; what was chosen stays."""
        self._keeping = False
        super().refuse(text)

    def _kept(self, note: StaffNote, form: Questionnaire, question: Asked) -> None:
        self._last = form.url
        title = form.title(self.desk.speaking.language)
        self.close()
        self.tell("note_kept", lambda: self._drop(note), number=question.number, form=title)

    def _drop(self, note: StaffNote) -> None:
        self.work(lambda: self._book.drop(note), lambda _: self.tell("note_dropped"))

    def _missing(self) -> str:
        if not self._reason:
            return "note_no_reason"
        if self._reason == DESK_WORDS and not self._words.strip():
            return "note_no_words"
        if looks_personal(self._words) and not self._warned:
            self._warned = True  # it may be no name at all: the same once more is kept
            return "note_personal"
        return ""

    def _clear(self) -> None:
        here = [one.url for one in self._forms]
        self._url = self._last if self._last in here else next(iter(here), "")
        self._typed, self._reason, self._words = "", "", ""
        self._question = None
        self._keeping, self._warned, self._problem = False, False, ""
        self.changed.emit()

    def _tell_asked(self) -> None:
        self._problem = ""
        self.changed.emit()

    def _found(self) -> tuple[Asked, ...]:
        if self._form is None:
            return ()
        return found_questions(self._form, self._typed, self.desk.speaking.language)

    @property
    def _form(self) -> Questionnaire | None:
        return next((one for one in self._forms if one.url == self._url), None)

    @property
    def _role(self) -> str:
        return self.member.role if self.member else ""

    def _may(self) -> bool:
        return may(self._role, "note") and bool(self.desk.forms)

    def _is_chosen(self) -> bool:
        return self._question is not None

    def _most_words(self) -> int:
        return MOST_WORDS

    def _offered_forms(self) -> list[dict[str, str]]:
        """The one of the last note first, then as the clinic has them."""
        ordered = sorted(self._forms, key=lambda one: one.url != self._last)
        language = self.desk.speaking.language
        return [{"id": one.url, "label": one.title(language)} for one in ordered]

    def _questions(self) -> list[dict[str, Any]]:
        """Those that are meant by what was typed; the chosen one alone, once it is."""
        shown = (self._question,) if self._question else self._found()[:SHOWN]
        return [
            {
                "id": one.link_id,
                "label": self.say("note_question", number=one.number, text=one.text),
                "chosen": one == self._question,
            }
            for one in shown
        ]

    def _more(self) -> str:
        left = 0 if self._question else len(self._found()) - SHOWN
        return self.say("note_more") if left > 0 else ""

    def _reasons(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one,
                "label": self.say("note_reason", number=place, reason=self.say(f"heard_{one}")),
                "chosen": one == self._reason,
            }
            for place, one in enumerate(STAFF_REASONS, start=1)
        ]

    _read_url = attrgetter("_url")
    may = Property(bool, _may, notify=asked)
    forms = Property(list, _offered_forms, notify=asked)
    form = Property(str, _read_url, notify=asked)
    chosen = Property(bool, _is_chosen, notify=asked)
    questions = Property(list, _questions, notify=asked)
    more = Property(str, _more, notify=asked)
    reasons = Property(list, _reasons, notify=asked)
    mostWords = Property(int, _most_words, constant=True)  # noqa: N815 - read by QML
