"""A small disk of our own: a tmpfs in a mount namespace, which goes with its process."""

import ctypes
import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.forked import Say, answer_of
from tests.faults.tally import Tally, tally_from_line, tally_to_line
from tests.mounting import no_mounts

_NEW_MOUNTS, _NEW_USERS = 0x00020000, 0x10000000  # CLONE_NEWNS, CLONE_NEWUSER (sched.h)
PAGE = 4096


def on_small_disk(size_kb: int, work: Callable[[Path], Tally]) -> Tally:
    """What `work` finds on an empty disk of that size, in a process of its own."""
    with TemporaryDirectory() as folder:

        def on_it(say: Say) -> None:
            _mount(Path(folder), size_kb)
            say(tally_to_line(work(Path(folder))))

        return tally_from_line(answer_of(on_it)[-1])


@cache
def why_not() -> str:
    """Why this system gives no small disk; "" where it does."""
    with TemporaryDirectory() as folder:

        def try_it(say: Say) -> None:
            try:
                _mount(Path(folder), 64)
            except subprocess.CalledProcessError as refused:
                say(no_mounts(refused.stderr.decode()))
            except (OSError, AttributeError) as cause:
                say(no_mounts(cause))

        return "".join(answer_of(try_it))


def make_read_only(disk: Path, *, yes: bool) -> None:
    """Turn the disk to reading only, or back."""
    mode = "ro" if yes else "rw"
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True, capture_output=True)


class Ballast:
    """What fills a disk but for so many bytes."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    def leave(self, free: int) -> None:
        """Fill the disk, and give so many bytes back."""
        self.let_go()
        available = os.statvfs(self._file.parent)
        size = available.f_bavail * available.f_frsize - free
        with self._file.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(size, 1))

    def let_go(self) -> None:
        """The disk has space again."""
        self._file.unlink(missing_ok=True)


def _mount(disk: Path, size_kb: int) -> None:
    _leave_the_mounts_of_others()
    for command in (
        ["mount", "--make-rprivate", "/"],
        ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k,mode=0700", "tmpfs", str(disk)],
    ):
        subprocess.run(command, check=True, capture_output=True)


def _leave_the_mounts_of_others() -> None:
    """A mount namespace; for who is not root, inside a user namespace in which he is."""
    user, group = os.getuid(), os.getgid()
    if user == 0:
        _unshare(_NEW_MOUNTS)
        return
    _unshare(_NEW_USERS | _NEW_MOUNTS)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def _unshare(flags: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), f"unshare: {os.strerror(ctypes.get_errno())}")
