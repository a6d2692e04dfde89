"""Whether a place is on a drive that can be pulled out, by what Linux says of it."""

from pathlib import Path

import pytest

from kiosk.export.drives import drives_by_kernel
from kiosk.export.removable import is_removable, is_removable_by_kernel


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    """An inner disk at /, a stick, a disk in a case on USB, a card; a share of the network."""
    drives = {
        "pci0/ata1/block/sda": ("0", "sda1"),
        "pci0/usb1/1-1/block/sdb": ("1", "sdb1"),
        "pci0/usb2/2-1/block/sdc": ("0", "sdc1"),
        "pci0/mmc_host/block/mmcblk0": ("1", "mmcblk0p1"),
    }
    blocks = tmp_path / "class"
    blocks.mkdir()
    for place, (removable, part) in drives.items():
        drive = tmp_path / "devices" / place
        (drive / part).mkdir(parents=True)
        (drive / "removable").write_text(removable + "\n")
        (blocks / drive.name).symlink_to(drive)
        (blocks / part).symlink_to(drive / part)
    for name in ("stick one", "case", "card", "share", "disk"):
        (tmp_path / name).mkdir()
    (tmp_path / "mounts").write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        f"/dev/sdb1 {tmp_path}/stick\\040one vfat rw 0 0\n"
        f"/dev/sdc1 {tmp_path}/case ext4 rw 0 0\n"
        f"/dev/mmcblk0p1 {tmp_path}/card vfat rw 0 0\n"
        f"server:/share {tmp_path}/share nfs rw 0 0\n"
        "\nnonsense\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("place", "removable"),
    [
        ("stick one/out.csv", True),
        ("stick one/not/there/yet/out.csv", True),
        ("case/out.csv", True),
        ("card", True),
        ("share/out.csv", False),
        ("disk/out.csv", False),
    ],
)
def test_a_stick_a_case_and_a_card_can_be_taken_along(
    pc: Path,
    place: str,
    removable: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    found = is_removable_by_kernel(pc / place, mounts=pc / "mounts", blocks=pc / "class")

    assert found == removable


def test_where_nothing_can_be_told_it_is_not(tmp_path: Path) -> None:
    gone = tmp_path / "nowhere"

    assert not is_removable_by_kernel(tmp_path, mounts=gone, blocks=gone)
    assert not is_removable(tmp_path)


def test_the_drives_that_are_in_are_named(pc: Path) -> None:
    found = drives_by_kernel(mounts=pc / "mounts", blocks=pc / "class")

    assert [(one.name, one.folder) for one in found] == [
        (name, pc / name) for name in ("stick one", "case", "card")
    ]
