"""The steps of setting a kiosk up, and which are still to be done: all from what is known of it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

LANGUAGES: Final = "languages"
NAMES: Final = "names"
MEASURE: Final = "measure"
TOUCH: Final = "touch"
SOUND: Final = "sound"
FORMS: Final = "forms"
STAFF: Final = "staff"
RECOVERY: Final = "recovery"
CENTRE: Final = "centre"
READY: Final = "ready"

STEPS: Final = (
    LANGUAGES, NAMES, MEASURE, TOUCH, SOUND, FORMS, STAFF, RECOVERY, CENTRE, READY,
)  # fmt: skip
"""In the order they are asked."""

MAY_SKIP: Final = frozenset({TOUCH, SOUND, CENTRE})
"""What can be done later without harm to a patient."""

NEEDED: Final = (MEASURE, STAFF, RECOVERY)
"""Without these no patient sits down: targets too small to hit, nobody to help, answers that a
lost key would take along."""


@dataclass(frozen=True)
class Known:
    """What the steps go by.

    Attributes:
        done: those that somebody went through, or left out on purpose.
        has_store: key, store and first staff are there.
        measured: how large this screen is, is known.
        confirmed: somebody read the recovery code from where it is kept now.
    """

    done: AbstractSet[str] = frozenset()
    has_store: bool = False
    measured: bool = False
    confirmed: bool = False


def is_open(step: str, known: Known) -> bool:
    """Whether that step is still to be done."""
    if step == MEASURE:
        return not known.measured
    if step == STAFF:
        return not known.has_store or step not in known.done
    if step == RECOVERY:
        return not known.confirmed
    return step not in known.done


def open_steps(known: Known) -> tuple[str, ...]:
    """Those still to be done, in their order."""
    return tuple(step for step in STEPS if is_open(step, known))


def first_open(known: Known) -> str:
    """Where to go on; the last page, where nothing is left."""
    return next(iter(open_steps(known)), READY)


def missing(known: Known) -> tuple[str, ...]:
    """Those that must be done before the first patient."""
    met = {
        MEASURE: known.measured,
        STAFF: known.has_store,
        RECOVERY: known.confirmed,
    }
    return tuple(step for step in NEEDED if not met[step])
