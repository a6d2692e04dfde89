"""Where a system keeps what programs write."""

import os
import sys
from pathlib import Path


def system_data_directory() -> Path:
    """Of this program, for all users of the PC where the system knows such a place."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ClinicKiosk" / "store"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/clinic-kiosk/store").expanduser()
    state = os.environ.get("STATE_DIRECTORY") or os.environ.get("XDG_DATA_HOME")
    return Path(state or Path.home() / ".local" / "share") / "clinic-kiosk"
