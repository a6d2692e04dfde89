"""Asks “Was this question OK?”: a reason, words, thanks; never who, what answer, when.

Words that look as if they told who somebody is are asked about once, and go all the same. With the
thanks come three words, by which `lookup` tells what became of the remark.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from uuid import uuid4

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.coproduction.feedback import REASONS, Remark
from kiosk.coproduction.personal import looks_personal
from kiosk.coproduction.receipts import Places
from kiosk.forms.alerts import is_watched
from kiosk.resources import resource
from kiosk.ui.guard import raise_bug
from kiosk.ui.jobs import Lane
from kiosk.ui.letters import whole
from kiosk.ui.patient.lookup import Lookup
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.wording.receipt_words import ReceiptWords
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


def _question(sitting: Sitting) -> tuple[str, str]:
    """The form's canonical and the linkId of the question shown; never an answer."""
    return sitting.questionnaire.canonical, sitting.page.item.link_id if sitting.page else ""


@dataclass(eq=False)
class Asked:
    """One remark in the making: which question it is about, and what was said so far."""

    questionnaire: str = ""
    link_id: str = ""
    language: str = ""
    reason: str = ""
    words: str = ""
    said: list[tuple[str, str]] = field(default_factory=list)
    receipt: Places = ()

    @property
    def question(self) -> tuple[str, str]:
        """Names the question: the form's canonical and the linkId."""
        return self.questionnaire, self.link_id


@QmlElement
class Remarks(QObject):
    """One remark on one question; one for each question in a visit.

    `step` is "reason", "words", "personal" (these words tell who somebody is?), "thanks", or "".

    Args:
        shelf: where it is kept; touched on the disk lane only.
        disk: that lane.
        now: the clock, aware, UTC.
        speaking: the language.

    Signals:
        begun: somebody wants to say something.
        kept: a remark of this visit is kept.
        failed: a remark of this visit could not be kept; `again` tries it again.
    """

    changed = Signal()
    wordsChanged = Signal()  # noqa: N815 - Qt's way to name signals
    begun = Signal()
    kept = Signal()
    failed = Signal()

    def __init__(
        self,
        shelf: Shelf,
        disk: Lane,
        now: Callable[[], datetime],
        speaking: Speaking,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf, self._disk, self._now = shelf, disk, now
        self._lookup = Lookup(
            shelf=shelf, disk=disk, now=now, speaking=speaking,
            words=ReceiptWords(resource("receipt")), parent=self,
        )  # fmt: skip
        # The questions that have their remark; a new list for each visit, by which a result that
        # comes late is told from one of this visit.
        self._said: list[tuple[str, str]] = []
        self._unkept: list[Asked] = []
        self._asked, self._step, self._busy = Asked(), "", False

    @property
    def looking(self) -> Lookup:
        """Tells what became of a remark by its receipt."""
        return self._lookup

    def begin(self, sitting: Sitting | None) -> None:
        """Ask about the question shown, where that is offered."""
        if sitting is not None and self.offers(sitting):
            language = sitting.filler.language
            self._asked = Asked(*_question(sitting), language, said=self._said)
            self._go("reason")
            self.begun.emit()

    def offers(self, sitting: Sitting | None) -> bool:
        """Whether one may say something of the question shown, and did not yet in this visit.

        Never where the form says that nobody is asked, or an alert rule looks at the answer.
        """
        if sitting is None or sitting.page is None or sitting.questionnaire.sensitive:
            return False
        canonical, link_id = _question(sitting)
        watched = is_watched(sitting.questionnaire, link_id)
        return not watched and (canonical, link_id) not in self._said

    def forget(self) -> None:
        """The visit is over: the next person finds nothing of it, late results included."""
        self._said, self._unkept = [], []
        self.close()

    def again(self) -> None:
        """Try once more to keep what could not be kept."""
        unkept, self._unkept = self._unkept, []
        for asked in unkept:
            self._give(asked)

    @Slot(str)
    def choose(self, reason: str) -> None:
        """The reason, one of `REASONS`."""
        self._asked.reason = reason
        self._go("words")

    @Slot(str)
    def write(self, words: str) -> None:
        """More about it, in the patient's own words; kept until sent or closed."""
        if self._step == "words" and not self._busy:
            self._asked.words = whole(words)
            self.wordsChanged.emit()

    @Slot()
    def send(self) -> None:
        """Keep the remark, with or without words; once, however often it is asked for.

        Words that look personal are asked about first; asked for again they are sent.
        """
        if self._step == "words" and not self._busy and looks_personal(self._asked.words):
            self._go("personal")
        elif self._step in {"words", "personal"} and not self._busy:
            self._give(self._asked)

    @Slot()
    def reword(self) -> None:
        """Back to the words, to take out what is personal."""
        if self._step == "personal" and not self._busy:
            self._go("words")

    @Slot()
    def close(self) -> None:
        """Back to the question; what was not sent is forgotten."""
        self._asked = Asked()
        self._go("")

    def _give(self, asked: Asked) -> None:
        self._unkept = [one for one in self._unkept if one is not asked]
        first = not asked.said
        asked.said.append(asked.question)
        remark = Remark(
            id=str(uuid4()),
            day=self._now().date(),
            questionnaire=asked.questionnaire,
            link_id=asked.link_id,
            reason=asked.reason,
            words=asked.words.strip(),
            language=asked.language,
        )
        self._disk.run(
            lambda: self._shelf.keep_remark(remark, first=first),
            lambda future: self._kept(asked, future),
        )
        self._wait(asked, busy=True)

    def _kept(self, asked: Asked, future: Future[Places]) -> None:
        failure = future.exception()
        self._wait(asked, busy=False)
        if failure is None:
            if asked.said is self._said:
                self.kept.emit()
            if asked is self._asked:
                asked.receipt = future.result()
                self._go("thanks")
            return
        asked.said.remove(asked.question)
        if asked.said is self._said:
            self._unkept.append(asked)
            self.failed.emit()
        raise_bug(failure)

    def _wait(self, asked: Asked, *, busy: bool) -> None:
        if asked is self._asked:
            self._busy = busy
            self.changed.emit()

    def _go(self, step: str) -> None:
        self._step, self._busy = step, False
        self.changed.emit()
        self.wordsChanged.emit()

    def _words(self) -> str:
        return self._asked.words

    def _upsetting(self) -> bool:
        return self._asked.reason == "upsetting"

    def _reasons(self) -> list[str]:
        return list(REASONS)

    def _receipt(self) -> str:
        return self._lookup.in_words(self._asked.receipt)

    _read_lookup = attrgetter("_lookup")
    _read_step = attrgetter("_step")
    _read_busy = attrgetter("_busy")
    step = Property(str, _read_step, notify=changed)
    busy = Property(bool, _read_busy, notify=changed)
    words = Property(str, _words, notify=wordsChanged)
    upsetting = Property(bool, _upsetting, notify=changed)
    receipt = Property(str, _receipt, notify=changed)
    lookup = Property(Lookup, _read_lookup, constant=True)
    reasons = Property(list, _reasons, constant=True)
