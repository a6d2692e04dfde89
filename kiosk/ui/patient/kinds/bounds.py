"""Between which numbers an answer may lie, and how that is said to a patient."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, NamedTuple

from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.quantities import number_of
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.kinds.numerals import figures_of, write

NUMBERS: Final = ("integer", "decimal")
_LARGEST_EXPONENT: Final = 30


class Bounds(NamedTuple):
    """The least and the greatest number; None where the form does not say."""

    low: Decimal | None
    high: Decimal | None

    def hold(self, number: Decimal) -> bool:
        """Whether the number lies between them."""
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )

    def width(self) -> Decimal | None:
        """How far the greatest lies above the least; None unless both are known and it does."""
        if self.low is None or self.high is None or self.low >= self.high:
            return None
        return self.high - self.low

    def words(self, around: Around, key: str = "number") -> str:
        """The bounds in words ("From 30 to 250"); "" where there are none."""
        figures = figures_of(around.say)
        low, high = (None if one is None else write(one, figures) for one in self)
        return range_words(low, high, around, key)


def range_words(low: str | None, high: str | None, around: Around, key: str = "number") -> str:
    """Bounds in words, whatever they are bounds of; "" where there are none.

    `key` begins the names of the texts: "number" says what may be, "error_number" what to do.
    """
    if low is not None and high is not None:
        return around.say(f"{key}_range", low=low, high=high)
    if low is not None:
        return around.say(f"{key}_least", low=low)
    return "" if high is None else around.say(f"{key}_most", high=high)


def bounds_of(item: Item, limits: Limits) -> Bounds:
    """The bounds of a number, of whole numbers the nearest whole ones within."""
    low, high = _sane(number_of(limits.min_value)), _sane(number_of(limits.max_value))
    if item.type != "integer":
        return Bounds(low, high)
    return Bounds(
        low if low is None else low.to_integral_value(ROUND_CEILING),
        high if high is None else high.to_integral_value(ROUND_FLOOR),
    )


def _sane(number: Decimal | None) -> Decimal | None:
    """The number, unless it is beyond all that a patient could be asked for."""
    if number is None or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return number
