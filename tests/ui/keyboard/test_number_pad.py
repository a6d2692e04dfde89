"""The number pad: large in the least room, in the figures of the language."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt

PANELS = {'10" 1280x800': 5.9, '24" 1920x1080': 3.6, '24" 1080x1920': 3.6}
PADS = [
    (66, 89, False),
    (89, 66, False),
    (135, 43, False),
    (66, 112, True),
    (112, 66, True),
    (158, 43, True),
]


@pytest.mark.parametrize(("wide", "high", "signs"), PADS)
@pytest.mark.parametrize("panel", PANELS)
def test_the_pad_keeps_its_keys_large_in_the_least_room_it_asks_for(
    show: Callable[..., Any], panel: str, wide: int, high: int, *, signs: bool
) -> None:
    scale = PANELS[panel]
    area = QRect(0, 0, round(wide * scale) + 4, round(high * scale) + 4)
    shown = show("NumberPad", panel=panel, area=area, step=2, decimal=signs, minus=signs)
    keys = {n.name: n.rect for n in shown.finger.nodes() if n.role == "Button"}
    names = {*"0123456789", "Delete"} | ({"Minus", "Decimal point"} if signs else set())
    assert set(keys) == names
    assert min(min(r.width(), r.height()) for r in keys.values()) >= 20 * scale - 1
    assert all(area.contains(rect) for rect in keys.values())
    assert shown.cut_off() == []


def test_the_pad_types_the_figures_of_the_language(show: Callable[..., Any]) -> None:
    area = QRect(0, 0, 400, 500)
    shown = show("NumberPad", language="ar", area=area, decimal=True, minus=True)
    for name in ("ناقص", "7", "فاصلة عشرية", "0", "حذف"):
        shown.finger.touch(name)
    assert shown.told() == ["-", "٧", "٫", "٠", "erased"]  # noqa: RUF001 - Arabic figures


def test_the_pad_takes_a_keyboard_that_is_plugged_in(show: Callable[..., Any]) -> None:
    shown = show("NumberPad", area=QRect(0, 0, 400, 400), decimal=True)
    shown.press(Qt.Key.Key_Tab)
    for key in (Qt.Key.Key_7, Qt.Key.Key_Comma, Qt.Key.Key_Minus, Qt.Key.Key_Backspace):
        shown.press(key)
    shown.press(Qt.Key.Key_Down)
    shown.press(Qt.Key.Key_Right)
    shown.press(Qt.Key.Key_Return)
    assert shown.told() == ["7", ".", "erased", "5"]
