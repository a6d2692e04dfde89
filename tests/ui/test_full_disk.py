"""A disk that is really full: a small file system in memory, in a name space of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mounting import own_mounts, why_no_mounts

INSIDE = Path(__file__).with_name("full_disk_inside.py")
MOUNT = 'mount -t tmpfs -o size=16m tmpfs "$CLINIC_KIOSK_SMALL_DISK" && exec "$@"'


def in_name_space(*command: str, place: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*own_mounts(), "sh", "-c", MOUNT, "sh", *command],
        env=os.environ | {"CLINIC_KIOSK_SMALL_DISK": str(place)},
        capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip


def test_on_a_small_disk_nothing_is_lost_and_nobody_is_bothered(tmp_path: Path) -> None:
    if not own_mounts():
        pytest.skip(why_no_mounts("-rm"))
    ended = in_name_space(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(INSIDE), place=tmp_path
    )
    assert ended.returncode == 0, ended.stdout
    assert "4 passed" in ended.stdout
