"""The desk's window: who signs in sees the pages of their role, by mouse and by keyboard."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from kiosk.settings import Reception, Settings
from kiosk.store import audit, visits
from kiosk.store.visits import Whose
from kiosk.ui.reception.presence import Presence


def make_visit(desk: Any, now: datetime, initials: str, minutes: int, *packet: str) -> Any:
    forms = tuple(f"http://example.org/{one}|1" for one in packet)
    whose = Whose(initials=initials, appointment=now + timedelta(minutes=minutes))
    with desk.store.transaction() as connection:
        return visits.create_visit(connection, packet=forms, by="Sam", now=now, whose=whose)


def actions(desk: Any) -> list[tuple[str, str]]:
    with desk.store.reading() as connection:
        return [(one.actor, one.action) for one in audit.events(connection, 100)]


def test_a_pin_opens_the_pages_of_ones_role(desk: Any) -> None:
    desk.sign_in()

    assert desk.hands.heading() == "Today"
    assert "Signed in: Sam" in desk.hands.names()
    assert "Nobody has a visit yet" in desk.hands.names()


def test_a_wrong_pin_opens_nothing_and_is_noted(desk: Any) -> None:
    desk.hands.type("000111")
    desk.hands.press("Return")
    desk.settle()

    assert desk.hands.heading() == "Your PIN"
    assert any(name.startswith("This PIN") for name in desk.hands.names())
    assert ("staff", "staff.pin-wrong") in actions(desk)


@pytest.mark.parametrize("role", ["clinical", "IT"])
def test_a_page_that_is_not_for_the_role_is_not_there(desk: Any, role: str) -> None:
    desk.sign_in(role)

    assert not desk.hands.sees("Today")


def test_the_table_shows_who_waits_and_is_sorted_and_filtered(desk: Any, now: datetime) -> None:
    make_visit(desk, now, "AB", 30, "gad-7")
    make_visit(desk, now, "CD", 10, "pain-today")
    desk.sign_in()

    desk.hands.click("Time")
    desk.hands.wait_for_stillness()
    rows = desk.hands.rows()
    assert ["Who CD" in row for row in rows] == [True, False]
    assert "waiting" in rows[0]

    desk.hands.click("Time")
    desk.hands.wait_for_stillness()
    rows = desk.hands.rows()
    assert ["Who CD" in row for row in rows] == [False, True]


def test_a_new_visit_is_seen_without_asking(desk: Any, now: datetime) -> None:
    desk.sign_in()
    make_visit(desk, now, "AB", 30, "gad-7")

    desk.hands.wait_until(
        lambda: any("Who AB" in name for name in desk.hands.names()), "the new visit"
    )


def test_locking_shows_nothing_and_the_same_person_goes_on(desk: Any, now: datetime) -> None:
    make_visit(desk, now, "AB", 30, "gad-7")
    desk.sign_in()
    desk.hands.press("Ctrl+L")
    desk.hands.wait_for("Your PIN")

    assert not any("Who AB" in name for name in desk.hands.names())
    desk.sign_in()
    assert any("Who AB" in name for name in desk.hands.names())


def test_every_control_has_a_name_and_is_reached_by_tab(desk: Any, now: datetime) -> None:
    make_visit(desk, now, "AB", 30, "gad-7")
    desk.sign_in()
    desk.hands.walk()  # a row is chosen from now on, so that what is done with it can be
    reached = {node.name for node in desk.hands.walk()}

    wanted = {
        node.name
        for node in desk.hands.nodes()
        if node.role in {"Button", "PageTab"} and node.focusable
    }
    assert all(wanted)
    assert wanted <= reached


def test_text_grows_to_twice_its_size(desk: Any) -> None:
    desk.sign_in()
    before = desk.hands.find("Nobody has a visit yet").rect.height()
    desk.hands.press("Ctrl++", times=4)
    desk.hands.wait_for_stillness()

    assert desk.hands.find("Nobody has a visit yet").rect.height() > 1.8 * before


def test_a_mouse_that_rests_over_a_field_keeps_nobody_signed_in(open_desk: Any) -> None:
    desk = open_desk(settings=Settings(reception=Reception(lock_min=0.04)))
    desk.sign_in()
    for place in (QPoint(600, 400), QPoint(605, 405)):
        QTest.mouseMove(desk.window.root, place)
    desk.hands.press("Ctrl+F")  # its caret blinks, and each time Qt looks what is under the mouse

    desk.hands.wait_for("Your PIN")


def test_who_types_or_moves_the_mouse_in_a_dialog_is_there(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    there: list[str] = []
    (presence,) = desk.window.root.findChildren(Presence)
    presence.touched.connect(lambda: there.append("touched"))
    desk.hands.type("9")
    typed = len(there)
    QTest.mouseMove(desk.window.root, QPoint(600, 400))
    QTest.mouseMove(desk.window.root, QPoint(605, 405))

    assert 0 < typed < len(there)


def test_the_keys_that_lock_do_so_over_a_dialog(desk: Any) -> None:
    desk.sign_in()
    desk.hands.press("Ctrl+N")
    desk.hands.wait_for("What do they fill in?")
    desk.hands.wait_for_stillness()
    desk.hands.press("Ctrl+L")

    desk.hands.wait_for("Your PIN")
    assert not desk.hands.sees("What do they fill in?")
