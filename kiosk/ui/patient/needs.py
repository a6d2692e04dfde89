"""What a patient says they need changes this screen at once.

A need is a code of the project's own system, whatever form asks for it; some of them are met by
the screen itself, the others are for the people who read the response.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/communication-needs"
MORE_TIME: Final = "more-time"


def asking_needs(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """The questions of a form whose options are needs."""
    return tuple(
        item
        for item in questionnaire.by_path.values()
        if item.is_asked and any(_need(option.answer.value) for option in item.answer_options)
    )


def needs_in(filler: FormFiller, questions: tuple[Item, ...]) -> frozenset[str]:
    """The codes of the needs that were said so far."""
    answers = (answer for item in questions for answer in filler.answers(item.path))
    return frozenset(code for answer in answers if (code := _need(answer.value)))


def _need(value: object) -> str:
    known = isinstance(value, Mapping) and value.get("system") == SYSTEM
    return str(value.get("code", "")) if known and isinstance(value, Mapping) else ""
