"""What the figures were measured on."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, str]:
    """Topic → what it is; the load is that of now, before anything is measured."""
    return {
        "processor": _named("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "system": f"{_named('/etc/os-release', 'PRETTY_NAME', '=').strip(chr(34))}, "
        f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Qt": version("PySide6-Essentials"),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "load at the start": f"{os.getloadavg()[0]:.1f}",
    }


SAME = ("processor", "cores", "memory", "Python", "Qt")
"""What is the same where figures may stand in one table."""


def unlike_in(one: Mapping[str, str], other: Mapping[str, str]) -> str:
    """How two machines differ, in words; "" where figures of both may stand in one table."""
    return ", ".join(
        f"{topic} {one.get(topic)}, here {other.get(topic)}"
        for topic in SAME
        if one.get(topic) != other.get(topic)
    )


def heading(told: dict[str, str]) -> str:
    """The same in one line."""
    return "; ".join(f"{topic}: {what}" for topic, what in told.items())


def _memory() -> str:
    kib = _named("/proc/meminfo", "MemTotal").split()
    return f"{int(kib[0]) / 1024**2:.0f} GiB" if kib else "unknown"


def _named(file: str, name: str, mark: str = ":") -> str:
    """What stands behind a name in a file of the system; "" where it does not."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = (line.partition(mark) for line in lines if line.startswith(name))
    return next((value.strip() for _, _, value in found), "")
