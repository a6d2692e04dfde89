"""Which control a question is answered with.

A new kind of answer is one line here, one file in `ui/controls/` and one line in `Answers.qml`.
"""

from typing import Final

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

CHOICE: Final = "choice"
YES_NO: Final = "boolean"
SCALE: Final = "scale"
TEXT: Final = "text"


WIDEST_SCALE: Final = 11
"""The most numbers a scale can show at once, each as its own 20 mm button."""


def kind_of(item: Item) -> str:
    """The kind of control for a question; "" where there is none yet."""
    if item.repeats or item.type == "open-choice":
        return ""
    if item.type == "integer" and scale_of(item):
        return SCALE
    if item.answer_options:
        return CHOICE
    return {"string": TEXT, "text": TEXT, "boolean": YES_NO}.get(item.type, "")


def scale_of(item: Item) -> tuple[int, ...]:
    """The numbers of a scale: its options, or all from its lowest to its highest value.

    Empty where the form bounds neither, or where they are too many to show at once.
    """
    low = ext.extension_integer(item.raw, ext.MIN_VALUE)
    high = ext.extension_integer(item.raw, ext.MAX_VALUE)
    if item.answer_options:
        numbers = tuple(int(option.answer.value) for option in item.answer_options)
    elif low is None or high is None:
        numbers = ()
    else:
        numbers = tuple(range(low, min(high, low + WIDEST_SCALE) + 1))
    return numbers if len(numbers) <= WIDEST_SCALE else ()


def unsupported(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The linkIds of the questions that have no control yet, in the order of the form."""
    asked = (item for item in questionnaire.by_path.values() if item.is_asked)
    return tuple(item.link_id for item in asked if not kind_of(item))
