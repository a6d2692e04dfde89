"""What a check of `doctor` is."""

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

Subject = TypeVar("Subject")


class Check(NamedTuple, Generic[Subject]):
    """One thing that is looked at, in the settings or in the store.

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
    look: Callable[[Subject], Iterable[str]]
