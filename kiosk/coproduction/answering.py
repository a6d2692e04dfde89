"""What the desk may say to remarks by hand, and what not."""

from datetime import date
from typing import Final

from kiosk.coproduction.no_reasons import NO_REASONS
from kiosk.coproduction.outcomes import ESCALATED, NO, OUTCOMES, Decision
from kiosk.errors import RefusedError

NOT_NOW: Final = "not-now"
"""The reason that needs a day."""


def refuse_wrong(decision: Decision, today: date) -> None:
    """Whether an answer can be given as it is.

    Raises:
        RefusedError: it says that something was done, which follows from the log alone; it has no
            words; a no without its reason, or a reason of something else; "not now" without a day;
            a day that is over.
    """
    if decision.outcome not in OUTCOMES:
        raise RefusedError(
            "That something was done can't be written by hand: the board says so by itself, once "
            "a version is in force that asks this question otherwise.",
            advice="Change the question, and name these remarks when you do. Or say something "
            "in words.",
        )
    if not decision.text.strip() and decision.outcome != ESCALATED:
        raise RefusedError(
            "An answer needs words.", advice="Say in a sentence what comes next, or why not."
        )
    if (decision.outcome == NO) != (decision.reason in NO_REASONS):
        raise RefusedError(
            "A no needs a reason, and nothing else has one.",
            advice=f"It is one of: {', '.join(NO_REASONS)}.",
        )
    if decision.reason == NOT_NOW and decision.until is None:
        raise RefusedError("Not now: until when?", advice="Name a day.")
    if decision.until is not None and decision.until <= today:
        raise RefusedError("That day is over.", advice="Name a day that is to come.")
