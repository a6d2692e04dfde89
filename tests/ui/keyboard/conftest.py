"""One control alone in a window, and a finger before it."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.trial.touch import Finger, rest
from kiosk.ui.keyboards import Keyboards, word_of
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.window import KioskWindow
from kiosk.ui.wording.words import Words

PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '10" 800x1280': ((800, 1280), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
}
NUKTAS = "\N{BENGALI SIGN NUKTA}\N{GURMUKHI SIGN NUKTA}\N{GUJARATI SIGN NUKTA}"
GAP_MM, FRAME_S = 3, 0.02
OWN_PROPERTY = {
    "Heading": "about",
    "Key": "writing",
    "Keyboard": "faces",
    "Writing": "asked",
    "WritingEdit": "cursorPosition",
}
"""What only that QML type has; the name of its class may go while a face is replaced."""
CONTROLS = Path(__file__).resolve().parents[3] / "kiosk" / "ui" / "controls"
QUESTION = "What would you most like to talk about today?"
HARNESS = """
import QtQuick
import QtQuick.Window
import kiosk.ui
import kiosk.ui.controls

Window {
    id: root

    property real scale
    property int step
    property bool rtl
    property string control
    property var values
    property bool over: false
    property var told: []
    property rect area

    color: Theme.paper
    Binding { target: Theme; property: "pxPerMm"; value: root.scale }
    Binding { target: Theme; property: "width"; value: root.width }
    Binding { target: Theme; property: "height"; value: root.height }
    Binding { target: Theme; property: "step"; value: root.step }

    Loader {
        id: one

        x: root.area.x
        y: root.area.y
        width: root.area.width || root.width
        height: root.area.height || root.height
        LayoutMirroring.enabled: root.rtl
        LayoutMirroring.childrenInherit: true
    }

    Connections {
        target: one.item
        ignoreUnknownSignals: true

        function onWrote(text) { root.told = root.told.concat([text]); }
        function onDone() { root.told = root.told.concat(["done"]); }
        function onTyped(digit) { root.told = root.told.concat([digit]); }
        function onKeyboardsAsked() { root.told = root.told.concat(["keyboards"]); }
        function onErased() { root.told = root.told.concat(["erased"]); }
    }

    onOverChanged: root.over ? one.setSource("", {}) : one.setSource(root.control, root.values)
    onVisibleChanged: if (root.visible) one.setSource(root.control, root.values)
}
"""


class QuickFinger(Finger):
    """A finger whose window's guard has a clock that jumps ahead between two touches."""

    def __init__(self, window: KioskWindow, clock: list[float]) -> None:
        super().__init__(window.root)
        self._clock = clock

    def touch(self, name: str, role: str = "") -> None:
        """Touch the centre of what has that name: all is laid out as soon as events are done."""
        self.touch_at(self.find(name, role).rect.center())

    def touch_at(self, place: QPoint) -> None:
        """Touch and let go, a second after whatever was touched before."""
        self._clock[0] += 1
        self.press(place)
        self.release(place)
        rest(0)


class Shown:
    """One control alone in a window."""

    def __init__(self, window: KioskWindow, clock: list[float], values: dict[str, Any]) -> None:
        self.window, self.keys = window, values.get("keys", {})
        self.finger = QuickFinger(window, clock)
        self._places: dict[tuple[str, str], dict[str, QPoint]] = {}
        self._touched = ("", "")

    def item(self, kind: str) -> QQuickItem:
        """The visible item of that QML type."""
        return next(i for i in below(self.window.root.contentItem()) if is_a(i, kind))

    def text(self) -> str:
        return str(self.item("WritingEdit").property("text"))

    def told(self) -> list[str]:
        told = self.window.root.property("told")
        return list(told.toVariant() if hasattr(told, "toVariant") else told)

    def show_face(self, kind: str, face: str) -> None:
        """Show a face of a keyboard, and wait for the frame in which it is laid out."""
        self.item("Writing").setProperty("lines", 3 if kind == "text" else 1)
        self.item("Writing").setProperty("keyboard", kind)
        self.item("Keyboard").setProperty("face", face)
        rest(FRAME_S)

    def focused(self) -> list[str]:
        return [node.name for node in self.finger.nodes() if node.focused]

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window.root, key)
        rest(0)

    def write(self, text: str, kind: str = "text") -> None:
        """Touch key by key, changing face where a letter is on another."""
        for letter in letters(text):
            for key in self.way_to("{space}" if letter == " " else letter, kind):
                self.touch(key)

    def way_to(self, key: str, kind: str) -> list[str]:
        """The keys to touch from the face that is shown, the letter itself last."""
        faces = self.keys[kind]["faces"]
        ways, left = deque([(self.face(), [])]), set(faces)
        while ways:
            face, way = ways.popleft()
            own = [key for row in faces[face] for key in row]
            if key in own:
                return [*way, key]
            ways.extend((word_of(k), [*way, k]) for k in own if word_of(k) in left)
            left -= set(map(word_of, own))
        raise AssertionError(f"“{key}” is on no face")

    def touch(self, key: str) -> None:
        """Touch a key by what it writes or does; on the same face it is where it was."""
        face = (self.face(), str(self._board.property("kind")))
        if face != self._touched:
            rest(FRAME_S)
        self._touched = face
        if face not in self._places:
            self._places[face] = {node.name: node.rect.center() for node in self.finger.nodes()}
        self.finger.touch_at(self._places[face][self.keys["names"].get(key, key)])

    def face(self) -> str:
        return str(self._board.property("face"))

    @cached_property
    def _board(self) -> QQuickItem:
        return self.item("Keyboard")

    def faults(self, least: float) -> list[str]:
        """What is wrong with the face that is shown: names, sizes in mm, gaps, places, texts."""
        root, scale = self.window.root, float(self.window.root.property("scale"))
        keys = [item for item in below(root.contentItem()) if is_a(item, "Key")]
        rects = {str(key.property("label")): place(key) for key in keys}
        found = [f"{len(keys) - len(rects)} names twice"] if len(keys) > len(rects) else []
        free = QRectF(0, 0, root.width(), root.height())
        field = place(self.item("WritingEdit").parentItem().parentItem())
        for name, rect in rects.items():
            if not name or min(rect.width(), rect.height()) < least * scale - 0.01:
                found.append(f"“{name}” is small or unnamed: {rect}")
            if not free.contains(rect) or rect.intersects(field):
                found.append(f"“{name}” is outside or over the field")
            gap = GAP_MM * scale - 0.01
            near = rect.adjusted(-gap, -gap, gap, gap)
            found += [
                f"“{name}”, “{o}”" for o, r in rects.items() if o != name and near.intersects(r)
            ]
        return found + self.cut_off()

    def cut_off(self) -> list[str]:
        """The texts that do not fit their places, or are broken within a word."""
        shown = [i for i in below(self.window.root.contentItem()) if i.property("text")]
        texts = [item for item in shown if item.property("lineCount") is not None]
        return [
            f"{text.property('text')}: {text.property('contentWidth')} x"
            f" {text.property('contentHeight')} in {text.width()} x {text.height()}"
            for text in texts
            if text.property("truncated")
            or (text.property("contentWidth") or 0) > text.width() + 2
            or (text.property("contentHeight") or 0) > text.height() + 2
        ]


def letters(text: str) -> list[str]:
    """The letters of a text, each with the dot beneath it that makes it another letter."""
    return re.findall(rf"\S[{NUKTAS}]?|.", text, re.DOTALL)


def below(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from below(child)


def is_a(item: QQuickItem, kind: str) -> bool:
    return item.property(OWN_PROPERTY[kind]) is not None


def place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


Shower = Callable[..., Shown]


@pytest.fixture
def show(
    app: object,  # noqa: ARG001 - must be there first
    qt_warnings: list[str],  # noqa: ARG001 - must hear everything
    words: Words,
    tmp_path: Path,
) -> Iterator[Shower]:
    """Shows a control: `show("Writing", panel=…, step=…, language=…, area=…, start="…")`."""
    use_fonts(resource("fonts"))
    keyboards = Keyboards(resource("keyboards"))
    harness = tmp_path / "Harness.qml"
    harness.write_text(HARNESS)
    opened: list[KioskWindow] = []

    def show_one(
        control: str,
        *,
        panel: str = '24" 1080x1920',
        step: int = 0,
        language: str = "en",
        area: QRect | None = None,
        **values: Any,
    ) -> Shown:
        size, scale = PANELS[panel]
        clock = [0.0]
        guard = TouchGuard(scale, lambda: clock[0])
        values = {"words": words.table(language)} | values
        if control == "Writing":
            values = {"title": QUESTION, "keys": keyboards.of(language)} | values
        properties = {
            "scale": scale,
            "step": step,
            "rtl": language in {"ar", "ur"},
            "values": values,
        }
        properties |= {"control": str(CONTROLS / f"{control}.qml")}
        window = KioskWindow(harness, properties | {"area": area or QRect()}, guard)
        window.root.resize(*size)
        window.root.show()
        opened.append(window)
        rest(0.02)
        return Shown(window, clock, values)

    yield show_one
    for window in opened:
        window.close()
        shiboken6.delete(window.guard)
