"""The disk is nearly full: the screen says so calmly, and who has begun is not bothered."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import DiskFull
from kiosk.settings import Patient, StorePlace
from kiosk.store import space
from kiosk.ui.meanwhile.space_watch import SpaceWatch

PIN = "482913"
TITLE, DESK = "This screen is having a rest", "The staff at the desk can help you with your forms."
THREE = Patient(languages=("en", "ar", "pl"), draft_translations=("ar", "pl"))


def named(kiosk: Any, begin: str) -> bool:
    return any(name.startswith(begin) for name in kiosk.finger.names())


def test_a_resting_screen_says_where_to_go_and_begins_nothing(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=THREE)
    kiosk.patient.rest(on=True)
    kiosk.finger.wait_for(TITLE)
    assert named(kiosk, DESK)
    kiosk.finger.touch("English")
    kiosk.finger.wait_for_stillness()
    assert kiosk.patient.page == "attract"
    assert kiosk.finger.sees(TITLE)


def test_it_is_read_in_ones_own_language_and_forgets_that(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=THREE)
    kiosk.patient.rest(on=True)
    kiosk.finger.touch("Polski")
    kiosk.finger.wait_for("Ten ekran odpoczywa")
    kiosk.patient._resting.left.emit()  # its time is over
    kiosk.finger.wait_for(TITLE)


def test_once_there_is_room_it_goes_on_by_itself(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=THREE)
    kiosk.patient.rest(on=True)
    kiosk.finger.wait_for(TITLE)
    kiosk.patient.rest(on=False)
    kiosk.finger.wait_for("Tell us how you are, before you are seen")
    kiosk.begin("Worries (GAD-7)")
    assert kiosk.patient.page == "question"


def test_who_has_begun_goes_on_to_the_end_and_is_offered_no_other_form(kiosk: Any) -> None:
    kiosk.begin("Pain today")
    kiosk.patient.rest(on=True)
    kiosk.finger.wait_for_stillness()
    kiosk.patient._asking.enter({"chosen": [6]})
    kiosk.patient.sendSoFar()
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")
    assert len(kiosk.submissions()) == 1
    assert not kiosk.patient.oneMore
    kiosk.patient.another()
    assert kiosk.patient.page == "thanks"


def test_a_slip_before_the_scanner_begins_nothing_either(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=Patient(identity="code"))
    assert kiosk.patient.takes_scans()
    kiosk.patient.rest(on=True)
    assert not kiosk.patient.takes_scans()


def test_staff_see_it_behind_the_pin(kiosk: Any) -> None:
    kiosk.staff.menu.tell_full(full=True)
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.wait_for("What would you like to do?")
    assert kiosk.finger.find("About this kiosk", "Button").description == "The disk is nearly full"


def test_the_watch_tells_when_it_changes(
    kiosk: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[bool] = []
    watch = SpaceWatch(tmp_path, kiosk.jobs.disk, StorePlace(reserve_mb=0), kiosk.patient)
    watch.changed.connect(told.append)
    for low in (False, True, True, False):
        monkeypatch.setattr(space.shutil, "disk_usage", lambda _, low=low: Room(low))
        watch.look()
        kiosk.settle()
    monkeypatch.undo()
    assert told == [True, False]


class Room:
    def __init__(self, low: bool) -> None:  # noqa: FBT001
        self.free = space.MB if low else 10_000 * space.MB


def test_what_found_no_room_is_done_once_more_and_nobody_is_told(kiosk: Any) -> None:
    tries: list[int] = []
    ended: list[Any] = []

    def write() -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            raise DiskFull("full")

    kiosk.jobs.disk.run(write, ended.append)
    kiosk.settle()
    assert len(tries) == 2
    assert ended[0].exception() is None
