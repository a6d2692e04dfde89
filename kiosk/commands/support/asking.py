"""Asks a tool of the system, for a while: a bundle is made even where a tool hangs."""

import shutil
import subprocess
from typing import Final

NAME: Final = "clinic-kiosk"
"""Under it the journal of Linux keeps what the kiosk says."""
UNIT: Final = f"{NAME}.service"
"""Runs the kiosk on Linux."""

_WAIT_S: Final = 20


def said_by(tool: str, *options: str) -> list[str]:
    """The lines that a tool writes; none where it is not there, fails, or takes too long."""
    there = shutil.which(tool)
    if there is None:
        return []
    try:
        told = subprocess.run(  # noqa: S603 - the tool is named here, and options are literals
            [there, *options], capture_output=True, timeout=_WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return told.stdout.decode("utf-8", "replace").splitlines()
