"""The patient's window is kept out of pictures of the screen, where the system can do that."""

import ctypes
import sys
from typing import Any

import pytest

from kiosk.settings import Settings, parse_settings
from kiosk.ui.screenshots import CAN, keep_from_screenshots, leave_out_on_windows


class User32:
    """A Windows that knows so many ways, and which it was asked for."""

    def __init__(self, *known: int) -> None:
        self._known = known
        self.asked: list[tuple[int | None, int]] = []

    def SetWindowDisplayAffinity(self, handle: ctypes.c_void_p, way: int) -> int:  # noqa: N802
        self.asked.append((handle.value, way))
        return int(way in self._known)


@pytest.mark.parametrize(
    ("known", "asked", "done"),
    [
        ((0x11, 0x01), [(7, 0x11)], True),
        ((0x01,), [(7, 0x11), (7, 0x01)], True),
        ((), [(7, 0x11), (7, 0x01)], False),
    ],
    ids=["left out", "an old one: black", "refused"],
)
def test_windows_is_asked_for_the_best_it_can(
    known: tuple[int, ...], asked: list[tuple[int, int]], *, done: bool
) -> None:
    user32: Any = User32(*known)
    assert leave_out_on_windows(user32, 7) is done
    assert user32.asked == asked


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_linux_has_no_way_and_says_so(kiosk: Any) -> None:
    assert not CAN
    assert not keep_from_screenshots(kiosk.window.root)


def test_it_is_so_unless_it_says_otherwise() -> None:
    assert Settings().panel.keep_from_screenshots
    otherwise = parse_settings(b"[panel]\nkeep_from_screenshots = false", source="kiosk.toml")
    assert not otherwise.panel.keep_from_screenshots
