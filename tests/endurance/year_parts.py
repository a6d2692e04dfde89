"""What a simulated year is made of: a clock that errs, a line that drops, a plug that is pulled."""

import ctypes
import ctypes.util
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from kiosk.store import folder

SECTOR = 512
IMAGES = (folder.DATABASE, f"{folder.DATABASE}-wal")


@dataclass
class Clock:
    """The clock of the PC: the time there is, and how far it is off."""

    at: datetime
    off: timedelta = timedelta()

    def __call__(self) -> datetime:
        return (self.at + self.off).astimezone(UTC)


@dataclass
class Line(httpx2.BaseTransport):
    """The way to the real service: cut at times, and dropping requests and replies by chance."""

    chance: random.Random
    real: httpx2.BaseTransport = field(default_factory=httpx2.HTTPTransport)
    cut: bool = False
    never_arrived: int = 0
    reply_lost: int = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.cut or self.chance.random() < 0.02:
            self.never_arrived += 1
            raise httpx2.ConnectError("no line", request=request)
        answer = self.real.handle_request(request)
        if self.chance.random() < 0.03:
            answer.read()
            answer.close()
            self.reply_lost += 1
            raise httpx2.ReadError("the line dropped", request=request)
        return answer

    def close(self) -> None:
        """Kept open from client to client."""


def images(directory: Path) -> dict[str, bytes]:
    """The database and its log as they lie there, with the store open."""
    files = {name: directory / name for name in IMAGES}
    return {name: file.read_bytes() if file.exists() else b"" for name, file in files.items()}


def torn(
    before: dict[str, bytes], after: dict[str, bytes], chance: random.Random
) -> dict[str, bytes]:
    """What a disk may hold when the power goes between two moments.

    At the first all was synced. What was written since is there or not, sector by sector: all of
    it, up to one place, or anywhere. The log is synced before a page of it goes into the database.
    """
    moved = before[folder.DATABASE] != after[folder.DATABASE]
    return {
        name: after[name]
        if moved and name != folder.DATABASE
        else _mixed(before[name], after[name], chance)
        for name in IMAGES
    }


def _mixed(before: bytes, after: bytes, chance: random.Random) -> bytes:
    places = range(0, max(len(before), len(after)), SECTOR)
    changed = [at for at in places if before[at : at + SECTOR] != after[at : at + SECTOR]]
    in_order = chance.random() < 0.7
    reached = len(changed) if chance.random() < 0.3 else chance.randint(0, len(changed))
    there = {
        at
        for number, at in enumerate(changed)
        if (number < reached if in_order else chance.random() < 0.5)
    }
    mixed = bytearray(before)
    for at in sorted(there):
        mixed.extend(bytes(max(0, at - len(mixed))))  # a hole reads as zeros
        mixed[at : at + SECTOR] = after[at : at + SECTOR]
    return bytes(mixed)


def put_back(directory: Path, files: dict[str, bytes]) -> None:
    """The PC starts again, with what its disk had. The shared memory of the log is gone."""
    (directory / f"{folder.DATABASE}-shm").unlink(missing_ok=True)
    for name, content in files.items():
        (directory / name).write_bytes(content)


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[bool]:
    """A real small file system at that place; False where this user may not mount one."""
    place.mkdir()
    libc = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    size = f"size={megabytes}m".encode()
    mounted = libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, size) == 0
    try:
        yield mounted
    finally:
        if mounted:
            libc.umount2(os.fsencode(place), 2)
        shutil.rmtree(place, ignore_errors=True)


def megabytes_of_memory() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
