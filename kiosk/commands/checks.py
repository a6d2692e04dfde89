"""What a check of `doctor` is."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kiosk.settings import Settings


class Check(NamedTuple):
    """One thing that is looked at.

    Attributes:
        name: for a person and for a program: short, and never changed.
        means: what it means for patients or staff where something is found.
        mends: what to do about it; "" where nothing need be done, and it is only good to know.
        look: what is found, a sentence for each; nothing where all is well. Raises `KioskError`
            where it can't be looked at; why, another check says.
    """

    name: str
    means: str
    mends: str
    look: Callable[[Settings], Iterable[str]]
