"""Many numbers as a few: scores in bins, of which alone the bins are held; a median of bins."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import count
from math import floor
from typing import Final, NamedTuple

from kiosk.coproduction.suppression import joined

_MOST_HELD: Final = 2000
_MOST_BINS: Final = 12
_FINEST: Final = Decimal("0.01")
_LARGEST: Final = Decimal("1e9")


class Bin(NamedTuple):
    """How many values lie from `low` up to `high`; both are in it where all values are whole."""

    low: Decimal
    high: Decimal
    values: int


class Distribution:
    """Counts values one by one; what it holds does not grow with how many they are.

    Attributes:
        total: how many values there were.
        whole: all were whole numbers.
    """

    def __init__(self) -> None:
        self.total, self.whole = 0, True
        self._unit = _FINEST
        self._held: Counter[int] = Counter()

    def add(self, value: Decimal) -> None:
        """One more value; what is no number of this world is left out."""
        if not value.is_finite() or abs(value) > _LARGEST:
            return
        self.total += 1
        self.whole = self.whole and value == value.to_integral_value()
        self._held[floor(value / self._unit)] += 1
        while len(self._held) > _MOST_HELD:
            self._coarsen()

    def bins(self) -> tuple[Bin, ...]:
        """At most 12 bins from the lowest to the highest value, small ones put together (`joined`).

        All are of one width before that: 1, 2 or 5, or ten times as much, or a tenth …
        """
        if not self._held:
            return ()
        width = self._width()
        first = floor(self._unit * min(self._held) / width)
        counts = [0] * (floor(self._unit * max(self._held) / width) - first + 1)
        for place, many in self._held.items():
            counts[floor(self._unit * place / width) - first] += many
        inside = Decimal(int(self.whole))
        return tuple(
            Bin((first + one.first) * width, (first + one.last + 1) * width - inside, one.people)
            for one in joined(counts)
        )

    def _width(self) -> Decimal:
        least = max(self._unit, Decimal(1)) if self.whole else self._unit
        low, high = self._unit * min(self._held), self._unit * max(self._held)
        for step in count():
            width = Decimal((1, 2, 5)[step % 3]).scaleb(step // 3 + _FINEST.adjusted())
            if width >= least and floor(high / width) - floor(low / width) < _MOST_BINS:
                return width
        raise AssertionError("widths have no end")

    def _coarsen(self) -> None:
        held, self._held, self._unit = self._held, Counter(), self._unit * 10
        for place, many in held.items():
            self._held[place // 10] += many


def number_of(value: object) -> Decimal | None:
    """A JSON number, or a text of one, as it stands in an answer; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def middle_bin(counts: Sequence[int]) -> int | None:
    """The index of the bin in which the median lies; None where all are empty."""
    seen, half = 0, sum(counts) / 2
    for index, many in enumerate(counts):
        seen += many
        if seen and seen >= half:
            return index
    return None
