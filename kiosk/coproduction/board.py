"""The board "We said, we did": derived from remarks and decisions, never written by hand.

Nothing is public of a form with fewer than ten finished sittings, or before a full group of
remarks was released; counts are never shown. A "no" with its reason is shown like a "yes".
Source: the rules for public numbers (reference 5.5, 1 and 7).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.coproduction.feedback import GROUP_SIZE, RemarkGroup

OUTCOMES: Final = ("did", "not-yet", "no")
"""What can become of a suggestion."""

MIN_SITTINGS: Final = 10
"""Finished sittings of a form, below which nothing of it is public."""


@dataclass(frozen=True)
class Decision:
    """What the desk decided on one group of remarks.

    Attributes:
        group_id: `RemarkGroup.id`.
        outcome: one of `OUTCOMES`, or a code of another version of the program.
        text: in plain words, for everybody; a paraphrase, never a patient's own words.
        day: when it was decided.
        by: the role, never a name.
    """

    group_id: str
    outcome: str
    text: str
    day: date
    by: str


@dataclass(frozen=True)
class BoardLine:
    """One line for the public board.

    Attributes:
        question: what was asked, as the form has it.
        reason: one of `feedback.REASONS`.
        outcome, text, day: as decided.
    """

    question: str
    reason: str
    outcome: str
    text: str
    day: date


def board(
    groups: Iterable[RemarkGroup],
    decisions: Iterable[Decision],
    sessions: Mapping[str, int],
    question_text: Callable[[str, str], str],
) -> tuple[BoardLine, ...]:
    """The public lines, the newest decision first; of several on one group the last counts.

    What a newer version of the program decided, and this one has no words for, is left out.

    Args:
        groups: of *released* remarks only.
        decisions: in the order in which they were made.
        sessions: canonical → number of finished sittings.
        question_text: (canonical, linkId) → the question as the form has it.
    """
    groups = tuple(groups)
    released = _released(groups)
    public = {
        group.id: group
        for group in groups
        if sessions.get(group.questionnaire, 0) >= MIN_SITTINGS
        and released[group.questionnaire] >= GROUP_SIZE
    }
    last = {decision.group_id: decision for decision in decisions}
    lines = [
        _line(public[group_id], decision, question_text)
        for group_id, decision in last.items()
        if group_id in public and decision.outcome in OUTCOMES
    ]
    return tuple(sorted(lines, key=lambda line: line.day, reverse=True))


def _released(groups: Iterable[RemarkGroup]) -> dict[str, int]:
    # "At least five are released" is counted by form, in people: the desk may act on the first
    # who says so, and the board tells of the form's remarks, never how many spoke.
    people: dict[str, int] = {}
    for group in groups:
        people[group.questionnaire] = people.get(group.questionnaire, 0) + group.people
    return people


def _line(
    group: RemarkGroup, decision: Decision, question_text: Callable[[str, str], str]
) -> BoardLine:
    return BoardLine(
        question=question_text(group.questionnaire, group.link_id),
        reason=group.reason,
        outcome=decision.outcome,
        text=decision.text,
        day=decision.day,
    )
