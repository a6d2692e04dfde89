"""A number reached by less and more, with the number pad one touch away."""

from decimal import Decimal
from typing import Any, Final

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.numerals import Figures, figures_of, write
from kiosk.ui.patient.kinds.steps import Steps, steps_of

WIDEST: Final = 30
"""The most steps a patient is asked to touch through where the form does not ask for it."""
_SPINNER: Final = "spinner"


class Stepper(Number):
    """A number, `{"text": "3"}`; nothing is chosen before the first touch."""

    name = "stepper"
    usual_hint = "stepper_hint"

    def suits(self, item: Item, limits: Limits) -> bool:
        """A number that the form wants so, or a whole number that is not far to step to."""
        if not super().suits(item, limits):
            return False
        few = item.type == "integer" and 0 < steps_of(item, limits).length <= WIDEST
        return item.control == _SPINNER or few

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """As of a number, and `pad`: whether the number can also be written."""
        steps = steps_of(page.item, page.limits)
        return {**super().view(page, around), "pad": not 0 < steps.length <= WIDEST}

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """With `less` and `more`: the entries they lead to, "" where there is no way."""
        steps, figures = steps_of(page.item, page.limits), figures_of(around.say)
        number = numerals.read(str(entry.get("text", "")), figures).number
        return {**entry, **neighbours(number, steps.start(), steps, figures)}


def neighbours(
    number: Decimal | None, start: Decimal, steps: Steps, figures: Figures
) -> dict[str, str]:
    """What `less` and `more` lead to in figures; both to the start where there is no number."""
    less = start if number is None else steps.less(number)
    more = start if number is None else steps.more(number)
    return {
        "less": "" if less is None else write(less, figures),
        "more": "" if more is None else write(more, figures),
    }
