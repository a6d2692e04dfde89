"""The guard alone, before a small window of two pages: which touches count."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QUrl, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from kiosk.ui.touch_guard import SAME_PLACE_MM, TouchGuard

ROOT = Path(__file__).resolve().parents[2]
PX_PER_MM = 3.6
SIDE, GAP, COLUMNS, ROWS = 72, 11, 4, 3  # 20 mm, 3 mm
STEP = SIDE + GAP
SHIFT = (37, 31)
"""How far the second page's targets lie from the first's: each overlaps several."""
TURN = 0
"""The target that turns the page."""
REACH = SAME_PLACE_MM * PX_PER_MM

QML = f"""
import QtQuick
import kiosk.ui.controls

Window {{
    id: window
    required property QtObject heard
    property int page: 0
    width: 500; height: 400
    Repeater {{
        model: 2
        Item {{
            id: leaf
            required property int index
            anchors.fill: parent
            visible: window.page === leaf.index
            Heading {{ text: "Page " + leaf.index; y: 330 }}
            Repeater {{
                model: {COLUMNS * ROWS}
                Touchable {{
                    required property int index
                    x: 20 + (index % {COLUMNS}) * {STEP} + leaf.index * {SHIFT[0]}
                    y: 20 + Math.floor(index / {COLUMNS}) * {STEP} + leaf.index * {SHIFT[1]}
                    width: {SIDE}; height: {SIDE}
                    label: "T" + index
                    onClicked: {{
                        heard.hit(leaf.index, index)
                        if (index === {TURN}) window.page = 1 - window.page
                    }}
                }}
            }}
        }}
    }}
}}
"""


class Heard(QObject):
    """Which targets were activated: (page, target)."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[tuple[int, int]] = []

    @Slot(int, int)
    def hit(self, page: int, target: int) -> None:
        self.hits.append((page, target))


class Rig:
    """The window, its guard with a clock that stands still, and a finger."""

    def __init__(self) -> None:
        self.heard, self.now = Heard(), 100.0
        self.engine = QQmlApplicationEngine()
        self.engine.addImportPath(str(ROOT))
        self.engine.warnings.connect(lambda told: print([one.toString() for one in told]))
        self.engine.setInitialProperties({"heard": self.heard})
        self.engine.loadData(QML.encode(), QUrl("window.qml"))
        (root,) = self.engine.rootObjects()
        assert isinstance(root, QQuickWindow)
        self.window = root
        self.window.show()
        self.device = QTest.createTouchDevice()
        self.guard: TouchGuard | None = None

    def begin(self, repeat_s: float = 0.5) -> None:
        """A guard that remembers nothing; the first page."""
        if self.guard is not None:
            self.window.removeEventFilter(self.guard)
        self.guard = TouchGuard(PX_PER_MM, lambda: self.now, repeat_s)
        self.window.installEventFilter(self.guard)
        self.window.setProperty("page", 0)
        self.heard.hits.clear()

    @property
    def page(self) -> int:
        return int(self.window.property("page"))

    def touch(self, place: QPoint) -> None:
        QTest.touchEvent(self.window, self.device).press(0, place).commit()
        QTest.touchEvent(self.window, self.device).release(0, place).commit()

    def counts(self, place: QPoint) -> bool:
        """Touch there; whether a target heard it."""
        before = len(self.heard.hits)
        self.touch(place)
        return len(self.heard.hits) > before


def target(page: int, index: int) -> QRect:
    row, column = divmod(index, COLUMNS)
    x, y = 20 + column * STEP + page * SHIFT[0], 20 + row * STEP + page * SHIFT[1]
    return QRect(x, y, SIDE, SIDE)


@pytest.fixture(scope="module")
def rig(app: QGuiApplication) -> Iterator[Rig]:  # noqa: ARG001 - must be there first
    made = Rig()
    yield made
    made.window.removeEventFilter(made.guard)
    made.window.close()
    del made.window
    shiboken6.delete(made.engine)


def test_two_quick_touches_on_neighbours_count_both_however_near(rig: Rig) -> None:
    rig.begin()
    one, two = target(0, 1), target(0, 2)
    left, right = (
        QPoint(one.right() - 2, one.center().y()),
        QPoint(two.left() + 2, one.center().y()),
    )
    assert (right - left).manhattanLength() < REACH
    rig.touch(left)
    rig.now += 0.05
    rig.touch(right)
    assert rig.heard.hits == [(0, 1), (0, 2)]


def test_the_same_target_twice_is_a_repeat_wherever_it_is_hit(rig: Rig) -> None:
    rig.begin()
    here = target(0, 5)
    rig.touch(here.topLeft() + QPoint(3, 3))
    rig.now += 0.4
    rig.touch(here.bottomRight() - QPoint(3, 3))
    assert rig.heard.hits == [(0, 5)]
    rig.now += 0.51
    rig.touch(here.center())
    assert rig.heard.hits == [(0, 5), (0, 5)]


def test_a_hand_that_goes_on_trembling_counts_once(rig: Rig) -> None:
    rig.begin()
    for _ in range(10):
        rig.touch(target(0, 5).center())
        rig.now += 0.3
    assert rig.heard.hits == [(0, 5)]


def test_after_a_page_change_the_same_place_does_not_count(rig: Rig) -> None:
    rig.begin()
    corner = target(0, TURN).bottomRight()
    inside, beside = corner - QPoint(8, 8), corner + QPoint(4, 4)
    assert target(1, TURN).contains(inside)
    assert target(1, TURN).contains(beside)
    rig.touch(corner - QPoint(4, 4))
    assert rig.page == 1
    for place in (inside, beside):
        rig.now += 0.2
        assert not rig.counts(place)
    far = target(1, 7).center()
    assert rig.counts(far)


def test_the_time_is_set_up_to_a_second(rig: Rig) -> None:
    rig.begin(repeat_s=1.0)
    rig.touch(target(0, 5).center())
    rig.now += 0.9
    assert not rig.counts(target(0, 5).center())
    rig.now += 1.0
    assert rig.counts(target(0, 5).center())


@dataclass(frozen=True)
class Touch:
    """One touch: after how long, on which target of the page, and where in it (0 to 1)."""

    after: float
    index: int
    x: float
    y: float

    def place(self, page: int) -> QPoint:
        here = target(page, self.index)
        return here.topLeft() + QPoint(1 + int(self.x * (SIDE - 3)), 1 + int(self.y * (SIDE - 3)))


touches = st.builds(
    Touch,
    st.sampled_from([0.0, 0.05, 0.3, 0.49, 0.5, 0.51, 2.0]),
    st.integers(0, COLUMNS * ROWS - 1) | st.sampled_from([TURN, 1, 4]),
    st.floats(0, 1),
    st.floats(0, 1),
)


@given(st.lists(touches, min_size=1, max_size=12))
@example([Touch(0.0, TURN, 0.0, 0.0), Touch(0.0, TURN, 0.0, 0.59375)])  # at the lower edge
def test_a_touch_counts_unless_it_repeats_the_last_at_its_place(
    rig: Rig, sequence: list[Touch]
) -> None:
    rig.begin()
    rig.now += 10
    last: tuple[int, int, QPoint] | None = None
    for one in sequence:
        rig.now += one.after
        page, place = rig.page, one.place(rig.page)
        counted = rig.counts(place)
        if counted:
            assert rig.heard.hits[-1] == (page, one.index)
        if last is None or one.after >= 0.5:
            assert counted
        elif page == last[0]:
            assert counted == (one.index != last[1])
        elif QRectF(target(last[0], last[1])).contains(QPointF(place)):  # its edges included
            assert not counted
        else:
            assert counted == ((place - last[2]).manhattanLength() >= REACH)
        last = (page, one.index, place) if counted else last


def test_while_it_is_shut_nothing_comes_through(rig: Rig) -> None:
    rig.begin()
    assert rig.guard is not None
    heard: list[bool] = []
    rig.guard.touched.connect(lambda: heard.append(True))
    rig.guard.shut()
    here = target(0, 5).center()
    rig.touch(here)
    QTest.mouseClick(rig.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_F4):
        QTest.keyClick(rig.window, key)
    assert rig.heard.hits == []
    assert heard == []
    assert rig.window.activeFocusItem() is None or not rig.window.activeFocusItem().property("down")
    rig.guard.open()
    rig.now += 1
    rig.touch(here)
    assert rig.heard.hits == [(0, 5)]


def test_every_kind_of_input_is_kept_out(rig: Rig) -> None:
    rig.begin()
    assert rig.guard is not None
    rig.guard.shut()
    none = Qt.KeyboardModifier.NoModifier
    events = [
        QKeyEvent(kind, Qt.Key.Key_A, none)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)
    ]
    place, button = QPointF(1, 1), Qt.MouseButton.LeftButton
    events += [
        QMouseEvent(kind, place, place, button, button, none)
        for kind in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseMove,
            QEvent.Type.MouseButtonDblClick,
        )
    ]
    assert all(rig.guard.eventFilter(rig.window, event) for event in events)
    assert not rig.guard.eventFilter(rig.window, QEvent(QEvent.Type.Expose))


def test_a_finger_that_lies_there_when_it_opens_again_answers_nothing(rig: Rig) -> None:
    rig.begin()
    assert rig.guard is not None
    here = target(0, 5).center()
    rig.guard.shut()
    QTest.touchEvent(rig.window, rig.device).press(0, here).commit()
    rig.guard.open()
    QTest.touchEvent(rig.window, rig.device).release(0, here).commit()
    assert rig.heard.hits == []
