"""One patient's time with one form: everything that must be gone when it ends.

No Qt here. The screen drops its one reference to the sitting, and all answers go with it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.ui.patient.kinds import CHOICE, SCALE, YES_NO, kind_of, scale_of


class Sitting:
    """The form, the answers so far, and where the patient is.

    Attributes:
        filler: the form being filled.
        changing: whether the patient came from the check page and goes straight back to it.
        unsaved: rows by path that are not durably kept yet.
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

    def give(self, page: Page, index: int) -> None:
        """Answer with the option of that index."""
        self._answer(page.path, [option_answers(page.item)[index]])

    def write(self, page: Page, text: str) -> None:
        """Answer in words; blanks alone are no answer."""
        words = text.strip()
        self._answer(page.path, [Answer("valueString", words)] if words else [])

    def decline(self, page: Page) -> None:
        """The patient would rather not say."""
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

    def _answer(self, path: str, answers: list[Answer]) -> None:
        self._changed(path, self.filler.answer(path, answers))

    def _changed(self, path: str, changed: frozenset[str]) -> None:
        self.unsaved[path] = self.filler.saved_row(path)
        if changed and self._response is not None:
            self._response, self.response_id = None, str(uuid4())


def form_language(questionnaire: Questionnaire, language: str) -> str:
    """That language where the whole form exists in it, else the form's own."""
    known = questionnaire.languages
    return language if language in known else known[0]


def option_answers(item: Item) -> tuple[Answer, ...]:
    """The answers a question lets one touch, in the order shown."""
    given: Mapping[str, Callable[[], tuple[Answer, ...]]] = {
        CHOICE: lambda: tuple(option.answer for option in item.answer_options),
        SCALE: lambda: tuple(Answer("valueInteger", number) for number in scale_of(item)),
        YES_NO: lambda: tuple(Answer("valueBoolean", value) for value in (True, False)),
    }
    return given.get(kind_of(item), tuple)()


def max_length(item: Item) -> int:
    """How many characters a written answer may have; the form's own limit, else ours."""
    limit: Any = item.raw.get("maxLength")
    return limit if isinstance(limit, int) and limit > 0 else 500
