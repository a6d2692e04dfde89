"""What `doctor` looks at in what is set of the central service."""

from collections.abc import Iterator
from typing import Final

from kiosk.commands.checks import Check
from kiosk.settings import Settings


def asked_in_vain(settings: Settings) -> Iterator[str]:
    """Whether the centre asks for visits that no patient could ever find."""
    if settings.central.tasks != "none" and settings.patient.identity == "anonymous":
        yield f'central.tasks is "{settings.central.tasks}", but patients are asked nothing.'


CENTRAL_CHECKS: Final[tuple[Check[Settings], ...]] = (
    Check(
        "tasks",
        "The visits that the centre asks for are not made here: nobody could find theirs.",
        'Set patient.identity to "code" or "birthdate", or central.tasks to "none".',
        asked_in_vain,
    ),
)
