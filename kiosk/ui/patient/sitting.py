"""One patient's time with one form: everything that must be gone when it ends.

No Qt here. The screen drops its one reference to the sitting, and all answers go with it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.ui.patient.kinds.all_kinds import kind_of
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading


class Entered(NamedTuple):
    """What a control held last, and what it was read as."""

    entry: Entry
    reading: Reading


class Sitting:
    """The form, the answers so far, and where the patient is.

    Attributes:
        filler: the form being filled.
        changing: whether the patient came from the check page and goes straight back to it.
        unsaved: rows by path that are not durably kept yet.
        entered: what the controls held, by path, so that nothing is rewritten under the finger.
        response_id: the response's UUID; it changes only with an answer after the response was
            made, so that sending twice is harmless.
    """

    def __init__(self, questionnaire: Questionnaire, language: str, *, now: datetime) -> None:
        self.questionnaire = questionnaire
        self.filler = FormFiller(
            questionnaire,
            language=form_language(questionnaire, language),
            surroundings=Surroundings(now=now),
        )
        self.changing = False
        self.unsaved: dict[str, str] = {}
        self.entered: dict[str, Entered] = {}
        self.response_id = str(uuid4())
        self._response: bytes | None = None

    def speak(self, language: str) -> None:
        """Use that language from now on, if the form has it."""
        self.filler.language = form_language(self.questionnaire, language)

    def restore(self, rows: Mapping[str, str], place: str | None) -> None:
        """Take up a draft where it was left."""
        self.filler.restore(rows, place=place)

    @property
    def page(self) -> Page | None:
        """The question shown; None on the check page."""
        return self.filler.page

    @property
    def place(self) -> str:
        """The path to come back to; "" for the check page."""
        page = self.filler.page
        return page.path if page else ""

    def entry(self, page: Page, around: Around) -> Entry:
        """What the control of a question shows as given."""
        kind, answers = self.kind(page), self.filler.answers(page.path)
        entered = self.entered.get(page.path)
        if entered is not None and entered.reading.answers == answers:
            return kind.dressed(page, entered.entry, around)
        return kind.dressed(page, kind.entry(page, answers, around), around)

    def enter(self, page: Page, entry: Entry, around: Around) -> None:
        """Take what the control of a question holds now."""
        reading = self.kind(page).read(page, entry, around)
        self.entered[page.path] = Entered(entry, reading)
        self._changed(page.path, self.filler.answer(page.path, reading.answers))

    def unread(self, page: Page) -> Reading | None:
        """Why what the control holds is no answer as it stands; None where it is one."""
        entered = self.entered.get(page.path)
        if entered is None or entered.reading.answers != self.filler.answers(page.path):
            return None
        return entered.reading if entered.reading.problem else None

    def kind(self, page: Page) -> Kind:
        """How a question is answered.

        Raises:
            LookupError: there is no control for it; such a form is not offered.
        """
        kind = kind_of(page.item, page.limits)
        if kind is None:
            raise LookupError(page.item.link_id)
        return kind

    def decline(self, page: Page) -> None:
        """The patient would rather not say."""
        self.entered.pop(page.path, None)
        self._changed(page.path, self.filler.decline(page.path))

    def problem(self) -> Problem | None:
        """What is wrong with the answer on this page, the first if there are several."""
        page = self.filler.page
        return next(iter(self.filler.problems(page.path)), None) if page else None

    def forward(self) -> None:
        """On to the next question, or back to the check page where the patient came from."""
        if self.changing:
            self.changing = False
            self.filler.go_to_review()
        else:
            self.filler.forward()

    def response(self, *, device_id: str, now: datetime) -> bytes:
        """The finished response as it will be stored and sent.

        The same bytes each time until an answer changes: the store may have kept the first ones
        although it could not say so, and takes no others under the same id.
        """
        if self._response is None:
            finished = self.filler.response(
                status="completed", authored=now, response_id=self.response_id, device_id=device_id
            )
            self._response = encode(finished)
        return self._response

    def _changed(self, path: str, changed: frozenset[str]) -> None:
        self.unsaved[path] = self.filler.saved_row(path)
        if changed and self._response is not None:
            self._response, self.response_id = None, str(uuid4())


def form_language(questionnaire: Questionnaire, language: str) -> str:
    """That language where the whole form exists in it, else the form's own."""
    known = questionnaire.languages
    return language if language in known else known[0]
