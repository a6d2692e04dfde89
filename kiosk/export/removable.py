"""Whether a place is on a drive that somebody can put into a pocket."""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Final

MOUNTS: Final = Path("/proc/self/mounts")
BLOCKS: Final = Path("/sys/class/block")
_DRIVE_REMOVABLE: Final = 2


def is_removable(path: Path) -> bool:
    """Whether what is written there leaves with a stick, a card or an outer disk.

    Linux asks the kernel, Windows the system; on macOS every volume but the first is taken for
    one. Where it can't be told it is not: a drive of the network, a disk in memory.

    Args:
        path: of a file or folder, which need not be there yet.
    """
    if sys.platform == "win32":
        return _on_windows(path)
    if sys.platform == "darwin":
        return _on_macos(path)
    return is_removable_by_kernel(path, mounts=MOUNTS, blocks=BLOCKS)


def is_removable_by_kernel(path: Path, *, mounts: Path, blocks: Path) -> bool:
    """The same from what Linux says of its mounts and drives.

    Args:
        path: as above.
        mounts: the list of mounts, as in /proc/self/mounts.
        blocks: the folder of drives, as /sys/class/block.
    """
    device = _device_at(_there(path), mounts)
    if device is None:
        return False
    try:
        drive = (blocks / Path(os.path.realpath(device)).name).resolve(strict=True)
    except OSError:
        return False
    # A disk in a case of its own says it is not removable, but hangs on USB all the same.
    if any(part.startswith("usb") for part in drive.parts):
        return True
    whole = drive if (drive / "removable").is_file() else drive.parent  # a partition stands in it
    try:
        return (whole / "removable").read_text().strip() == "1"
    except OSError:
        return False


def _there(path: Path) -> Path:
    """The nearest folder that is there."""
    found = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would need it to be there
    while not found.exists() and found != found.parent:
        found = found.parent
    return found.resolve()


def mounted_folders(mounts: Path) -> tuple[Path, ...]:
    """Where drives are mounted, by the list of mounts."""
    return tuple(Path(folder) for device, folder in _mounted(mounts) if device.startswith("/dev/"))


def _mounted(mounts: Path) -> list[tuple[str, str]]:
    """Each mount's device and folder."""
    try:
        lines = mounts.read_text(errors="surrogateescape").splitlines()
    except OSError:
        return []
    words = ([*map(_unescaped, line.split(" ")), "", ""] for line in lines)
    return [(device, folder) for device, folder, *_ in words]


def _device_at(place: Path, mounts: Path) -> str | None:
    best: tuple[int, str] | None = None
    for device, folder in _mounted(mounts):
        if folder and place.is_relative_to(folder) and (best is None or len(folder) >= best[0]):
            best = len(folder), device  # of two mounts in one place the later one is seen
    return None if best is None or not best[1].startswith("/dev/") else best[1]


def _unescaped(word: str) -> str:
    for number, letter in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
        word = word.replace(f"\\{number}", letter)
    return word


def _on_windows(path: Path) -> bool:
    library: Any = getattr(ctypes, "windll", None)
    drive = Path(os.path.abspath(path)).anchor  # noqa: PTH100 - as above
    return library is not None and library.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOVABLE


def _on_macos(path: Path) -> bool:
    parts = _there(path).parts  # the first volume's own link in /Volumes leads to /
    return len(parts) > 2 and parts[1] == "Volumes"  # noqa: PLR2004 - "/", "Volumes", its name
