"""What the kiosk does on a disk of 16 MB; `test_full_disk` runs it on a file system of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.settings import StorePlace
from kiosk.store import space
from kiosk.store.database import Store, open_store
from kiosk.store.space import MB
from kiosk.ui.meanwhile.space_watch import SpaceWatch

SETTINGS = StorePlace(low_mb=6, reserve_mb=3)
RESTS, READY = "This screen is having a rest", "Tell us how you are, before you are seen"


class SmallDisk:
    """A real file system of a few megabytes, with a store on it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._filler = place / "filler"

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.place).free

    def leave(self, size: int) -> None:
        """Take up everything but so many bytes, as another program would."""
        self.empty()
        taken = max(0, self.free - size)
        with self._filler.open("wb") as stream:
            while taken > 0:
                try:
                    taken -= stream.write(bytes(min(taken, 4096)))
                    stream.flush()
                except OSError:
                    return

    def empty(self) -> None:
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    small = SmallDisk(Path(os.environ["CLINIC_KIOSK_SMALL_DISK"]))
    yield small
    small.empty()
    for path in small.place.iterdir():
        shutil.rmtree(path)


@pytest.fixture
def store(disk: SmallDisk, new_store: tuple[Path, bytes]) -> Iterator[Store]:
    folder, key = new_store
    opened = open_store(Path(shutil.copytree(folder, disk.place / "store")), key)
    yield opened
    disk.empty()
    opened.close()


@pytest.fixture
def watch(kiosk: Any, store: Store) -> SpaceWatch:
    made = SpaceWatch(store.directory, kiosk.jobs.disk, SETTINGS, kiosk.patient)
    made.changed.connect(kiosk.patient.rest)
    made.look()
    kiosk.settle()
    return made


def test_while_room_is_short_nobody_begins_and_then_it_goes_on_by_itself(
    kiosk: Any, watch: SpaceWatch, disk: SmallDisk, store: Store
) -> None:
    assert space.is_there(store.directory)
    disk.leave(5 * MB)
    watch.look()
    kiosk.finger.wait_for(RESTS)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for_stillness()
    assert kiosk.patient.page == "attract"
    disk.empty()
    watch.look()
    kiosk.finger.wait_for(READY)
    kiosk.begin("Worries (GAD-7)")
    assert kiosk.patient.page == "question"


def test_who_has_begun_answers_and_sends_on_a_full_disk_and_is_told_nothing(
    kiosk: Any, watch: SpaceWatch, disk: SmallDisk, store: Store
) -> None:
    kiosk.begin("Pain today")
    store.forget_deleted()
    disk.leave(0)
    assert disk.free < 4096
    kiosk.patient._asking.enter({"chosen": [6]})
    kiosk.settle()
    assert not space.is_there(store.directory)
    assert kiosk.patient.sheet == ""
    assert len(kiosk.drafts()) == 1
    kiosk.patient.sendSoFar()
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")
    assert [one.state for one in kiosk.submissions()] == ["waiting"]
    assert kiosk.drafts() == ()
    assert store.faults() == ()
    disk.empty()
    watch.look()
    kiosk.settle()
    assert space.is_there(store.directory)


def test_without_a_ballast_the_answer_stays_on_the_screen_and_is_kept_later(
    kiosk: Any, disk: SmallDisk, store: Store
) -> None:
    kiosk.begin("Pain today")
    store.forget_deleted()
    disk.leave(0)
    kiosk.patient._asking.enter({"chosen": [6]})
    kiosk.settle()
    assert kiosk.patient.sheet == "trouble"
    disk.empty()
    kiosk.patient.closeSheet()
    assert len(kiosk.drafts()) == 1
    assert store.faults() == ()


def test_no_room_for_a_ballast_leaves_nothing_of_it(disk: SmallDisk) -> None:
    (disk.place / "empty").mkdir()
    disk.leave(2 * MB)
    space.make_ballast(disk.place / "empty", 3 * MB)
    assert list((disk.place / "empty").iterdir()) == []
