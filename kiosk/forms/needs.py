"""What a patient needs so that one can talk with them, as a form asks for it.

A need is a code of the project's own system, whatever form asks for it; some of them are met by
the screen itself, the others are for the people who read the response.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/communication-needs"
LARGER_TEXT: Final = "larger-text"
STRONG_CONTRAST: Final = "strong-contrast"
WITHIN_REACH: Final = "within-reach"
MORE_TIME: Final = "more-time"
ON_SCREEN: Final = (LARGER_TEXT, STRONG_CONTRAST, WITHIN_REACH, MORE_TIME)
"""The needs that a screen meets by itself."""

TOLD_OTHERWISE: Final = {"easy-words": "easy", "sign-language": "bfi"}
"""Needs → the alternative of the language (`kiosk.forms.languages`) that meets them."""

KEPT: Final = (
    *ON_SCREEN, "read-aloud", "braille", "face-me", "hearing-loop", "write-it-down",
    "sign-language", "easy-words", "interpreter", "somebody-with-me",
)  # fmt: skip
"""The needs that are known for the next visit, in the order they are told; "none" is no need."""


class Needs(NamedTuple):
    """What somebody needs: codes, and the language in which they said so."""

    codes: frozenset[str] = frozenset()
    language: str = ""


class Said(NamedTuple):
    """What the answers of one form say.

    Attributes:
        codes: the needs.
        settled: every code of the questions that have an answer: what is not among `codes` is
            not needed (any more).
    """

    codes: frozenset[str]
    settled: frozenset[str]


def asking_needs(questionnaire: Questionnaire) -> tuple[Item, ...]:
    """The questions of a form whose options are needs."""
    return tuple(
        item for item in questionnaire.by_path.values() if item.is_asked and _options_of(item)
    )


def said_in(filler: FormFiller, questions: tuple[Item, ...]) -> Said:
    """What was said so far."""
    answers = {item: filler.answers(item.path) for item in questions}
    codes = (_need(answer.value) for given in answers.values() for answer in given)
    settled = (_options_of(item) for item, given in answers.items() if given)
    return Said(frozenset(filter(None, codes)), frozenset().union(*settled))


def _options_of(item: Item) -> frozenset[str]:
    return frozenset(filter(None, (_need(one.answer.value) for one in item.answer_options)))


def _need(value: object) -> str:
    known = isinstance(value, Mapping) and value.get("system") == SYSTEM
    return str(value.get("code", "")) if known and isinstance(value, Mapping) else ""
