"""The answers of one response while staff correct them: the form's own rules hold, as ever."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.proxies import PROXY
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.forms.validate import at_its_time
from kiosk.store.amending import AMENDED

_ANY_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Only the items are taken; of when it was authored the response speaks itself."""


class Corrected(NamedTuple):
    """A question whose answer is another now; () where there was, or is, none."""

    page: Page
    before: tuple[Answer, ...]
    now: tuple[Answer, ...]


class Editing:
    """A sitting that begins with the answers of a response.

    Args:
        form: exactly as it was answered.
        payload: the QuestionnaireResponse, UTF-8 JSON.
        value_sets: what the form may choose from.
    """

    def __init__(self, form: Questionnaire, payload: bytes, value_sets: ValueSets) -> None:
        self._document = decode(payload)
        who = ext.extension_value(self._document, ext.ANSWERED_BY)
        spoken = ext.text(self._document, "language") or form.own_language
        around = at_its_time(Surroundings(value_sets=value_sets), self._document)
        self._filler = FormFiller(
            form, language=form.language_for(spoken), proxy=who == PROXY, surroundings=around
        )
        self._filler.load(self._document)
        self._before = {page.path: self.answers(page.path) for page in self._filler.pages}

    @property
    def language(self) -> str:
        """In which the questions stand: the one they were answered in."""
        return self._filler.language

    @property
    def proxy(self) -> bool:
        """Whether somebody answered for the patient."""
        return self._filler.proxy

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions that are asked with the answers as they are now."""
        return self._filler.pages

    @property
    def corrected(self) -> tuple[Corrected, ...]:
        """What is another now, in the order of the form; a question that came is among them."""
        found = (
            Corrected(page, self._before.get(page.path, ()), self.answers(page.path))
            for page in self.pages
        )
        return tuple(one for one in found if one.before != one.now)

    def answers(self, path: str) -> tuple[Answer, ...]:
        """The answers there now."""
        return self._filler.answers(path)

    def is_declined(self, path: str) -> bool:
        """Whether the patient would rather not say."""
        return self._filler.is_declined(path)

    def correct(self, path: str, answers: Sequence[Answer]) -> tuple[Problem, ...]:
        """Another answer there, or none; not taken where it breaks a rule of the form.

        Returns:
            The rules it breaks.

        Raises:
            KeyError: the question is not asked now.
        """
        before = set(self._filler.problems(path))
        self._filler.answer(path, answers)
        problems = tuple(one for one in self._filler.problems(path) if one not in before)
        if problems:
            self._filler.undo()
        return problems

    def content(self) -> bytes:
        """The response with the answers as they are now; all else is as it was."""
        made = self._filler.response(
            status=AMENDED, authored=_ANY_TIME, response_id="", device_id=""
        ).get("item")
        rest = {name: value for name, value in self._document.items() if name != "item"}
        return encode_json(rest | ({"item": made} if made else {}))
