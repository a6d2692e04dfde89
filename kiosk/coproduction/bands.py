"""In which groups people sat at the screen, and whether those who spoke were like all of them.

A sitting has one age band, one language and one access mode. They are counted by month and each by
itself (`band_month`): two of them together might be one person. Staff see no group of fewer than 5
sittings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.suppression import LEAST_GROUP, joined

TOUCH, LARGE, CONTRAST, LISTEN, KEYS = "touch", "large", "contrast", "listen", "keys"

MODES: Final = (KEYS, LISTEN, LARGE, CONTRAST, TOUCH)
"""How a screen is used: by keys, keypad or switch; read aloud; in larger text; in strong contrast;
by touch as everybody finds it. Of several the first counts, for it says most."""

AGES: Final = ("under-18", "18-39", "40-64", "65-79", "80-over")
UNKNOWN: Final = "unknown"
_AGE_ENDS: Final = (18, 40, 65, 80)

Dimension = Literal["age", "language", "mode"]
DIMENSIONS: Final[tuple[Dimension, ...]] = ("age", "language", "mode")

WATCHED: Final[Mapping[Dimension, frozenset[str]]] = {
    "age": frozenset({"65-79", "80-over"}),
    "mode": frozenset({LARGE}),
}
"""Whom remarks are most likely to lack: people over 65, and who needs large text."""

_HALF: Final = 0.5


class Bands(NamedTuple):
    """The bands of one sitting, and whether its person said something of a question."""

    age: str
    language: str
    mode: str
    spoke: bool

    def each(self) -> tuple[tuple[Dimension, str], ...]:
        """Every dimension with the band in it."""
        return ("age", self.age), ("language", self.language), ("mode", self.mode)


class Band(NamedTuple):
    """How many sittings were of one band, and in how many of them something was said."""

    dimension: Dimension
    band: str
    sittings: int
    spoke: int


@dataclass(frozen=True)
class Part:
    """Bands as one group: its part of all sittings, and of those in which something was said.

    Attributes:
        bands: which; several where they are small.
        sittings, spoke: how many of the group.
        of_all: its share of all sittings, between 0 and 1.
        of_spoke: its share of those who spoke; None where fewer than 5 did.
    """

    bands: tuple[str, ...]
    sittings: int
    spoke: int
    of_all: float
    of_spoke: float | None


@dataclass(frozen=True)
class Representation:
    """Whether those who spoke were like all who sat there, in one dimension.

    Attributes:
        parts: none has fewer than 5 sittings; () where all together are fewer.
        missing: those among `WATCHED` who had less than half their share of what was said.
    """

    dimension: Dimension
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()


class Manner:
    """How one person uses the screen, question by question."""

    def __init__(self) -> None:
        self._questions = 0
        self._often: Counter[str] = Counter()
        self._last: frozenset[str] = frozenset()

    def passed(self, modes: Iterable[str]) -> None:
        """One more question was behind, and those modes were in use at it."""
        self._questions += 1
        self._last = frozenset(modes)
        self._often.update(self._last)

    @property
    def mode(self) -> str:
        """The one of `MODES` that says most, of those in use on most questions or the last one."""
        used = {mode for mode, often in self._often.items() if often >= _HALF * self._questions}
        return next((mode for mode in MODES if mode in used | self._last), TOUCH)


def age_band(birth: date, today: date) -> str:
    """The band of somebody born that day; unknown where that is yet to come."""
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return AGES[sum(age >= end for end in _AGE_ENDS)] if age >= 0 else UNKNOWN


def representativeness(bands: Iterable[Band]) -> tuple[Representation, ...]:
    """Of each dimension: who sat there, who of them spoke, and who is missing among those.

    Who is of unknown age is left out: nothing can be said of them.
    """
    counted: dict[Dimension, dict[str, Band]] = {dimension: {} for dimension in DIMENSIONS}
    for one in bands:
        held = counted[one.dimension].get(one.band, Band(one.dimension, one.band, 0, 0))
        counted[one.dimension][one.band] = Band(
            one.dimension, one.band, held.sittings + one.sittings, held.spoke + one.spoke
        )
    return tuple(_representation(name, list(found.values())) for name, found in counted.items())


def _representation(dimension: Dimension, bands: Sequence[Band]) -> Representation:
    known = _ordered(dimension, [one for one in bands if one.sittings and one.band != UNKNOWN])
    groups = joined([one.sittings for one in known])
    all_, spoke = _total(known)
    parts = tuple(
        _part(known[group.first : group.last + 1], all_, spoke) for group in groups if group.people
    )
    watched = [one for one in known if one.band in WATCHED.get(dimension, ())]
    sittings, said = _total(watched)
    told = sittings >= LEAST_GROUP and spoke >= LEAST_GROUP
    lacks = told and said / spoke < _HALF * sittings / all_
    return Representation(dimension, parts, tuple(one.band for one in watched) if lacks else ())


def _ordered(dimension: Dimension, bands: Sequence[Band]) -> list[Band]:
    """Ages as they grow; else the most frequent first, so that small ones stand together."""
    if dimension == "age":
        return sorted((one for one in bands if one.band in AGES), key=_age)
    return sorted(bands, key=lambda one: (-one.sittings, one.band))


def _age(one: Band) -> int:
    return AGES.index(one.band)


def _part(bands: Sequence[Band], all_: int, spoke: int) -> Part:
    sittings, said = _total(bands)
    of_spoke = said / spoke if spoke >= LEAST_GROUP else None
    return Part(tuple(one.band for one in bands), sittings, said, sittings / all_, of_spoke)


def _total(bands: Iterable[Band]) -> tuple[int, int]:
    found = list(bands)
    return sum(one.sittings for one in found), sum(one.spoke for one in found)
