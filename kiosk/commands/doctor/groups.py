"""Every check of `doctor`, in the order it is told."""

from typing import Final

from kiosk.commands.doctor.centre import CENTRE
from kiosk.commands.doctor.checks import Group
from kiosk.commands.doctor.clock import CLOCK
from kiosk.commands.doctor.disk import DISK
from kiosk.commands.doctor.keyring import KEYRING
from kiosk.commands.doctor.languages import LANGUAGES
from kiosk.commands.doctor.life import LIFE
from kiosk.commands.doctor.lockdown import LOCKDOWN
from kiosk.commands.doctor.network import NETWORK
from kiosk.commands.doctor.privacy import PRIVACY
from kiosk.commands.doctor.screen import SCREEN
from kiosk.commands.doctor.store import STORE

GROUPS: Final[tuple[Group, ...]] = (
    STORE, KEYRING, DISK, CLOCK, NETWORK, CENTRE, SCREEN, LANGUAGES, PRIVACY, LOCKDOWN, LIFE,
)  # fmt: skip
