"""A number as a place on a line that one may touch anywhere; nothing has to be dragged."""

from typing import Any, Final

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds import numerals
from kiosk.ui.patient.kinds.kind import Around, Entry, Reading
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.numerals import figures_of, write
from kiosk.ui.patient.kinds.stepper import neighbours
from kiosk.ui.patient.kinds.steps import steps_of

FINEST: Final = 1000
"""More places than that no finger can reach on a line; such a number is written."""
_SLIDER: Final = "slider"
_MIDDLE: Final = 0.5


class Slider(Number):
    """A number, `{"text": "40"}`, or the place that was touched, `{"part": 0.41}`."""

    name = "slider"
    usual_hint = "slider_hint"
    usual_demand = "error_slider_empty"
    shows = frozenset({"unit", "lower", "upper"})

    def suits(self, item: Item, limits: Limits) -> bool:
        """A number that the form wants so and bounds on both sides."""
        wanted = super().suits(item, limits) and item.control == _SLIDER
        return wanted and 0 < steps_of(item, limits).length <= FINEST

    def view(self, page: Page, around: Around) -> dict[str, Any]:
        """As of a number, with both ends: `first`, `last` in figures, `low`, `high` in words."""
        steps, figures = steps_of(page.item, page.limits), figures_of(around.say)
        return {
            **super().view(page, around),
            "first": write(steps.first, figures),
            "last": write(steps.at_part(1), figures),
            "low": page.item.words("lower", around.language, proxy=around.proxy),
            "high": page.item.words("upper", around.language, proxy=around.proxy),
        }

    def read(self, page: Page, entry: Entry, around: Around) -> Reading:
        """The number at the place that was touched, or the one that less and more led to."""
        return super().read(page, _as_text(page, entry, around), around)

    def dressed(self, page: Page, entry: Entry, around: Around) -> Entry:
        """With `text`, the `part` of the line below it (-1 for none), and `less` and `more`."""
        steps, figures = steps_of(page.item, page.limits), figures_of(around.say)
        text = _as_text(page, entry, around)["text"]
        number = numerals.read(text, figures).number
        part = -1.0 if number is None else steps.part_of(number)
        middle = steps.at_part(_MIDDLE)
        return {"text": text, "part": part, **neighbours(number, middle, steps, figures)}


def _as_text(page: Page, entry: Entry, around: Around) -> Entry:
    text, part = str(entry.get("text", "")), entry.get("part")
    if text or not isinstance(part, int | float) or part < 0:
        return {"text": text}
    number = steps_of(page.item, page.limits).at_part(float(part))
    return {"text": write(number, figures_of(around.say))}
