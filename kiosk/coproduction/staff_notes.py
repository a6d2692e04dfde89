"""What the front line hears of a question: "somebody asked me about it", and the words that help.

A note holds a day and a role; no patient, no visit, no name of who made it. Source: reference
coproduction 5.1, step 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.coproduction.feedback import REASONS
from kiosk.coproduction.routing import DESK_WORDS

STAFF_REASONS: Final = (*REASONS, DESK_WORDS)
"""Why somebody asked: what patients can say themselves, and that the desk uses other words."""

MOST_WORDS: Final = 300
"""So many signs a note may have."""


@dataclass(frozen=True)
class StaffNote:
    """One note on one question.

    Attributes:
        id: a random UUID (version 4).
        day: when it was made; no time.
        questionnaire: canonical `url|version` of the form.
        link_id: of the question.
        reason: one of `STAFF_REASONS`, or a code of another version of the program.
        words: what was asked, or the words that help; "" for none.
        role: of who made it.
    """

    id: str
    day: date
    questionnaire: str
    link_id: str
    reason: str
    words: str
    role: str


def notes_on(notes: Iterable[StaffNote], questionnaire: str, link_id: str) -> tuple[StaffNote, ...]:
    """The notes on one question of one version of a form."""
    return tuple(
        one for one in notes if (one.questionnaire, one.link_id) == (questionnaire, link_id)
    )
