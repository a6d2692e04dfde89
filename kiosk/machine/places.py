"""Where a system keeps what programs write: settings, store, flag, logs; no two systems agree."""

import os
import sys
from pathlib import Path


def default_settings_file() -> Path:
    """Where the settings file is looked for when the command line names none.

    On Linux that is the system's place where the program is installed for all (its folder is
    there), unless this user has one of their own.
    """
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ClinicKiosk" / "kiosk.toml"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/clinic-kiosk/kiosk.toml").expanduser()
    system = Path("/etc/clinic-kiosk/kiosk.toml")
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    own = home / "clinic-kiosk" / "kiosk.toml"
    return own if is_there(own) or not is_there(system.parent) else system


def is_there(file: Path) -> bool:
    """Whether there is such a thing, or this user may not even look: reading it tells that."""
    try:
        return file.exists()
    except PermissionError:
        return True


def policy_file() -> Path:
    """The settings of a fleet, above those of the PC; Windows has its registry for them."""
    return Path("/etc/clinic-kiosk/policy.toml")


def system_log_directory() -> Path:
    """Of this program's log files, where the system has no journal for them."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ClinicKiosk" / "logs"
    if sys.platform == "darwin":
        return Path("~/Library/Logs/clinic-kiosk").expanduser()
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "clinic-kiosk" / "logs"


def system_data_directory() -> Path:
    """Of this program, for all users of the PC where the system knows such a place."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ClinicKiosk" / "store"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/clinic-kiosk/store").expanduser()
    state = os.environ.get("STATE_DIRECTORY") or os.environ.get("XDG_DATA_HOME")
    return Path(state or Path.home() / ".local" / "share") / "clinic-kiosk"


def maintenance_file() -> Path:
    """The flag of maintenance: while it stands, every kiosk of this PC is closed."""
    if sys.platform == "win32":
        return (
            Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "ClinicKiosk" / "maintenance"
        )
    if sys.platform == "darwin":
        return Path("/Library/Application Support/clinic-kiosk/maintenance")
    return Path("/run/clinic-kiosk/maintenance")


def state_directory() -> Path:
    """What this user's kiosk notes of itself, apart from its store: nothing about patients."""
    if sys.platform == "win32":
        own = os.environ.get("LOCALAPPDATA")
        return Path(own or Path.home() / "AppData" / "Local") / "ClinicKiosk"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/clinic-kiosk/state").expanduser()
    given = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    if given:
        return Path(given)
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "clinic-kiosk"
