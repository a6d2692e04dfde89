"""Five keys are enough: up, down, OK, back, help; one more begins to speak, and one is the switch.

A keypad plugged in is a keyboard to Qt; the settings tell which of its keys is which. What a finger
that rests or trembles adds is no key press (EN 301 549 5.7, 5.8).
"""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtQuick import QQuickWindow

from kiosk.errors import SettingsInvalid
from kiosk.settings import Keypad
from kiosk.ui.access.scan import Scan
from kiosk.ui.access.walk import Walk

_EDGES: Final = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_WALKING: Final = frozenset({"up", "down", "ok", "back", "switch"})


class Acts(NamedTuple):
    """What the keys do besides walking on the page; each says whether it did something.

    Attributes:
        back: one page back, or away with what lies over the page.
        help: call for help.
        listen: begin to speak, or say it again.
        plugged: a headset came (True) or went.
        staff: ask for the PIN of staff.
    """

    back: Callable[[], bool]
    help: Callable[[], bool]
    listen: Callable[[], bool]
    plugged: Callable[[bool], None]
    staff: Callable[[], bool]


def keys_of(names: str) -> frozenset[int]:
    """The codes of keys by Qt's names, "Return, Enter"; "" for none.

    Raises:
        SettingsInvalid: there is no key of such a name.
    """
    keys: set[int] = set()
    for name in filter(None, (part.strip() for part in names.split(","))):
        found = QKeySequence(name)
        code = found[0].toCombined() if found.count() == 1 else 0  # type: ignore[index]
        if not code or code == QtCore.Qt.Key.Key_unknown.value:
            raise SettingsInvalid(
                f"There is no key “{name}”.", advice="Name it like Up, Return, Escape, F1 or Space."
            )
        keys.add(code)
    return frozenset(keys)


class FiveKeys(QObject):
    """Event filter of a window.

    Args:
        window: which it stands before.
        walk: goes from stop to stop.
        scan: goes by itself, for the switch.
        keypad: which key is which.
        acts: what else keys do.
        bounce_s: the same one of them within so many seconds was one press.
        clock: seconds that only grow.

    Signals:
        used: one of these keys was pressed, and what it does follows.
        walked: one by which the screen is worked: not a headset's, nor that of staff.
    """

    used = Signal()
    walked = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only: what keys are and do
        self,
        window: QQuickWindow,
        *,
        walk: Walk,
        scan: Scan,
        keypad: Keypad,
        acts: Acts,
        bounce_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._walk, self._scan, self._acts = walk, scan, acts
        self._keypad, self._known = keypad, dict[int, str]()
        self._bounce_s, self._clock = bounce_s, clock
        self._last, self._last_time = 0, -1e6
        self._swallowed: set[int] = set()
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """True where the event must not reach the window."""
        if event.type() not in _EDGES or not isinstance(event, QKeyEvent):
            return False
        try:
            return self._filter(event)
        except Exception:  # noqa: BLE001 - Qt's binding dies of one that leaves an event filter
            sys.excepthook(*sys.exc_info())
            return False

    def _filter(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.type() == QEvent.Type.KeyRelease:
            known = key in self._swallowed
            self._swallowed.discard(key)
            return known
        if event.isAutoRepeat() or (key in self._actions and self._bounces(key)):
            return True  # of other keys a double letter is meant, and a scanner types fast
        taken = self._take(key, event)
        if taken:
            self._swallowed.add(key)
        return taken

    def _take(self, key: int, event: QKeyEvent) -> bool:
        if event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier:
            return False
        act = self._actions.get(key)
        if act:
            self.used.emit()
        if act in _WALKING:
            self.walked.emit()
        return bool(act and getattr(self, f"_{act}")())

    @property
    def _actions(self) -> Mapping[int, str]:
        """Read with the first key: no start waits for it."""
        if not self._known:
            for act in Keypad.__struct_fields__:
                self._known.update(dict.fromkeys(keys_of(getattr(self._keypad, act)), act))
        return self._known

    def _bounces(self, key: int) -> bool:
        now, same = self._clock(), key == self._last
        soon = now - self._last_time < self._bounce_s
        self._last, self._last_time = key, now
        return same and soon

    def _up(self) -> bool:
        return self._move(-1)

    def _down(self) -> bool:
        return self._move(1)

    def _move(self, by: int) -> bool:
        self._scan.stop()
        self._walk.step(by)
        return True

    def _ok(self) -> bool:
        self._scan.stop()
        if self._walk.at_row:
            self._walk.enter()
            return True
        return False

    def _back(self) -> bool:
        self._scan.stop()
        return self._walk.leave() or self._acts.back()

    def _help(self) -> bool:
        return self._acts.help()

    def _listen(self) -> bool:
        return self._acts.listen()

    def _staff(self) -> bool:
        return self._acts.staff()

    def _headset_in(self) -> bool:
        self._acts.plugged(True)  # noqa: FBT003 - a signal's value
        return True

    def _headset_out(self) -> bool:
        self._acts.plugged(False)  # noqa: FBT003 - a signal's value
        return True

    def _switch(self) -> bool:
        """The space bar, too, presses what has the keyboard; from nowhere it begins to scan."""
        if self._scan.on:
            self._scan.press()
            return True
        if self._walk.is_begun():
            return False
        self._scan.start()
        return True
