"""One figure of the project: what it is called, what was measured, and what stands beside it.

A program that measures says beforehand in `ROWS` what it may tell, and tells it with `figures()`:

    ROWS = (Row("an answer, 100 items", "ms", bar=Bar(most=12)),)

    def parser() -> argparse.ArgumentParser: …
    def figures(asked: argparse.Namespace) -> list[Figure]: …

So the one table (`python -m tests.benchmarks`) has a line for what could not be measured, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal


@dataclass(frozen=True)
class Bar:
    """What a figure should reach.

    Attributes:
        most, least: either of them.
        of: the figure itself, or its ratio to what stands beside it.
    """

    most: float | None = None
    least: float | None = None
    of: Literal["value", "ratio"] = "value"


@dataclass(frozen=True)
class Row:
    """A line of the table, before anything is measured.

    Attributes:
        unit: "ms", "MB" …; "" for a bare number.
        beside: what the ratio is to; "" where there is none.
        short: whether it stands in the README.
    """

    name: str
    unit: str
    beside: str = ""
    bar: Bar | None = None
    short: bool = False


@dataclass(frozen=True)
class Measured:
    """What was measured again and again, in the unit of its row.

    Attributes:
        value: the median, or a count.
        spread: the 95th percentile alone, or least and most; nothing for a count.
        n: how often, or of how many.
    """

    value: float
    spread: tuple[float, ...] = ()
    n: int = 1


@dataclass(frozen=True)
class Figure:
    """What is told of a row.

    Attributes:
        name: that of its row.
        measured: None where it could not be measured.
        beside: what stands beside it, from the same run.
        why_not: why one of the two is missing.
        note: on what it was measured, where that is not always the same.
    """

    name: str
    measured: Measured | None
    beside: Measured | None = None
    why_not: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times what stands beside it."""
        if self.measured is None or self.beside is None or not self.beside.value:
            return None
        return self.measured.value / self.beside.value

    def reaches(self, bar: Bar) -> bool | None:
        """Whether it keeps to a bar; None where that is not known."""
        told = self.measured.value if self.measured else None
        value = self.ratio if bar.of == "ratio" else told
        if value is None:
            return None
        above = bar.most is not None and value > bar.most
        return not above and not (bar.least is not None and value < bar.least)


def often(values: Sequence[float], scale: float = 1) -> Measured | None:
    """The median, and what 95 of 100 stay under; None where there is nothing."""
    if not values:
        return None
    ordered = sorted(value * scale for value in values)
    return Measured(median(ordered), (ordered[ceil(0.95 * len(ordered)) - 1],), len(ordered))


def few(values: Sequence[float], scale: float = 1) -> Measured | None:
    """The median, with the least and the most of a few; None where there is nothing."""
    if not values:
        return None
    scaled = [value * scale for value in values]
    return Measured(median(scaled), (min(scaled), max(scaled)), len(scaled))
