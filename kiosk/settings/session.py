"""The settings of what a Linux kiosk is started in: the compositor that shows one program."""

from typing import Literal

from kiosk.settings.group import Group


class Session(Group, frozen=True):
    """What the Debian package starts on the screen (kiosk guide install-debian).

    Attributes:
        rotate: so many degrees the picture is turned to the right; with the compositor of Debian 12
            (cage 0.1.4), newer ones can't.
    """

    rotate: Literal["0", "90", "180", "270"] = "0"
