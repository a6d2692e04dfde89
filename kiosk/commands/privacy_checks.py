"""What `doctor` looks at in what a kiosk keeps to itself."""

from collections.abc import Iterator
from typing import Final

from kiosk.commands.checks import Check
from kiosk.settings import Settings
from kiosk.ui.screenshots import CAN


def pictured(settings: Settings) -> Iterator[str]:
    """Whether a picture of the screen would show what a patient writes."""
    if not settings.panel.keep_from_screenshots:
        yield "The settings allow screenshots and remote support (keep_from_screenshots)."
    elif not CAN:
        yield "On Linux no program can keep its window out of screenshots."


PRIVACY_CHECKS: Final[tuple[Check[Settings], ...]] = (
    Check(
        "screenshots",
        "A program of this PC that takes pictures of the screen sees what a patient writes. Let "
        "the kiosk's session run nothing else, and no remote support while patients are there.",
        "",
        pictured,
    ),
)
