"""The numbers that less and more lead through, exactly."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.ui.patient.kinds.bounds import Bounds, bounds_of

_FINE: Final = 50
"""Where the form is silent, a line has at least as many places as a finger can tell apart."""
_FINEST: Final = 12


class Steps(NamedTuple):
    """Numbers at equal distances, counted from the least one, or from nought.

    Attributes:
        bounds: within which they lie.
        step: how far two neighbours lie apart.
    """

    bounds: Bounds
    step: Decimal

    @property
    def first(self) -> Decimal:
        """What they are counted from."""
        return Decimal(0) if self.bounds.low is None else self.bounds.low

    @property
    def length(self) -> int:
        """How many steps lie between the least and the greatest; 0 where one is not known."""
        return int((self.bounds.width() or Decimal(0)) / self.step)

    def start(self) -> Decimal:
        """Where to begin: at nought where that may be, else at the bound nearest to it."""
        nought = Decimal(0)
        if self.bounds.hold(nought):
            return nought
        low, high = self.bounds
        return low if low is not None and low > 0 else (high if high is not None else nought)

    def more(self, number: Decimal) -> Decimal | None:
        """The next greater one, from below the least the least; None where there is none."""
        place = ((number - self.first) / self.step).to_integral_value(ROUND_FLOOR) + 1
        there, (low, high) = self.first + place * self.step, self.bounds
        there = there if low is None else max(low, there)
        return there if high is None or there <= high else None

    def less(self, number: Decimal) -> Decimal | None:
        """The next smaller one, from above the greatest the greatest; None where there is none."""
        place = ((number - self.first) / self.step).to_integral_value(ROUND_CEILING) - 1
        there, (low, high) = self.first + place * self.step, self.bounds
        there = there if high is None else min(high, there)
        return there if low is None or there >= low else None

    def at_part(self, part: float) -> Decimal:
        """The one nearest to a place on the line, 0 at its low end and 1 at its high end."""
        place = Decimal(str(min(max(part, 0.0), 1.0))) * self.length
        return self.first + place.to_integral_value(ROUND_HALF_UP) * self.step

    def part_of(self, number: Decimal) -> float:
        """Where on the line a number lies."""
        width = self.step * self.length
        return min(max(float((number - self.first) / width), 0.0), 1.0) if width else 0.0


def steps_of(item: Item, limits: Limits) -> Steps:
    """The steps that the form asks for (sliderStepValue), else such as a finger can tell apart."""
    bounds = bounds_of(item, limits)
    return Steps(bounds, _stated(item) or _usual(item, bounds))


def _stated(item: Item) -> Decimal | None:
    step = ext.extension_number(item.raw, ext.SLIDER_STEP)
    if step is None or step <= 0 or abs(step.adjusted()) > _FINEST:
        return None
    return None if item.type == "integer" and step != step.to_integral_value() else step


def _usual(item: Item, bounds: Bounds) -> Decimal:
    width, one = bounds.width(), Decimal(1)
    if item.type == "integer" or width is None:
        return one
    places = ext.extension_integer(item.raw, ext.MAX_DECIMAL_PLACES)
    least = -_FINEST if places is None else -min(max(places, 0), _FINEST)
    return one.scaleb(max((width / _FINE).adjusted(), least))
