"""What a check of `doctor` is, and what comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kiosk.commands.doctor.subject import Subject


class State(StrEnum):
    """How one check ended."""

    WELL = "well"
    KNOW = "to know"
    MEND = "to mend"
    UNKNOWN = "not known"
    NOT_HERE = "does not apply"


class NotKnown(Exception):
    """It can't be looked at, and its text says why: neither well nor a fault."""


class DoesNotApply(Exception):
    """There is nothing here that could be wrong, and its text says why."""


@dataclass(frozen=True)
class Remedy:
    """What mends it, on each system; a command stands as it is typed.

    Attributes:
        everywhere: what is the same on all, or what comes first.
        debian, windows, mac: what is that system's own.
    """

    everywhere: str = ""
    debian: str = ""
    windows: str = ""
    mac: str = ""

    def on(self, platform: str) -> str:
        """For the system of that name (`sys.platform`); any other is told Debian's."""
        own = {"win32": self.windows, "darwin": self.mac}.get(platform, self.debian)
        return " ".join(filter(None, (self.everywhere, own)))

    def __bool__(self) -> bool:
        return any((self.everywhere, self.debian, self.windows, self.mac))


@dataclass(frozen=True)
class Found:
    """One thing that is not as it should be.

    Attributes:
        text: a sentence.
        mends: what mends this one; None: what mends all that the check finds.
        known: it is only good to know, whatever else the check finds.
    """

    text: str
    mends: Remedy | None = None
    known: bool = False


Look = Callable[[Subject], Iterable[Found | str]]

SOON_S: Final = 10.0
"""So long a look may take that waits for something else than a file of this PC."""


@dataclass(frozen=True)
class Check:
    """One thing that is looked at.

    Attributes:
        name: for a person and for a program: short, and never changed.
        means: what it means for patients or staff where something is found.
        mends: what to do about it; "" where nothing need be done, and it is only good to know.
        look: what is found; nothing where all is well. Raises `KioskError` where it can't be
            looked at, why, another check says; or `NotKnown`, `DoesNotApply`.
        within_s: so long it may take; None: it waits for nothing but this PC's own files, and is
            done by whoever asks.
        cases: what it may find whose remedy is its own, for the guide.
    """

    name: str
    means: str
    mends: Remedy | str
    look: Look
    within_s: float | None = None
    cases: tuple[Found, ...] = ()

    @property
    def remedy(self) -> Remedy:
        """What mends whatever it finds."""
        return self.mends if isinstance(self.mends, Remedy) else Remedy(self.mends)


@dataclass(frozen=True)
class Group:
    """Checks of one subject, in the order they are told.

    Attributes:
        name: a word for a person and for a program, never changed.
        checks: at least one.
    """

    name: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Row:
    """What came of one check.

    Attributes:
        group, check: their names.
        state: how it ended.
        means: what it means for patients or staff.
        found: a sentence for each thing; nothing where it is well.
        mend: what to do, for this PC's system; "" where nothing is to be done.
        why: it is not known, or does not apply; "" otherwise.
    """

    group: str
    check: str
    state: State
    means: str
    found: tuple[str, ...] = field(default=())
    mend: str = ""
    why: str = ""


def row_of(group: str, check: Check, found: Iterable[Found | str], platform: str) -> Row:
    """What came of a check that could look."""
    things = [one if isinstance(one, Found) else Found(one) for one in found]
    to_mend = [one for one in things if not one.known and (one.mends or check.remedy)]
    remedies = [(check.remedy if one.mends is None else one.mends).on(platform) for one in to_mend]
    state = State.MEND if to_mend else State.KNOW if things else State.WELL
    told = tuple(one.text for one in things)
    return Row(group, check.name, state, check.means, told, "\n".join(dict.fromkeys(remedies)))
