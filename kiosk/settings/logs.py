"""The settings of the log files: how much may lie on a disk that nobody looks at."""

from typing import Annotated

import msgspec

from kiosk.settings.group import Group


class Logs(Group, frozen=True):
    """Log files, where no journal keeps what the kiosk says: on Windows, or on a desktop.

    Attributes:
        directory: the folder they lie in; left out, it is the system's usual place. Under systemd
            the journal has it all, and there are none.
        keep_days: files that were last written so many days ago are deleted.
        max_mb: so many megabytes those of one program (the screen, the desk) take at most; the
            oldest go first.
    """

    directory: Annotated[str, msgspec.Meta(min_length=1, max_length=400)] | None = None
    keep_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 30
    max_mb: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 10
