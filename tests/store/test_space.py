"""Room on the disk: what counts as short, and the part of it that is held back."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from kiosk.errors import DiskFull, StoreBusy, StoreUnavailable
from kiosk.settings import StorePlace
from kiosk.store import space
from kiosk.store.space import MB, look, tend

SETTINGS = StorePlace(low_mb=100, reserve_mb=2)
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The free megabytes that the system tells."""
    told = [1000]
    usage = lambda _: Usage(10**12, 0, told[0] * MB)  # noqa: E731
    monkeypatch.setattr(shutil, "disk_usage", usage)
    return told


def test_it_is_short_below_the_limit_and_enough_a_good_way_above(
    tmp_path: Path, free: list[int]
) -> None:
    low = False
    said = []
    for free[0] in (200, 99, 101, 119, 121, 123, 101, 99):
        low = look(tmp_path, SETTINGS, was_low=low).low
        said.append(low)
    # From 120 on, and what the missing ballast will take.
    assert said == [False, True, True, True, True, False, False, True]


def test_the_ballast_is_made_where_there_is_room_and_really_takes_it(
    tmp_path: Path, free: list[int]
) -> None:
    free[0] = 101
    tend(tmp_path, SETTINGS, was_low=False)
    assert not space.is_there(tmp_path)
    free[0] = 102
    tend(tmp_path, SETTINGS, was_low=False)
    ballast = tmp_path / space.BALLAST
    assert ballast.stat().st_size == 2 * MB
    if os.name == "posix":
        assert ballast.stat().st_blocks * 512 >= 2 * MB
        assert ballast.stat().st_mode & 0o777 == 0o600
    made = ballast.stat().st_ino
    tend(tmp_path, SETTINGS, was_low=False)
    assert ballast.stat().st_ino == made


def test_it_goes_at_the_last_and_comes_back_with_the_room(tmp_path: Path, free: list[int]) -> None:
    tend(tmp_path, SETTINGS, was_low=False)
    free[0] = 5
    assert tend(tmp_path, SETTINGS, was_low=False).low
    assert space.is_there(tmp_path)
    free[0] = 3
    tend(tmp_path, SETTINGS, was_low=True)
    assert not space.is_there(tmp_path)
    free[0] = 500
    assert not tend(tmp_path, SETTINGS, was_low=True).low
    assert space.is_there(tmp_path)


def test_another_size_in_the_settings_makes_another_ballast(
    tmp_path: Path, free: list[int]
) -> None:
    tend(tmp_path, SETTINGS, was_low=False)
    tend(tmp_path, StorePlace(low_mb=100, reserve_mb=1), was_low=False)
    assert (tmp_path / space.BALLAST).stat().st_size == MB
    tend(tmp_path, StorePlace(low_mb=100, reserve_mb=0), was_low=False)
    assert not space.is_there(tmp_path)
    assert free == [1000]


def test_a_folder_that_can_not_be_written_has_no_ballast(tmp_path: Path) -> None:
    space.make_ballast(tmp_path / "nowhere", MB)
    assert not space.let_go(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("left", "first"), [(1, StoreUnavailable("can't be read")), (50, DiskFull("full"))]
)
def test_without_room_it_is_tried_once_more_without_the_ballast(
    tmp_path: Path, free: list[int], left: int, first: StoreUnavailable
) -> None:
    free[0] = left
    space.make_ballast(tmp_path, MB)

    def attempt() -> str:
        if space.is_there(tmp_path):
            raise first
        return "done"

    assert space.with_last_room(tmp_path, attempt) == "done"


def test_where_that_does_not_help_the_disk_is_full(tmp_path: Path, free: list[int]) -> None:
    free[0] = 1

    def attempt() -> None:
        raise StoreUnavailable("can't be read")

    with pytest.raises(DiskFull):
        space.with_last_room(tmp_path, attempt)


@pytest.mark.parametrize("cause", [StoreUnavailable("no right"), StoreBusy("busy")])
def test_for_another_reason_the_ballast_stays(
    tmp_path: Path, free: list[int], cause: StoreUnavailable
) -> None:
    free[0] = 1 if isinstance(cause, StoreBusy) else 1000
    space.make_ballast(tmp_path, MB)

    def attempt() -> None:
        raise cause

    with pytest.raises(type(cause)):
        space.with_last_room(tmp_path, attempt)
    assert space.is_there(tmp_path)
