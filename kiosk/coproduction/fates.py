"""What became of one remark, as its maker may know it: the state alone, never the words.

It says since when the clinic may see it, which is a day of at least five people, and never the day
on which it was made.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.coproduction.feedback import RemarkGroup
from kiosk.coproduction.outcomes import OUTCOMES, Decision

KEPT: Final = "kept"
"""It waits until five people have spoken."""
LOOKING: Final = "looking"
"""The clinic may see it, and has not answered yet."""
OVERDUE: Final = "overdue"
"""The clinic has not answered in `feedback.ANSWER_DAYS`."""


@dataclass(frozen=True)
class Fate:
    """What became of a remark.

    Attributes:
        state: `KEPT`, `LOOKING`, `OVERDUE`, or one of `board.OUTCOMES`.
        questionnaire, link_id: the question spoken of.
        text: the clinic's answer; "" where there is none.
        since: since when the clinic may see it, where it has not answered; else None.
    """

    state: str
    questionnaire: str
    link_id: str
    text: str = ""
    since: date | None = None


def fate(group: RemarkGroup, decision: Decision | None, *, today: date) -> Fate:
    """What became of the remarks of a group that were released together.

    Args:
        group: the remarks, `released_on` None where they are not released.
        decision: the last one on the group; None where there is none.
        today: in UTC.
    """
    about = group.questionnaire, group.link_id
    if group.released_on is None:
        return Fate(KEPT, *about)
    if decision is not None and decision.outcome in OUTCOMES:
        return Fate(decision.outcome, *about, text=decision.text)
    state = OVERDUE if group.is_overdue(today) else LOOKING
    return Fate(state, *about, since=group.released_on)
