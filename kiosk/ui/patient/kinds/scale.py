"""A number from low to high, each its own button."""

from collections.abc import Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.forms.quantities import number_of
from kiosk.forms.shapes import is_integer
from kiosk.ui.patient.kinds.bounds import NUMBERS
from kiosk.ui.patient.kinds.kind import Around, Entry, Kind, Reading, at, places
from kiosk.ui.patient.kinds.number import joined, unit_words
from kiosk.ui.patient.kinds.numerals import figures_of, write
from kiosk.ui.patient.kinds.steps import steps_of

WIDEST: Final = 11
"""The most numbers a scale can show at once, each as its own 20 mm button."""
_SPINNER: Final = "spinner"
_SLIDER: Final = "slider"


class Scale(Kind):
    """A number, `{"chosen": [6]}`: the index of its button."""

    name = "scale"
    usual_hint = "choose_number"
    shows = frozenset({"lower", "upper"})

    def suits(self, item: Item, limits: Limits) -> bool:
        """A number whose bounds are near enough to show every number; none with words for each."""
        single = item.type in NUMBERS and not item.repeats and item.control != _SPINNER
        return single and not limits.open and bool(numbers_of(item, limits))

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """`options`: the numbers as text; `low`, `high`: the words at the ends."""
        item, figures = page.item, figures_of(around.say)
        return {
            "options": [write(answer.value, figures) for answer in _answers(page)],
            "low": item.words("lower", around.language, proxy=around.proxy),
            "high": item.words("upper", around.language, proxy=around.proxy),
        }

    def entry(self, page: Page, answers: Sequence[Answer], around: Around) -> Entry:
        """`chosen`: the index of the number, in a list."""
        del around
        return {"chosen": places(answers, _answers(page))}

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The number chosen."""
        del around
        return Reading(at(_answers(page), (entry.get("chosen") or [-1])[0]))

    def words(self, page: Page, answers: Sequence[Answer], around: Around) -> str:
        """The number with its unit."""
        figures, unit = figures_of(around.say), unit_words(page.item, around)
        numbers = (number for answer in answers if (number := number_of(answer.value)) is not None)
        return around.listed(joined(write(n, figures), unit) for n in numbers)

    def missing(self, page: Page, around: Around) -> str:
        """Names the numbers there are."""
        numbers, figures = _answers(page), figures_of(around.say)
        low, high = (write(end.value, figures) for end in (numbers[0], numbers[-1]))
        return around.say("error_number", low=low, high=high)


def numbers_of(item: Item, limits: Limits) -> tuple[Any, ...]:
    """The numbers of a scale: its options, or all from its lowest to its highest value.

    Empty where the form bounds neither, or where they are too many to show at once. Of numbers
    that are not whole only those of a slider, for its steps alone are all there is to choose.
    """
    if limits.options:
        numbers = tuple(option.answer.value for option in limits.options)
        whole = item.type == "integer" and all(map(is_integer, numbers))
        return numbers if whole and len(numbers) <= WIDEST else ()
    steps = steps_of(item, limits)
    if not 0 < steps.length < WIDEST or (item.type == "decimal" and item.control != _SLIDER):
        return ()
    numbers = tuple(steps.first + place * steps.step for place in range(steps.length + 1))
    return tuple(map(int, numbers)) if item.type == "integer" else numbers


def _answers(page: Page) -> tuple[Answer, ...]:
    key = "valueInteger" if page.item.type == "integer" else "valueDecimal"
    return tuple(Answer(key, number) for number in numbers_of(page.item, page.limits))
