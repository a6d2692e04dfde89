"""Patients choose between wordings of a question: the dialog that opens it, and how it stands."""

from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.balloting import why_not
from kiosk.coproduction.ballots import WORDINGS_MAX, Ballot
from kiosk.coproduction.editing.edits import Edit, SetHelp, SetText
from kiosk.desk.improving.balloting import USED, BallotBook, Seen, Wanted
from kiosk.desk.roles import may
from kiosk.forms.languages import alternative
from kiosk.forms.questionnaire import Questionnaire
from kiosk.sync.fetch.at_hand import renewed
from kiosk.ui.reception.desk import Desk
from kiosk.ui.reception.editing.request import change_request
from kiosk.ui.reception.improving.ballot_words import BallotWords
from kiosk.ui.reception.page import DeskPage
from kiosk.ui.reception.response_filter import NoDay, read_day

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

USUAL: Final = timedelta(days=28)
"""So long a ballot is open unless somebody says otherwise."""

NEW, STANDS = "new", "stands"


class Question(NamedTuple):
    """Which question it is about: url of the form, linkId, and the groups of remarks it answers."""

    url: str
    link_id: str
    groups: tuple[str, ...] = ()


class Found(NamedTuple):
    """The form as patients get it now, None where it is gone; and the ballots, newest first."""

    form: Questionnaire | None
    ballots: tuple[Seen, ...]


@QmlElement
class Balloting(DeskPage):
    """What the dialog binds to; `step` is "new", "stands", or "" while it is shut."""

    asked = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(desk, parent)
        self.book = BallotBook(desk.store, desk.now)
        self.words = BallotWords(desk.speaking)
        self._form: Questionnaire | None = None
        self._seen: Seen | None = None
        self._clear()
        self.changed.connect(self.asked)

    def may_begin(self, form: Questionnaire, link_id: str) -> bool:
        """Whether who is signed in may let patients choose about that question."""
        role = self.member.role if self.member else ""
        return may(role, "ballot") and not why_not(form, link_id, self.book.locks)

    def begin(self, question: Question) -> None:
        """Show how its ballot stands; ask for the wordings where there is none."""
        desk, book = self.desk, self.book

        def find() -> Found:
            forms = renewed(desk.store, desk.forms, desk.settings)
            form = next((one for one in forms if one.url == question.url), None)
            about = question.url, question.link_id
            seen = (one for one in book.look() if (one.ballot.url, one.ballot.link_id) == about)
            return Found(form, tuple(seen))

        self.work(find, lambda found: self._begun(question, found))

    def lock(self) -> None:
        """Nobody is signed in any more."""
        self.shut()

    def forget(self) -> None:
        """Nothing of it stays."""
        self.shut()
        super().forget()

    @Slot()
    def shut(self) -> None:
        """Nothing of what was written stays."""
        if self._step:
            self._clear()
            self.changed.emit()

    @Slot(int, str)
    def write(self, place: int, text: str) -> None:
        """The wording at that place, as it stands in its field."""
        if 0 <= place < len(self._others):
            self._others[place] = text

    @Slot(str)
    def writeUntil(self, text: str) -> None:  # noqa: N802 - called by QML
        """The last day, as it stands in its field."""
        self._until = text

    @Slot()
    def addWording(self) -> None:  # noqa: N802
        """One more wording to choose from."""
        if len(self._others) + 1 < WORDINGS_MAX:
            self._others.append("")
            self.asked.emit()

    @Slot(str)
    def speakIn(self, language: str) -> None:  # noqa: N802
        """The wordings are in that language."""
        self._language = language
        self.asked.emit()

    @Slot()
    def confirm(self) -> None:
        """Let patients choose, if nothing is missing."""
        form, member, question, book = self._form, self.member, self._question, self.book
        if form is None or member is None or self._step != NEW:
            return
        try:
            until = read_day(self._until)
        except NoDay:
            until = None
        if until is None:
            self.refuse(self.say("vote_no_day"))
            return
        wanted = Wanted(self._language, tuple(self._others), until)
        self.work(
            lambda: book.open(form, question.link_id, wanted, member),
            lambda ballot: self._done("vote_told_open", ballot),
        )

    @Slot()
    def closeBallot(self) -> None:  # noqa: N802
        """Nobody chooses any more."""
        seen, member, book = self._seen, self.member, self.book
        if seen is not None and member is not None:
            self.work(
                lambda: book.close(seen.ballot, member),
                lambda _: self._done("vote_told_closed", seen.ballot),
            )

    @Slot()
    def again(self) -> None:
        """A new ballot about the same question."""
        if self._form is not None and self._may()["again"]:
            self._step = NEW
            self.asked.emit()

    @Slot()
    def makeDraft(self) -> None:  # noqa: N802
        """The wording that won is what the question asks, in the editor."""
        if self._may()["draft"]:
            self._edit(SetText)

    @Slot()
    def putAsHelp(self) -> None:  # noqa: N802
        """The one that most chose stands below the words in use."""
        if self._may()["both"]:
            self._edit(lambda link_id, told, words: SetHelp(link_id, told, self._beside(words)))

    @Slot()
    def putAsEasy(self) -> None:  # noqa: N802
        """The one that most chose is how the question is asked in Easy Read."""
        if self._may()["easy"]:
            self._edit(lambda link_id, told, words: SetText(link_id, _easy(told), words))

    def _begun(self, question: Question, found: Found) -> None:
        self._clear()
        form, seen = found.form, next(iter(found.ballots), None)
        self._question, self._form, self._seen = question, form, seen
        self._step = STANDS if seen is not None else NEW
        if form is None:
            self._clear()
            self.refuse(self.say("edit_not_here"))
            return
        self._language = form.own_language
        day = self.book.today + USUAL
        self._until = f"{day.day}/{day.month}/{day.year}"
        self.changed.emit()

    def _done(self, key: str, ballot: Ballot) -> None:
        member, book = self.member, self.book
        self.shut()
        if member is None:
            return
        opens = key == "vote_told_open"
        back = book.close if opens else book.resume
        self.tell(key, lambda: self.work(lambda: back(ballot, member), lambda _: self.ended.emit()))
        self.ended.emit()

    def _edit(self, edit: Callable[[str, str, str], Edit]) -> None:
        seen, question = self._seen, self._question
        if seen is None or self._form is None:
            return
        told = seen.ballot.language or self._form.own_language
        made = edit(question.link_id, told, seen.ballot.wordings[seen.outcome.best])
        self.shut()
        request = change_request(question.url, question.link_id, question.groups, (made,))
        self.wanted.emit("forms", request)

    def _beside(self, words: str) -> str:
        """The help there is, and the other wording after it."""
        item = self._form.by_link_id.get(self._question.link_id) if self._form else None
        told = self._seen.ballot.language if self._seen else ""
        help_now = item.hint(told) if item else ""
        return f"{help_now}\n{words}".strip()

    def _clear(self) -> None:
        self._question, self._form, self._seen = Question("", ""), None, None
        self._step, self._language, self._until = "", "", ""
        self._others = [""]
        self._problem = ""

    def _may(self) -> dict[str, bool]:
        """What is offered: close, again, draft, both (as help), easy."""
        seen, form = self._seen, self._form
        role = self.member.role if self.member else ""
        if seen is None or form is None or not may(role, "ballot"):
            return dict.fromkeys(("close", "again", "draft", "both", "easy"), False)
        found, told = seen.outcome, seen.ballot.language or form.own_language
        both = bool(found.against) and found.best != USED
        return {
            "close": seen.is_open,
            "again": not seen.is_open and self.may_begin(form, self._question.link_id),
            "draft": found.winner not in {"", USED},
            "both": both,
            "easy": both and not alternative(told) and _easy(told) in form.languages,
        }

    def _text(self) -> str:
        item = self._form.by_link_id.get(self._question.link_id) if self._form else None
        return item.text(self._language) if item else ""

    def _rows(self) -> int:
        return len(self._others)

    def _may_add(self) -> bool:
        return len(self._others) + 1 < WORDINGS_MAX

    def _languages(self) -> list[dict[str, str]]:
        codes = self._form.languages if self._form else ()
        return [{"id": one, "label": self.desk.speaking.all_words.name_of(one)} for one in codes]

    def _lines(self) -> list[str]:
        return [line for line in self.words.lines(self._seen) if line] if self._seen else []

    _read_step = attrgetter("_step")
    _read_language = attrgetter("_language")
    _read_until = attrgetter("_until")
    step = Property(str, _read_step, notify=asked)
    question = Property(str, _text, notify=asked)
    rows = Property(int, _rows, notify=asked)
    mayAdd = Property(bool, _may_add, notify=asked)  # noqa: N815 - read by QML
    languages = Property(list, _languages, notify=asked)
    language = Property(str, _read_language, notify=asked)
    until = Property(str, _read_until, notify=asked)
    lines = Property(list, _lines, notify=asked)
    may = Property(dict, _may, notify=asked)


def _easy(language: str) -> str:
    return f"{language}-x-easy"
