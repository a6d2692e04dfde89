"""Forms of which no other words are tried on patients, and what is said to who wants to."""

from collections.abc import Collection
from typing import Final

from kiosk.coproduction.locks import Locks
from kiosk.coproduction.pilots import untriable
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire

PINNED: Final = "pinned"
"""The settings name one version of the form: patients get no other."""

_WHY_NEVER: Final = {
    "alert": "An answer of this form may have to reach a person at once.",
    "sensitive": "Patients are not asked about the questions of this form.",
    "locked": "This form is a validated instrument.",
}


def never_tried(form: Questionnaire, locks: Locks, pinned: Collection[str]) -> str:
    """Why no other words of that form are tried here: `Untriable` or `PINNED`; "" where they are.

    Args:
        form: one of its versions.
        locks: of the validated instruments.
        pinned: urls of the forms of which the settings name one version.
    """
    return untriable(form, locks) or (PINNED if form.url in pinned else "")


def refuse_untriable(form: Questionnaire, locks: Locks, pinned: Collection[str]) -> None:
    """Nothing where it can be tried; the arguments are those of `never_tried`.

    Raises:
        RefusedError: it is never tried, or not while the settings name one version of it.
    """
    never = never_tried(form, locks, pinned)
    if never == PINNED:
        raise pinned_refusal()
    if never:
        raise RefusedError(
            f"Other words of this form are never tried on patients. {_WHY_NEVER[never]}",
            advice="Note what is wrong with it.",
        )


def pinned_refusal() -> RefusedError:
    """What is said where the settings name one version."""
    return RefusedError(
        "The settings of this PC name one version of this form, so patients get no other.",
        advice="Ask IT to take “|version” off its name in [patient] forms, and to start the "
        "program again.",
    )
