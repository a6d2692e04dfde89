"""The drives that somebody put in: sticks, cards, outer disks."""

import ctypes
import os
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.export.removable import (
    BLOCKS,
    MOUNTS,
    is_removable,
    is_removable_by_kernel,
    mounted_folders,
)

_VOLUMES: Final = Path("/Volumes")
_LONGEST_LABEL: Final = 261


class Drive(NamedTuple):
    """One drive: what people call it, and where it is."""

    name: str
    folder: Path


def removable_drives() -> tuple[Drive, ...]:
    """Those that are in now; none where it can't be told."""
    if sys.platform == "win32":
        return tuple(_on_windows())
    if sys.platform == "darwin":
        folders = sorted(_VOLUMES.glob("*")) if _VOLUMES.is_dir() else []
        return tuple(Drive(one.name, one) for one in folders if is_removable(one))
    return drives_by_kernel(mounts=MOUNTS, blocks=BLOCKS)


def drives_by_kernel(*, mounts: Path, blocks: Path) -> tuple[Drive, ...]:
    """The same from what Linux says, where this user may write; named by where they are mounted.

    Args:
        mounts: the list of mounts, as in /proc/self/mounts.
        blocks: the folder of drives, as /sys/class/block.
    """
    found = dict.fromkeys(mounted_folders(mounts))
    return tuple(
        Drive(folder.name, folder)
        for folder in found
        if folder.name and os.access(folder, os.W_OK)
        and is_removable_by_kernel(folder, mounts=mounts, blocks=blocks)
    )  # fmt: skip


def _on_windows() -> Iterator[Drive]:
    kernel: Any = getattr(ctypes, "windll", None)
    if kernel is None:
        return
    there = kernel.kernel32.GetLogicalDrives()
    for number, letter in enumerate(string.ascii_uppercase):
        folder = Path(f"{letter}:\\")
        if there >> number & 1 and is_removable(folder):
            label = ctypes.create_unicode_buffer(_LONGEST_LABEL)
            asked = (str(folder), label, _LONGEST_LABEL, None, None, None, None, 0)
            kernel.kernel32.GetVolumeInformationW(*asked)
            yield Drive(f"{label.value} ({letter}:)".strip(), folder)
