"""The set-up window over a PC that nobody set up yet."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.setting_up import recovery
from kiosk.setting_up.book import Book
from kiosk.trial.clock import Clock
from kiosk.trial.desk import DeskHands
from kiosk.trial.touch import REPEAT_S, rest
from kiosk.ui.jobs import Jobs
from kiosk.ui.setup.opening import open_set_up
from kiosk.ui.setup.setting_up import SetUp
from kiosk.ui.window import KioskWindow, WindowPlace
from kiosk.ui.wording.words import Words
from tests.ui.conftest import FRAME_S
from tests.ui.setup.places import SetUpPlace

HEAD = 90
FOOT = {"Continue", "Start the kiosk", "Leave out for now"}
PANEL_10 = ((1280, 800), 5.9)


class SetUpHands(DeskHands):
    """Fingers and keys before the window, counted; the guard's clock jumps between touches."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window.root)
        window.guard._clock = self._ahead = Clock()
        self.actions = 0

    def wait_for_stillness(self) -> None:
        """Wait until two frames of the page are laid out the same."""
        before, now = [], self.nodes()
        while before != now:
            rest(FRAME_S)
            before, now = now, self.nodes()

    def touch(self, name: str, role: str = "") -> None:
        """Drag the page until what has that name is in sight, and touch it."""
        self.wait_for(name)
        self.wait_for_stillness()
        for _ in range(12):
            middle, foot = self.find(name, role).rect.center().y(), self._foot()
            if HEAD < middle < foot or not self.sees("Go on later"):
                break
            self._drag(foot // 2 - middle)
        super().touch(name, role)

    def _foot(self) -> int:
        return min((n.rect.top() for n in self.nodes() if n.name in FOOT), default=10_000) - 40

    def _drag(self, by: int) -> None:
        """A finger moves the page up or down."""
        self.actions += 1
        start, most = QPoint(20, self._foot() // 2 + HEAD // 2), self._foot() // 3
        way = max(-most, min(most, by))
        touch = QTest.touchEvent(self._window, self._device)
        touch.press(0, start).commit()
        for step in range(1, 9):
            there = start + QPoint(0, way * step // 8)
            QTest.touchEvent(self._window, self._device).move(0, there).commit()
            rest(0.03)
        rest(0.1)
        self.release(start + QPoint(0, way))
        self.wait_for_stillness()

    def touch_at(self, place: QPoint) -> None:
        """Touch and let go, half a second after whatever was touched before."""
        self.actions += 1
        self._ahead.ahead += REPEAT_S
        self.press_at(place)
        rest(0.02)

    def press_at(self, place: QPoint) -> None:
        """A finger comes and goes."""
        super(DeskHands, self).press(place)
        self.release(place)

    def press(self, keys: str, times: int = 1) -> None:  # type: ignore[override]
        """Press keys by their name."""
        self.actions += times
        super().press(keys, times)

    def type(self, text: str) -> None:
        """Type into what has the keyboard."""
        self.actions += len(text)
        super().type(text)

    def scroll_to(self, name: str) -> None:
        """Walk by Tab until that has the keyboard, and thus is in sight."""
        for _ in range(120):
            met = self.focused()
            if met is not None and name in {met.name, met.description.partition(". ")[0]}:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {name}; it came to {self.names()}")


@dataclass
class OpenSetUp:
    """The open window of one PC."""

    place: SetUpPlace
    book: Book
    setting_up: SetUp
    window: KioskWindow
    hands: SetUpHands
    jobs: Jobs
    began: float = field(default_factory=time.monotonic)

    def settle(self) -> None:
        """Wait until the lanes are empty and the window has heard of it."""
        for lane in (self.jobs.disk, self.jobs.network):
            ended: list[object] = []
            lane.run(lambda: None, ended.append)
            self.hands.wait_until(lambda ended=ended: bool(ended))  # type: ignore[misc]
        self.hands.wait_for_stillness()

    def go_on(self) -> None:
        """Continue, and wait for what comes of it."""
        self.hands.touch("Continue")
        self.settle()

    def show(self, step: str) -> None:
        """Another page, without walking there."""
        self.setting_up._now = self.book.now()
        self.setting_up._show(step)
        self.settle()

    def four_signs(self) -> str:
        """What stands on the page that somebody holds in their hand."""
        now = self.book.now()
        return now.groups[recovery.asked_group(now.kiosk_id) - 1][:4]

    def problem(self) -> str:
        """What the page says is wrong."""
        return str(self.setting_up.property("problem"))

    def theme(self) -> Any:
        """The one place of colours and sizes."""
        return self.window._engine.singletonInstance("kiosk.ui", "Theme")

    def close(self) -> None:
        """The window is closed, as it is when somebody leaves."""
        self.window.close()
        self.jobs.close()
        self.book.close()
        for one in (self.setting_up, self.jobs.disk, self.jobs.network):
            shiboken6.delete(one)


SetUpOpener = Callable[..., OpenSetUp]


@pytest.fixture
def open_window(
    app: QGuiApplication,  # noqa: ARG001 - must be there first
    qt_warnings: list[str],  # noqa: ARG001 - must hear everything
    tmp_path: Path,
) -> Iterator[SetUpOpener]:
    """Opens it: `open_window(place=…, panel=((w, h), px_per_mm), words=…)`."""
    opened: list[OpenSetUp] = []

    def open_one(
        place: SetUpPlace | None = None,
        panel: tuple[tuple[int, int], float] = PANEL_10,
        words: Words | None = None,
    ) -> OpenSetUp:
        place = place or SetUpPlace(tmp_path)
        book, jobs = place.book(), Jobs()
        setting_up = SetUp(book, jobs, px_per_mm=panel[1], words=words)
        window = open_set_up(setting_up, WindowPlace(*panel, may_close=True))
        one = OpenSetUp(place, book, setting_up, window, SetUpHands(window), jobs)
        opened.append(one)
        one.settle()
        return one

    yield open_one
    for one in opened:
        if shiboken6.isValid(one.setting_up):
            one.settle()
            one.close()


@pytest.fixture
def window(open_window: SetUpOpener) -> OpenSetUp:
    """On a 10-inch panel, at the first page."""
    return open_window()
