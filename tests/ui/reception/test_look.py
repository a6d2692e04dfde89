"""How the desk's window looks is chosen there, and kept on this PC."""

from typing import Any

from kiosk.ui.reception.look import Kept, keep_look, kept_look


def theme(desk: Any) -> str:
    singleton = desk.window._engine.singletonInstance("kiosk.ui", "Theme")
    return str(singleton.property("theme"))


def test_colours_and_size_are_chosen_by_keys_and_seen_at_once(desk: Any) -> None:
    desk.sign_in()
    before = desk.hands.find("Nobody has a visit yet").rect.height()
    desk.hands.press("Ctrl+T")
    desk.hands.wait_for("How this window looks")
    desk.hands.click("Strong contrast, dark")
    desk.hands.click("150 %")
    desk.settle()
    assert theme(desk) == "contrast-dark"
    desk.hands.press("Esc")
    desk.hands.wait_until(lambda: not desk.hands.sees("How this window looks"), "the end")

    assert desk.hands.find("Nobody has a visit yet").rect.height() > 1.4 * before
    assert kept_look(desk.store) == Kept("contrast-dark", 150)


def test_it_is_there_the_next_time(open_desk: Any, store: Any) -> None:
    keep_look(store, Kept("dark", 125))
    desk = open_desk()
    desk.sign_in()

    assert theme(desk) == "dark"
    desk.hands.press("Ctrl+0")
    desk.settle()
    assert kept_look(desk.store) == Kept("dark", 100)


def test_locking_closes_the_dialog(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+T")
    desk.hands.wait_for("How this window looks")
    desk.reception.lock()
    desk.hands.wait_for("Sign in")
    desk.settle()

    assert not desk.hands.sees("How this window looks")


def test_the_dialog_is_walked_by_tab_and_stays_inside(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+T")
    desk.hands.wait_for("How this window looks")
    desk.settle()
    reached = {node.name for node in desk.hands.walk(30)}

    assert {"Light", "Dark", "200 %", "Done"} <= reached
    assert "Lock" not in reached
