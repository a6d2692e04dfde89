"""The PC a kiosk runs on, by kinds and numbers."""

import os
import platform
import re
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.commands.support.asking import UNIT, said_by
from kiosk.sync.heartbeat import versions

_SCREENS: Final = Path("/sys/class/drm")
_OS_RELEASE: Final = Path("/etc/os-release")
_OF_UNIT: Final = ("ActiveState", "SubState", "Result", "NRestarts", "ExecMainStatus")
_PLAIN: Final = re.compile(r"[\w. ()/+:-]{0,80}", re.ASCII)


def system_document(now: datetime) -> dict[str, Any]:
    """Versions, system, clock, screens, and how its service fares."""
    local = now.astimezone()
    return {
        "versions": versions(),
        "system": _plain(platform.system()),
        "release": _plain(platform.release()),
        "build": _plain(platform.version()),
        "machine": _plain(platform.machine()),
        "distribution": _distribution(),
        "processors": os.cpu_count(),
        "memoryMB": _memory_mb(),
        "upForHours": _up_for_hours(),
        "packed": bool(getattr(sys, "frozen", False)),
        "now": now.isoformat(timespec="seconds"),
        "utcOffset": f"{local:%z}",
        "screens": _screens(),
        "wayland": "WAYLAND_DISPLAY" in os.environ,
        "x11": "DISPLAY" in os.environ,
        "service": _service(),
    }


def _plain(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else ""


def _distribution() -> str:
    with suppress(OSError):
        for line in _OS_RELEASE.read_text("utf-8").splitlines():
            if line.startswith("PRETTY_NAME="):
                return _plain(line.partition("=")[2].strip('"'))
    return ""


def _memory_mb() -> int | None:
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    return None


def _up_for_hours() -> int | None:
    with suppress(OSError, AttributeError):
        return int(time.clock_gettime(time.CLOCK_BOOTTIME) // 3600)
    return None


def _screens() -> list[dict[str, str]]:
    """What is plugged in, as Linux tells it: Qt would end a program that finds no display."""
    found = []
    with suppress(OSError):
        for place in sorted(_SCREENS.glob("card*-*")):
            with suppress(OSError):
                if (place / "status").read_text("ascii").strip() == "connected":
                    mode = (place / "modes").read_text("ascii").partition("\n")[0]
                    found.append({"at": _plain(place.name), "mode": _plain(mode)})
    return found


def _service() -> dict[str, str]:
    said = said_by("systemctl", "show", UNIT, "--property", ",".join(_OF_UNIT))
    told = dict(line.partition("=")[::2] for line in said)
    return {name: _plain(told[name]) for name in _OF_UNIT if name in told}
