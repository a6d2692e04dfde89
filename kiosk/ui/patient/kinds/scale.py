"""A number from low to high, each its own button."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, at, places

WIDEST: Final = 11
"""The most numbers a scale can show at once, each as its own 20 mm button."""


class Scale(Kind):
    """A whole number, `{"chosen": [6]}`: the index of its button."""

    name = "scale"
    usual_hint = "choose_number"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A whole number whose bounds are near enough to show every number."""
        return item.type == "integer" and not item.repeats and bool(numbers_of(item, limits))

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`: the numbers as text; `low`, `high`: the words at the ends."""
        return {
            "options": [str(answer.value) for answer in _answers(page)],
            "low": _end(page.item, "lower", around),
            "high": _end(page.item, "upper", around),
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`chosen`: the index of the number, in a list."""
        del around
        return {"chosen": places(answers, _answers(page))}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The number chosen."""
        del around
        return Reading(at(_answers(page), (entry.get("chosen") or [-1])[0]))

    def missing(self, page: Page, around: Around) -> str:
        """Names the numbers there are."""
        numbers = _answers(page)
        return around.say("error_number", low=numbers[0].value, high=numbers[-1].value)


def numbers_of(item: Item, limits: Limits) -> tuple[int, ...]:
    """The numbers of a scale: its options, or all from its lowest to its highest value.

    Empty where the form bounds neither, or where they are too many to show at once.
    """
    low, high = limits.min_value, limits.max_value
    if limits.options:
        numbers = tuple(int(option.answer.value) for option in limits.options)
    elif not isinstance(low, int) or not isinstance(high, int):
        numbers = ()
    else:
        step = int(ext.extension_number(item.raw, ext.SLIDER_STEP) or 1)
        numbers = tuple(range(low, min(high, low + WIDEST * step) + 1, max(step, 1)))
    return numbers if len(numbers) <= WIDEST else ()


def _answers(page: Page) -> tuple[Answer, ...]:
    numbers = numbers_of(page.item, page.limits)
    return tuple(Answer("valueInteger", number) for number in numbers)


def _end(item: Item, control: str, around: Around) -> str:
    ends = (
        child.text(around.language, proxy=around.proxy)
        for child in item.items
        if child.control == control
    )
    return next(ends, "")
