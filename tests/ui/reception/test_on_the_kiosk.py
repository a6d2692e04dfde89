"""The desk over the patients' window: by the PIN, with fingers, and nothing left behind."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest

from kiosk.offered import bundled_value_sets
from kiosk.resources import resource
from kiosk.settings import Clinic, Settings
from kiosk.store import staff, visits
from kiosk.store.visits import Whose
from kiosk.trial.touch import Finger, rest
from kiosk.ui.keyboard_choice import KeyboardChoice
from kiosk.ui.reception.made_of import MadeOf
from kiosk.ui.reception.on_kiosk import PAGE, DeskOnKiosk
from kiosk.ui.window import Engine, WindowPlace
from tests.ui.test_every_screen import clipped, unread

PIN = "482913"
SMALL = ((1280, 800), 5.9)
"""10.1 inches, lying."""


@pytest.fixture
def with_desk(open_kiosk: Any, now: datetime) -> Callable[..., Any]:
    """Opens a kiosk whose staff menu offers the desk."""

    def opened(**more: Any) -> Any:
        kiosk = open_kiosk(**more)
        settings = Settings(clinic=Clinic(name="Riverside Practice"))
        kiosk.desk = DeskOnKiosk(
            kiosk.window, kiosk.staff, store=kiosk.store, jobs=kiosk.jobs, now=lambda: now,
            made_of=lambda: MadeOf(
                settings, kiosk.patient.offer.forms, bundled_value_sets(), settings
            ),
        )  # fmt: skip
        return kiosk

    return opened


def enter(kiosk: Any, pin: str = PIN) -> None:
    kiosk.staff.open()
    for digit in pin:
        kiosk.staff.pin.press(digit)
    kiosk.staff.pin.enter()
    kiosk.finger.wait_for("What would you like to do?")
    kiosk.finger.touch("Reception desk")
    kiosk.finger.wait_for("Leave")
    kiosk.settle()


def said(kiosk: Any) -> str:
    return "\n".join(kiosk.finger.names())


def rows(kiosk: Any) -> list[str]:
    return [node.name for node in kiosk.finger.nodes() if node.role == "Row"]


def top_of(kiosk: Any, row: str) -> int:
    tops = [node.rect.top() for node in kiosk.finger.nodes() if node.name == row]
    return tops[0] if tops else -1000


def make_visits(kiosk: Any, now: datetime, count: int) -> None:
    with kiosk.store.transaction() as c:
        for number in range(count):
            whose = Whose(value=f"L{number:03}", appointment=now + timedelta(minutes=number))
            visits.create_visit(c, packet=("http://f|1",), by="Sam", now=now, whose=whose)


def test_the_pin_opens_the_desk_and_leaving_shows_the_patients_first_page(
    with_desk: Any, now: datetime
) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, 3)
    enter(kiosk)
    assert "Signed in: Sam" in kiosk.finger.names()
    kiosk.finger.wait_until(lambda: len(rows(kiosk)) >= 3, "the visits")

    kiosk.finger.touch("Leave")
    kiosk.finger.wait_for("Staff")
    kiosk.settle()
    assert rows(kiosk) == []
    assert "L001" not in said(kiosk)
    assert kiosk.window.root.property("reception") is None
    assert kiosk.staff.page == ""
    assert kiosk.window.root.property("covered") is False
    enter(kiosk)  # and once more
    kiosk.finger.touch("Leave")
    kiosk.finger.wait_for("Staff")


def test_a_role_sees_its_own_pages(with_desk: Any, now: datetime) -> None:
    kiosk = with_desk(panel=SMALL)
    with kiosk.store.transaction() as c:
        staff.add_staff(c, name="Ola", role="IT", pin="518274", now=now)
    enter(kiosk, "518274")

    assert "Signed in: Ola" in kiosk.finger.names()
    assert kiosk.finger.sees("Kiosks")
    assert not kiosk.finger.sees("Today")


def test_who_walks_away_leaves_nothing(with_desk: Any, now: datetime) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, 3)
    enter(kiosk)
    kiosk.finger.touch("View")
    kiosk.finger.wait_for("How this window looks")
    kiosk.staff._idle.expired.emit()
    kiosk.finger.wait_for("Staff")
    kiosk.settle()

    assert rows(kiosk) == []
    assert "L001" not in said(kiosk)
    assert not kiosk.finger.sees("How this window looks")


def test_what_is_touched_is_large_enough(with_desk: Any, now: datetime) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, 3)
    enter(kiosk)
    kiosk.finger.wait_until(lambda: len(rows(kiosk)) >= 3, "the visits")
    kiosk.finger.wait_for_stillness()
    sizes = {
        node.name: node.rect.height() / SMALL[1]
        for node in kiosk.finger.nodes()
        if node.role in {"Button", "PageTab", "Row"}
    }

    assert min(sizes.values()) >= 10.5, sizes  # millimetres
    assert min(sizes.values()) * SMALL[1] >= 44


@pytest.mark.parametrize("count", [0, 3])
def test_the_page_is_readable_has_one_heading_and_the_keyboard_is_somewhere(
    with_desk: Any, now: datetime, count: int
) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, count)
    enter(kiosk)
    kiosk.finger.wait_until(lambda: len(rows(kiosk)) >= count, "the visits")
    kiosk.finger.wait_for_stillness()
    window, nodes = kiosk.window.root, kiosk.finger.nodes()

    assert [node.name for node in nodes if node.role == "Heading"] == ["Today"]
    assert any(node.focused for node in nodes)
    # The rail may be moved: its last page is half in sight on a small panel.
    rail = {entry["label"] for entry in window.property("reception").property("rail")}
    assert [text for text in clipped(window) if text not in rail] == []
    assert unread(window, nodes) == []


def test_a_finger_moves_a_long_table(with_desk: Any, now: datetime) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, 30)
    enter(kiosk)
    kiosk.finger.wait_until(lambda: len(rows(kiosk)) >= 3, "the visits")
    kiosk.finger.wait_for_stillness()
    first = rows(kiosk)[0]
    before = top_of(kiosk, first)
    table = next(node for node in kiosk.finger.nodes() if node.role == "Table").rect
    x, window, device = table.center().x(), kiosk.window.root, kiosk.finger._device
    start, far = table.top() + table.height() * 0.85, table.height() * 0.7
    kiosk.finger.await_turn(QPoint(x, round(start)))
    kiosk.finger.press(QPoint(x, round(start)))
    for step in range(1, 11):
        QTest.touchEvent(window, device).move(0, QPoint(x, round(start - far * step / 10))).commit()
        rest(0.02)
    kiosk.finger.release(QPoint(x, round(start - far)))

    kiosk.finger.wait_until(lambda: top_of(kiosk, first) < before - 50, "the table to move")


FIELD = """
import QtQuick
import QtQuick.Window
import Kiosk as K
import kiosk.ui
import kiosk.ui.reception
import kiosk.ui.reception.controls

Window {
    id: root

    required property K.KeyboardChoice keyboards
    required property var words
    property string accepted: ""

    width: 1280
    height: 800
    Component.onCompleted: Theme.pxPerMm = 5.9

    FocusScope {
        anchors.fill: parent
        focus: true

        DeskButton {
            y: 300
            label: "Elsewhere"
        }

        DeskField {
            x: 20
            label: "NHS number or yours"
            onAccepted: root.accepted = text
        }
    }

    DeskKeyboard {
        keys: root.keyboards.of("en")
        words: root.words
    }
}
"""


def test_a_field_is_written_in_with_the_kiosks_own_keyboard(
    app: Any, qt_warnings: Any, words: Any, tmp_path: Path
) -> None:
    del app, qt_warnings
    file = tmp_path / "Field.qml"
    file.write_text(FIELD)
    engine, keyboards = Engine(), KeyboardChoice(resource("keyboards"))
    root = engine.open(file, {"keyboards": keyboards, "words": words.table("en")})
    root.show()
    finger = Finger(root)
    finger.wait_for("Elsewhere")
    assert not finger.sees("Space")

    finger.touch("NHS number or yours", "EditableText")
    finger.wait_for("Space")
    finger.wait_for_stillness()
    finger.write("Ab")
    finger.touch("Delete")
    finger.touch("Done")
    finger.wait_until(lambda: not finger.sees("Space"), "the keyboard to go")

    assert root.property("accepted") == "A"
    root.close()
    shiboken6.delete(engine)


def test_the_five_keys_go_through_the_desk_and_the_patients_page_after_it(
    with_desk: Any,
) -> None:
    kiosk = with_desk(panel=SMALL)
    enter(kiosk)
    walk = kiosk.window.ways.walk
    met = set()
    for _ in range(12):
        QTest.keyClick(kiosk.window.root, Qt.Key.Key_Down)
        rest(0.02)
        item = kiosk.window.root.activeFocusItem()
        met.add(str(item.property("label") or ""))
    assert {"View", "Leave"} <= met

    kiosk.staff.close()
    kiosk.finger.wait_for("Staff")
    kiosk.settle()
    QTest.keyClick(kiosk.window.root, Qt.Key.Key_Down)
    rest(0.05)
    assert walk.is_begun()


def test_hands_over_the_open_desk_find_no_way_to_the_desktop_and_it_locks_by_itself(
    with_desk: Any, now: datetime
) -> None:
    kiosk = with_desk(panel=SMALL)
    make_visits(kiosk, now, 3)
    root = kiosk.window.root
    kiosk.window.show(WindowPlace(px_per_mm=SMALL[1], fullscreen=True, may_close=False))
    root.setProperty("mayClose", 0)
    root.resize(*SMALL[0])
    enter(kiosk)
    chance = random.Random(9)  # noqa: S311 - hands keep no secrets
    for number in range(150):
        if kiosk.staff.page != PAGE:
            assert kiosk.staff.page == ""  # by “Leave”
            enter(kiosk)
        _one_event(kiosk, chance)
        if number % 10 == 0:
            rest(0)
        assert root.isVisible()
        assert root.windowStates() == Qt.WindowState.WindowFullScreen
        assert [one for one in QGuiApplication.topLevelWindows() if one.isVisible()] == [root]
    kiosk.settle()
    if kiosk.staff.page != PAGE:
        enter(kiosk)
    assert kiosk.staff._idle._quiet.isActive()  # it counts the quiet by itself
    kiosk.staff._idle.expired.emit()
    kiosk.finger.wait_for("Staff")
    assert root.property("reception") is None
    assert QGuiApplication.clipboard().text() == ""


def _one_event(kiosk: Any, chance: random.Random) -> None:
    root, held = kiosk.window.root, Qt.KeyboardModifier
    place = QPoint(chance.randrange(root.width()), chance.randrange(root.height()))
    nodes = [node for node in kiosk.finger.nodes() if node.role in {"Button", "PageTab", "Row"}]
    act = chance.randrange(6)
    if act < 2 and nodes:
        place = chance.choice(nodes).rect.center()
    if act < 3:
        kiosk.finger.touch_at(place)
    elif act == 3:
        button = chance.choice((Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton))
        QTest.mouseClick(root, button, held.NoModifier, place)
        QCoreApplication.sendEvent(
            root, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, place)
        )
    else:
        keys = (Qt.Key.Key_Menu, Qt.Key.Key_F10, Qt.Key.Key_O, Qt.Key.Key_P, Qt.Key.Key_S,
                Qt.Key.Key_F4, Qt.Key.Key_F1, Qt.Key.Key_Tab, Qt.Key.Key_Return)  # fmt: skip
        holds = (held.NoModifier, held.ControlModifier, held.AltModifier, held.ShiftModifier)
        QTest.sendKeyEvent(
            QTest.KeyAction.Click, root, chance.choice(keys), "", chance.choice(holds)
        )
