"""What the system tells of a process: how long it has been running, how much memory it needs."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
KIB_A_MB: Final = 1024
_START_FIELD: Final = 19
"""Field 22 of proc(5)'s stat, counted from the one after the program's name."""

_PARENT_FIELD: Final = 1


def since_launch_ms(proc: Path = PROC) -> float | None:
    """Milliseconds since this process was launched, to 10 ms; None where the system won't say."""
    if not (proc / "self" / "stat").is_file():
        return None
    ticks = int(_stat(proc / "self")[_START_FIELD])
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")) * 1000


def pss_mb(pid: int, proc: Path = PROC) -> float | None:
    """Proportional memory of a process and all it started, in MB; None where it isn't told.

    A page that several processes share counts for each of them in part; but in full for a process
    that keeps its memory to itself (`kiosk.machine.secrecy`), unless root or it itself asks.
    """
    parents = dict(_parents(proc))
    if pid not in parents:
        return None
    told = [_pss_kib(proc / str(one)) for one in _with_children(pid, parents)]
    return sum(told) / KIB_A_MB if any(told) else None


def _with_children(pid: int, parents: dict[int, int]) -> Iterator[int]:
    yield pid
    for child, parent in parents.items():
        if parent == pid:
            yield from _with_children(child, parents)


def _parents(proc: Path) -> Iterable[tuple[int, int]]:
    for folder in proc.glob("[0-9]*"):
        if (fields := _stat(folder)) and folder.name.isdigit():
            yield int(folder.name), int(fields[_PARENT_FIELD])


def _stat(folder: Path) -> list[str]:
    """What stands after the program's name, which may hold anything; nothing once it has ended."""
    try:
        told = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return told.rpartition(")")[2].split()


def _pss_kib(folder: Path) -> int:
    try:
        lines = (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return 0
    except OSError:
        return _resident_kib(folder)
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _resident_kib(folder: Path) -> int:
    try:
        pages = int((folder / "statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGESIZE") // 1024
