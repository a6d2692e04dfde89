"""How plainly a form is written, as `kiosk form check` tells it."""

from typing import Any

from kiosk.coproduction.plain_forms import PlainForm, measure_form
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_locks, bundled_words


def measured(questionnaire: Questionnaire) -> PlainForm:
    """The form, measured by the locks and word lists that come with the program."""
    return measure_form(questionnaire, bundled_locks(), bundled_words(questionnaire.own_language))


def reading_document(plain: PlainForm) -> dict[str, Any]:
    """The figures for programs; null where they do not exist."""
    counted = plain.figures
    return {
        "grade": counted.grade if counted else None,
        "words": counted.words if counted else None,
        "sentences": counted.sentences if counted else None,
        "longestSentence": counted.longest if counted else None,
        "validatedItems": plain.validated,
    }


def reading_line(plain: PlainForm) -> str:
    """The figures in one line, for people."""
    counted = plain.figures
    if counted is None:
        return "Reading: validated wording, not measured"
    grade = "no grade" if counted.grade is None else f"grade {counted.grade}"
    line = f"Reading: {grade}, longest sentence {_counted(counted.longest, 'word')}"
    if plain.validated:
        line += f"; {_counted(plain.validated, 'item')} of validated wording, not measured"
    return line


def _counted(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
