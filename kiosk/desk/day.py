"""A clinic's day as the desk sees it: the visits, how far each is, and who calls for help."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kiosk.store.visits import AT_SCREEN, DONE, OVER, Whose


@dataclass(frozen=True)
class DayVisit:
    """One visit as the desk sees it.

    Attributes:
        id: of the visit; of a walk-up, of its time at the screen.
        code: six signs; "" for a walk-up.
        forms: canonicals, in order.
        state: waiting, at-the-screen, paused, done or left.
        whose: by what the patient is known.
        made: when.
        begun: when somebody sat down with it.
        ended: when it was done or left.
        place: what the screen is called where it was begun; "" before.
        twice: its slip was used at two screens.
        answered, asked: how many answers are there, of so many questions at most.
        sent: whether the central service has what came of it: "yes", "in-line", "look" (it refused
            something); "" where nothing came yet.
        walk_up: nobody made it.
        untold: the central service does not have it yet: until then only its slip opens it.
    """

    id: str
    code: str
    forms: tuple[str, ...]
    state: str
    whose: Whose
    made: datetime
    begun: datetime | None = None
    ended: datetime | None = None
    place: str = ""
    twice: bool = False
    answered: int = 0
    asked: int = 0
    sent: str = ""
    walk_up: bool = False
    untold: bool = False

    @property
    def expected(self) -> datetime:
        """The appointment; where the desk gave none, when it was made."""
        return self.whose.appointment or self.made


@dataclass(frozen=True)
class Calling:
    """Somebody at a screen asks for help: what the screen is called, and since when."""

    id: str
    place: str
    asked: datetime


@dataclass(frozen=True)
class Today:
    """The day so far.

    Attributes:
        visits: as `in_order` has them.
        offered, taken: how often the desk offered the screen, and how often it was begun.
        calls: for help, the longest waiting first.
    """

    visits: tuple[DayVisit, ...] = ()
    offered: int = 0
    taken: int = 0
    calls: tuple[Calling, ...] = ()


def in_order(rows: Iterable[DayVisit]) -> tuple[DayVisit, ...]:
    """Who waits or is at a screen, by when they are expected; then who is through, latest first."""
    rows = sorted(rows, key=lambda row: (row.expected, row.made, row.id))
    over = [row for row in rows if row.state in OVER]
    return (*(row for row in rows if row.state not in OVER), *reversed(over))


def state_counts(today: Today) -> tuple[int, int, int]:
    """How many visits there are, how many are done, and how many are at a screen now."""
    states = [one.state for one in today.visits]
    return len(states), states.count(DONE), states.count(AT_SCREEN)
