"""The way through a visit: who answers, the questions of each form, the check page."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.proxies import AIDED, SELF
from kiosk.ui.guard import only_logged
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.asking import Asking
from kiosk.ui.patient.beginning import Beginning
from kiosk.ui.patient.checking import Checking
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.repeats import Repeats
from kiosk.ui.patient.shelf import Shelf
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.stage import ATTRACT
from kiosk.ui.patient.views import around, languages_text
from kiosk.ui.patient.visit import Visit
from kiosk.ui.pictures import Pictures
from kiosk.ui.wording.collation import order_of

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

ONLY: Final = "only"
"""The page that says that a form is not in the language spoken."""


@QmlElement
class Journey(Beginning):
    """The pages of a visit, one after the other and back.

    Args:
        clinic: what the screen is told of its clinic.
        shelf: where answers are kept and visits found; touched on the disk lane only.
        jobs: the lanes.
        now: the clock, aware, UTC.
    """

    begunChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self, clinic: Clinic, shelf: Shelf, jobs: Jobs, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(clinic, shelf, jobs, now, parent)
        self.visitChanged.connect(self.begunChanged)
        self._asking = Asking(self)
        self._repeats = Repeats(self)
        self._checking = Checking(self)
        self._asking.given.connect(self._keep)
        self._asking.given.connect(self._meet_needs)
        self._asking.given.connect(lambda: self._counting.give(self._visit))
        self._asking.passed.connect(self._forward)
        self._asking.films.held.connect(self._idle.hold_while)
        self.pageChanged.connect(self._cover_film)
        self._repeats.changed.connect(self._keep)
        self._repeats.added.connect(self._show)

    @property
    def sitting(self) -> Sitting | None:
        """The answers of the form that is filled now."""
        return self._visit.sitting

    @property
    def shown(self) -> Asking:
        """The question on the screen."""
        return self._asking

    @property
    def pictures(self) -> tuple[Pictures, ...]:
        """The pictures of the form on the screen, and of the forms on offer."""
        return self._asking.pictures, self._offer.pictures

    @Slot(str)
    def speak(self, code: str) -> None:
        """Change the language; on the first page this begins the visit."""
        self._speaking.speak(code)
        for part in self._visit.every_part:
            part.sitting.speak(self._speaking.language)
        if shown := self._visit.part:
            self._saving.move(shown, self._speaking.language)
        if self._page == ATTRACT:
            self._first_page()
        elif self._page in {"question", "another", "review", ONLY}:
            self._show()
        else:
            self._go(self._page)

    @Slot(str)
    def begin(self, who: str) -> None:
        """Who answers; saying so consents and goes on to the first question."""
        if who not in self._visit.may_answer or not self._may_begin():
            return
        self._visit.who = who
        if not self._visit.parts:
            self._visit.parts.append(self._new_part(self._visit.packet[0]))
        for part in self._visit.parts:
            self._say_who(part, who)
        self._enter_part()

    @Slot()
    def goOn(self) -> None:  # noqa: N802 - called by QML
        """Continue, unless the answer on this page still wants something."""
        if self._page == "another" and self._visit.sitting:
            self._visit.sitting.enough()
            self._arrive()
        elif self._page == "privacy":
            self._show()
        elif self._page == ONLY and self._visit.part:
            self._visit.part.agreed = self._speaking.language
            self._show()
        elif self._page == "question" and not self._asking.wants():
            self._forward()

    @Slot()
    def answerAlone(self) -> None:  # noqa: N802 - called by QML
        """The patient would rather answer this form without the person who helps."""
        if self._page == "privacy" and (part := self._visit.part):
            self._say_who(part, SELF)
            self._show()

    @Slot()
    def leaveOut(self) -> None:  # noqa: N802 - called by QML
        """Not this form, which is not in the patient's language; on with the others."""
        if self._page != ONLY or not self._visit.sitting:
            return
        form = self._visit.sitting.questionnaire
        note = only_logged("noting that a form was left out")
        self._jobs.disk.run(lambda: self._shelf.leave_out(form, "language"), note)
        self._visit.leave_out()
        if self._next_part():
            self._enter_part()
        elif self._visit.parts:
            self._arrive()
        else:
            self._go_home()

    @Slot()
    def goBack(self) -> None:  # noqa: N802 - called by QML
        """One page back: to the question before, the form before, who answers, the start."""
        if self._busy:
            return
        sitting = self._visit.sitting
        if self._page in {"question", "another", "review", ONLY} and sitting:
            self._back_from(sitting)
        elif self._page == "identity" and self._identity.back():
            pass
        elif self._page == "start" and self._visit.slip is None and len(self._offer.forms) > 1:
            self._go("forms")
        else:
            self._go_home()

    @Slot(int, str)
    def change(self, part: int, path: str) -> None:
        """From the check page to one question of a form, and straight back after it."""
        if not self._busy and part < len(self._visit.parts):
            self._visit.at = part
            self._visit.parts[part].sitting.go_to(path)
            self._show()

    @Slot()
    def _cover_film(self) -> None:
        """Whatever lies over a film ends it; the warning comes while it rests and takes nothing."""
        over = self._sheet.removeprefix("film").isdigit()
        if self._page != "question" or not over or self._help.on:
            self._asking.films.leave()

    def _enter_part(self) -> None:
        """To the first question of the present form, past what was asked in an earlier one."""
        part = self._visit.part
        if part is None:
            return
        sitting = part.sitting
        self._carry(self._visit.at)
        if sitting.page is None and not sitting.another:
            self._arrive()
        elif sitting.questionnaire.sensitive and part.who in AIDED:
            self._go("privacy")
        else:
            self._show()
        self._look_ahead()

    def _carry(self, at: int) -> None:
        """What earlier forms asked already is the answer of this one too, as it is now."""
        before = [part.sitting for part in self._visit.parts[:at]]
        self._visit.parts[at].sitting.carry(before)
        self._keep()

    @Slot()
    def _forward(self) -> None:
        if part := self._visit.part:
            part.sitting.forward()
            self._saving.move(part, self._speaking.language)
            self._keep()
            self._arrive()

    def _arrive(self) -> None:
        """To where the sitting is: after its last question the next form, or the check page."""
        sitting = self._visit.sitting
        if sitting is None:
            return
        if sitting.page is not None or sitting.another or self._visit.is_behind():
            self._show()
        elif self._next_part():
            self._enter_part()
        else:
            self._show()

    def _back_from(self, sitting: Sitting) -> None:
        if self._page == "question" and sitting.changing:
            sitting.forward()
            self._arrive()
        elif self._page != ONLY and sitting.back():
            self._show()
        elif self._visit.part_before():
            self._back_from_end()
        else:
            self._go("start")

    def _back_from_end(self) -> None:
        sitting = self._visit.sitting
        if sitting is not None:
            sitting.filler.go_to_review()
            self._page = "review"
            self._back_from(sitting)

    @Slot()
    def _show(self) -> None:
        """Show where the visit is: a question, whether one more is to be added, the check page."""
        sitting = self._visit.sitting
        if sitting is None:
            return
        words, language = self._speaking.all_words, self._speaking.language
        results = self._settings.show_results
        look = around(sitting, words, language, order_of, results=results)
        asks = sitting.page or sitting.another
        if asks and self._visit.part and self._visit.part.is_foreign(language):
            self._turn_to(ONLY)
        elif page := sitting.page:
            self._asking.show(sitting, page, look)
            self._turn_to("question")
        elif sitting.another:
            self._repeats.show(sitting, look)
            self._turn_to("another")
        else:
            for at in range(1, len(self._visit.parts)):
                self._carry(at)
            self._checking.show(self._visit, self._speaking)
            self._turn_to("review")

    def _turn_to(self, page: str) -> None:
        """What the other pages held is let go, so that no answer is held by two."""
        held: dict[str, Asking | Repeats | Checking] = {
            "question": self._asking, "another": self._repeats, "review": self._checking,
        }  # fmt: skip
        self._go(page)
        for name, shown in held.items():
            if name != page:
                shown.clear()

    def _tell_otherwise(self, new: frozenset[str], gone: frozenset[str]) -> None:
        if code := self._speaking.meeting(new, gone):
            self.speak(code)

    @Slot()
    def _keep(self, visit: Visit | None = None) -> None:
        """Keep what is not durably kept yet, of every form of the visit."""
        for part in (visit or self._visit).unsaved:
            self._saving.keep(part, self._speaking.language)

    @Slot()
    def _go_home(self) -> None:
        """Leave the visit."""
        raise NotImplementedError

    def _only_in(self) -> str:
        form = self._visit.sitting and self._visit.sitting.questionnaire
        words, language = self._speaking.all_words, self._speaking.language
        return languages_text(form, words, language) if form else ""

    def _is_answered(self) -> bool:
        return bool(self._visit.answered)

    _read_begun = attrgetter("_visit.begun")
    _read_asking = attrgetter("_asking")
    _read_repeats = attrgetter("_repeats")
    _read_checking = attrgetter("_checking")
    asking = Property(Asking, _read_asking, constant=True)
    repeats = Property(Repeats, _read_repeats, constant=True)
    checking = Property(Checking, _read_checking, constant=True)
    onlyIn = Property(str, _only_in, notify=begunChanged)  # noqa: N815 - read by QML
    begun = Property(bool, _read_begun, notify=begunChanged)
    answered = Property(bool, _is_answered, notify=begunChanged)
