"""A new kiosk is set up from the first page to the start: by touch, by keys, in several goes."""

import time
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from kiosk.setting_up.unfinished import progress_in, refuse_unfinished
from kiosk.settings import read_settings
from kiosk.store import panels, staff
from tests.ui.setup.places import SCREEN


def touch_targets(window: Any) -> None:
    for _ in range(5):
        place = window.setting_up.shown.property("place")
        window.hands.touch_at(QPoint(round(place["x"]), round(place["y"])))
    window.settle()


def add_lead(window: Any) -> None:
    hands = window.hands
    hands.scroll_to("Name of the person")
    hands.type("Ann Lead")
    for label in ("PIN, 6 to 12 digits", "The same PIN once more"):
        hands.scroll_to(label)
        hands.type("739182")
    hands.press("Return")
    window.settle()


def confirm_page(window: Any) -> None:
    question = str(window.setting_up.shown.property("question"))
    window.hands.scroll_to(question)
    window.hands.type(window.four_signs())


def test_the_whole_way_by_touch_and_keys(window: Any) -> None:
    hands = window.hands
    window.go_on()
    hands.scroll_to("Name of the clinic")
    hands.type("Riverside Practice")
    window.go_on()
    hands.touch("Smaller")
    hands.touch("It fits")
    window.settle()
    hands.touch("Begin")
    touch_targets(window)
    assert any("All five were felt" in name for name in hands.names())
    window.go_on()
    hands.touch("Play it")
    hands.touch("I heard it")
    window.settle()
    window.go_on()
    add_lead(window)
    window.go_on()
    assert hands.heading() == "Keep the recovery page safe"
    confirm_page(window)
    window.go_on()
    hands.touch("Leave out for now")
    window.settle()
    hands.wait_for("Nearly done")
    ended: list[object] = []
    window.setting_up.ended.connect(lambda: ended.append(True))
    hands.touch("Start the kiosk")
    window.settle()

    seconds = time.monotonic() - window.began
    print(f"\nset up with {hands.actions} touches and keys, a robot in {seconds:.1f} s")
    assert ended
    assert window.setting_up.finished
    store = window.book.store
    refuse_unfinished(store)
    progress = progress_in(store)
    assert progress is not None
    assert (progress.sound, progress.skipped) == ("heard", ("centre",))
    assert read_settings(window.place.file).clinic.name == "Riverside Practice"
    with store.reading() as c:
        assert [(one.name, one.role) for one in staff.list_staff(c)] == [("Ann Lead", "lead")]
        assert panels.measured_px_per_mm(c, SCREEN) == pytest.approx(5.9 - 1 / 85.6, abs=1e-3)


def test_the_whole_way_by_keys_alone(window: Any) -> None:
    hands = window.hands

    def on(name: str = "Continue") -> None:
        hands.scroll_to(name)
        hands.press("Return")
        window.settle()

    on()
    hands.scroll_to("Name of the clinic")
    hands.type("Riverside Practice")
    on()
    on("It fits")
    on("Leave out for now")
    on("I heard nothing")
    on()
    add_lead(window)
    on()
    confirm_page(window)
    on()
    on()
    hands.wait_for("Nearly done")
    on("Start the kiosk")

    print(f"\nset up with {hands.actions} keys")
    assert window.setting_up.finished


def test_what_was_chosen_is_there_after_the_window_was_left(open_window: Any) -> None:
    first = open_window()
    first.go_on()
    first.hands.scroll_to("Name of the clinic")
    first.hands.type("Riverside Practice")
    first.go_on()
    ended: list[object] = []
    first.setting_up.ended.connect(lambda: ended.append(True))
    first.setting_up.later()
    assert ended
    assert not first.setting_up.finished
    first.close()

    then = open_window(first.place)
    assert any(name.startswith("Step 3 of 10") for name in then.hands.names())
    then.hands.touch("Back")
    then.settle()
    assert then.setting_up.shown.property("clinic") == "Riverside Practice"


def test_back_and_on_again_lose_nothing(window: Any) -> None:
    window.hands.touch("Cymraeg")
    window.go_on()
    window.hands.touch("Back")
    window.settle()
    assert window.hands.find("Cymraeg").checked
    window.hands.touch("Cymraeg")
    window.go_on()
    assert window.book.now().settings.patient.languages == ("en",)


def test_fingers_get_a_keyboard_and_keys_do_not(window: Any) -> None:
    window.go_on()
    window.hands.touch("Name of the clinic")
    window.hands.wait_for("Space")
    window.hands.touch("R")
    assert window.setting_up.shown._clinic.lower() == "r"
    window.hands.press("Tab")
    window.settle()
    assert not window.hands.sees("Space")
