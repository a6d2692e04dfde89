"""Three words in, what became of a remark out; never what was said, nor when."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.board_lines import BoardLine
from kiosk.coproduction.receipts import WORDS, Places, WordList, plain
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.tries import Tries
from kiosk.ui.wording.board_words import Reader, day_words, line_words
from kiosk.ui.wording.collation import order_of
from kiosk.ui.wording.receipt_words import ReceiptWords
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

SHEET: Final = "receipt"
PICK, FATE, WAIT = "pick", "fate", "wait"
MISSED, UNREAD = "missed", "unread"
"""These words are of no remark here; the store could not be read."""

BETWEEN: Final = " · "

_UNSAID: Final = frozenset({"kept", "heard", "unanswered"})
"""Of these the clinic has said nothing."""


@QmlElement
class Lookup(QObject):
    """What became of the remark that three words were given for.

    `step` is "pick", "fate", "wait" after too many wrong words, or "" while nobody looks.

    Args:
        shelf: knows what became of it; touched on the disk lane only.
        disk: that lane.
        now: the clock, aware, UTC.
        speaking: the language.
        words: of receipts.
    """

    changed = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only
        self,
        *,
        shelf: Shelf,
        disk: Lane,
        now: Callable[[], datetime],
        speaking: Speaking,
        words: ReceiptWords,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk = shelf, disk
        self._speaking, self._words = speaking, words
        # Who has one right receipt gets no more tries for others: a right one is never told to it.
        self._tries = Tries(now)
        self._step, self._problem, self._begun = "", "", ""
        self._picked: Places = ()
        self._told: BoardLine | None = None
        # The look-up that is awaited; a result that comes later is nobody's.
        self._asked: object = None
        speaking.changed.connect(self._spoken)

    def follow(self, sheet: str) -> None:
        """Begin with its sheet, and forget all with whatever takes that away."""
        if sheet == SHEET and not self._step:
            self._tries.begin()
            self._go(WAIT if self._tries.over else PICK)
        elif sheet != SHEET and self._step:
            self._forget()
            self._go("")

    def in_words(self, places: Places) -> str:
        """A receipt in the language spoken now: "river · lamp · goose"; "" for none."""
        known = self._words.of(self._speaking.language)
        return BETWEEN.join(map(known.word, places))

    @Slot(str)
    def press(self, sign: str) -> None:
        """One more letter of a word; what no word goes on with is not taken."""
        letter = plain(sign)
        if self._picks() and letter and letter in self._list().letters(self._begun):
            self._begun += letter
            self._go(PICK)

    @Slot()
    def erase(self) -> None:
        """Take the last letter back, or else the last word."""
        if self._picks():
            self._picked = self._picked if self._begun else self._picked[:-1]
            self._begun = self._begun[:-1]
            self._go(PICK)

    @Slot(int)
    def pick(self, place: int) -> None:
        """That is the next word; after the third what became of the remark is looked up."""
        if self._picks() and place in self._list().offered(self._begun):
            self._picked, self._begun = (*self._picked, place), ""
            if len(self._picked) == WORDS:
                self._look()
            self._go(PICK)

    def _picks(self) -> bool:
        return self._step == PICK and self._asked is None

    def _look(self) -> None:
        asked, places = object(), self._picked
        self._asked = asked
        self._disk.run(
            lambda: self._shelf.look_up(places), lambda future: self._looked(asked, future)
        )

    def _looked(self, asked: object, future: Future[BoardLine | None]) -> None:
        failure = future.exception()
        if asked is self._asked:
            self._forget()
            if failure is not None:
                self._go(PICK, UNREAD)
            elif (found := future.result()) is not None:
                self._told = found
                self._go(FATE)
            else:
                self._tries.miss()
                self._go(WAIT if self._tries.over else PICK, MISSED)
        raise_bug(failure)

    def _forget(self) -> None:
        self._picked, self._begun, self._told, self._asked = (), "", None, None

    def _go(self, step: str, problem: str = "") -> None:
        self._step, self._problem = step, problem
        self.changed.emit()

    @Slot()
    def _spoken(self) -> None:
        # Letters of another script begin no word of this one.
        self._begun = ""
        self.changed.emit()

    def _list(self) -> WordList:
        return self._words.of(self._speaking.language)

    def _signs(self) -> list[str]:
        letters = self._list().letters(self._begun) if self._picks() and not self._offers() else ()
        return sorted(letters, key=order_of(self._speaking.language))

    def _offers(self) -> list[dict[str, Any]]:
        known = self._list()
        places = known.offered(self._begun) if self._picks() else ()
        return [{"place": place, "word": known.word(place)} for place in places]

    def _letters(self) -> list[str]:
        return [*self._begun, ""] if self._begun else []

    def _word(self) -> int:
        return len(self._picked) + 1

    def _shown_picked(self) -> str:
        return self.in_words(self._picked)

    def _problem_text(self) -> str:
        return self._speaking.say(f"receipt_{self._problem}") if self._problem else ""

    def _shown_fate(self) -> dict[str, str]:
        """`kind`, `title` and `body` in words, and the `question` as its form asks it."""
        line, speaking = self._told, self._speaking
        if line is None:
            return {}
        reader = Reader(speaking.all_words, speaking.language, clinic=speaking.first)
        told, asked = line_words(line, reader), line.asked(speaking.language)
        title = f"receipt_{line.kind}_title"
        if line.kind in _UNSAID:
            since = "" if line.kind == "kept" else day_words(line.day, reader)
            words = speaking.say(title), speaking.say(f"receipt_{line.kind}_body", day=since)
        else:
            words = told.outcome, "\n".join(filter(None, (told.reads, told.text)))
        return {"kind": line.kind, "title": words[0], "body": words[1], "question": asked}

    _read_step = attrgetter("_step")
    step = Property(str, _read_step, notify=changed)
    signs = Property(list, _signs, notify=changed)
    letters = Property(list, _letters, notify=changed)
    offers = Property(list, _offers, notify=changed)
    word = Property(int, _word, notify=changed)
    picked = Property(str, _shown_picked, notify=changed)
    problem = Property(str, _problem_text, notify=changed)
    fate = Property(dict, _shown_fate, notify=changed)
