"""Mounts of a process's own: what it mounts, nobody else sees, and it goes with the process."""

import shutil
import subprocess
from functools import cache

TAKES = "it takes root outside a chroot, or user namespaces"


@cache
def why_no_mounts(option: str) -> str:
    """Why `unshare` with that option gives no mounts of one's own here; "" where it does."""
    if shutil.which("unshare") is None:
        return "not installed: unshare (apt: util-linux)"
    tried = subprocess.run(
        ["unshare", option, "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if tried.returncode == 0 else no_mounts(tried.stderr)


def no_mounts(said: object) -> str:
    """The reason of a skip, with what the system said."""
    return f"no file system can be mounted here ({' '.join(str(said).split())}): {TAKES}"


@cache
def own_mounts() -> tuple[str, ...]:
    """What to put before a command that mounts; () where nothing can be mounted."""
    return next((("unshare", one) for one in ("-m", "-rm") if not why_no_mounts(one)), ())
