"""Cleaning: for its time nothing on the screen reacts; it ends by itself and is written down."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.settings import Patient
from kiosk.store import audit, cleaning

PIN = "482913"
SHORT = Patient(cleaning_s=2)


def clean(kiosk: Any) -> None:
    kiosk.staff.open()
    for digit in PIN:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.touch("Clean the screen")
    kiosk.finger.touch("Start")
    kiosk.finger.wait_for("You can wipe the screen now")


def test_a_wiping_hand_does_nothing_and_then_the_first_page_comes_back(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=SHORT)
    window, middle = kiosk.window.root, kiosk.window.root.contentItem().boundingRect().center()
    clean(kiosk)
    for step in range(10):
        kiosk.finger.press(middle.toPoint(), finger=step % 3)
        kiosk.finger.release(middle.toPoint(), finger=step % 3)
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QTest.keyClick(window, Qt.Key.Key_Return)
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert kiosk.staff.page == "cleaning"
    kiosk.finger.wait_until(lambda: kiosk.staff.page == "", "its end")
    kiosk.finger.touch("Staff")
    kiosk.finger.wait_for("Enter your staff PIN")


def test_it_counts_down_and_offers_nothing_to_touch(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=Patient())
    clean(kiosk)
    assert kiosk.finger.sees("30")
    assert [node.name for node in kiosk.finger.nodes() if node.role == "Button"] == []
    kiosk.staff.cleaning._second()
    kiosk.finger.wait_for("29")


def test_it_is_written_down_with_its_time_and_the_count_begins_anew(
    open_kiosk: Any, now: Any
) -> None:
    kiosk = open_kiosk(settings=Patient(cleaning_s=1))
    with kiosk.store.transaction() as c:
        cleaning.count_sitting(c)
    clean(kiosk)
    kiosk.finger.wait_until(lambda: kiosk.staff.page == "", "its end")
    kiosk.settle()
    with kiosk.store.reading() as c:
        event = audit.events(c, 1)[0]
        assert cleaning.sittings_since_cleaning(c) == 0
    assert (event.at, event.actor, event.action) == (now, "Sam", "screen.cleaned")


def test_nobody_is_missed_while_it_is_cleaned(open_kiosk: Any) -> None:
    kiosk = open_kiosk(settings=SHORT)
    clean(kiosk)
    for watch in (kiosk.staff._idle, kiosk.patient.idle):
        watch.start()
        assert not watch._quiet.isActive()
        watch.stop()
    kiosk.finger.wait_until(lambda: kiosk.staff.page == "", "its end")
    kiosk.patient.idle.start()
    assert kiosk.patient.idle._quiet.isActive()
    kiosk.patient.idle.stop()


def test_the_guard_is_as_patient_as_the_settings_say(open_kiosk: Any) -> None:
    assert open_kiosk(settings=Patient(repeat_ms=900)).window.guard.repeat_s == 0.9
