"""What Linux says of the disks under a folder and under the swap space, from /proc and /sys."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from kiosk.commands.doctor.checks import NotKnown
from kiosk.commands.doctor.machine import Machine

_OCTAL: Final = re.compile(r"\\([0-7]{3})")
_ENCRYPTING: Final = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.encfs"})
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_DEEPEST: Final = 8
"""So many layers (partition, LVM, RAID, LUKS …) at most; a loop would have no end."""


class Mount(NamedTuple):
    """A file system that is mounted (proc(5), mountinfo).

    Attributes:
        device: "major:minor".
        kind: its type.
        source: the device as it was named.
    """

    device: str
    kind: str
    source: str


def mounted_at(machine: Machine, folder: Path) -> Mount:
    """The file system that a folder lies on, or will lie on.

    Raises:
        NotKnown: the system does not say.
    """
    folder = folder.resolve()
    best: tuple[int, Mount] | None = None
    for line in machine.text("proc/self/mountinfo").splitlines():
        left, _, right = line.partition(" - ")
        fields, kind = left.split(), right.split()
        if len(fields) < 5 or len(kind) < 2:  # noqa: PLR2004 - as the kernel writes it
            continue
        point = Path(_plain(fields[4]))
        if folder.is_relative_to(point) and (best is None or len(point.parts) >= best[0]):
            best = len(point.parts), Mount(fields[2], kind[0], _plain(kind[1]))
    if best is None:
        raise NotKnown("/proc does not say which disk the store lies on")
    return best[1]


def is_encrypted(machine: Machine, mount: Mount) -> bool:
    """Whether what is written there can't be read without a key.

    Raises:
        NotKnown: the system does not say: of a network's disk, for example.
    """
    if mount.kind in _ENCRYPTING or mount.kind in _IN_MEMORY:
        return True
    device = _folder(machine, mount)
    if device is None:
        raise NotKnown(f"{mount.source} ({mount.kind}) is no disk that /sys knows")
    return _below(device, _DEEPEST)


def swap_areas(machine: Machine) -> Iterator[tuple[str, bool]]:
    """The swap areas in use, and whether others could read what was written to each."""
    for line in machine.text("proc/swaps").splitlines()[1:]:
        fields = line.split()
        name = _plain(fields[0])
        if fields[1] == "file":
            yield name, not is_encrypted(machine, mounted_at(machine, Path(name)))
            continue
        device = _named(machine, name)
        in_memory = device is not None and device.name.startswith("zram")
        if in_memory and machine.text(f"sys/block/{Path(name).name}/backing_dev") in ("", "none"):
            continue  # compressed in memory, and written nowhere
        yield name, device is None or not _below(device, _DEEPEST)


def _folder(machine: Machine, mount: Mount) -> Path | None:
    """Of the device, in /sys; btrfs and others have numbers of their own and tell it by name."""
    there = machine.root / "sys/dev/block" / mount.device
    if there.exists():
        return there.resolve()
    return _named(machine, mount.source)


def _named(machine: Machine, name: str) -> Path | None:
    if not name.startswith("/dev/"):
        return None
    node = machine.root / name.lstrip("/")
    target = node.resolve().name if node.is_symlink() else Path(name).name
    there = machine.root / "sys/class/block" / target
    return there.resolve() if there.exists() else None


def _below(device: Path, deep: int) -> bool:
    """Whether this layer encrypts, or all that it stands on do."""
    if _read(device / "dm" / "uuid").startswith("CRYPT-"):
        return True
    if deep == 0:
        return False
    if (device / "partition").exists():  # of a RAID, for example; its disk has what is below
        return _below(device.parent, deep - 1)
    if not (device / "slaves").is_dir():
        return False
    slaves = [one.resolve() for one in (device / "slaves").iterdir()]
    return bool(slaves) and all(_below(one, deep - 1) for one in slaves)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)
