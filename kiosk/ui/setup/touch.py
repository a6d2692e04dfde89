"""Step 4: five targets are touched, and what the panel makes of them is told."""

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.setting_up import steps
from kiosk.setting_up.tools import Now
from kiosk.setting_up.touching import TARGETS, Point, Touched, judged, targets
from kiosk.ui.setup.page import SetUpPage, Shared

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class TouchPage(SetUpPage):
    """One target after the other; a place where the panel feels nothing is passed over."""

    step = steps.TOUCH
    moved = Signal()

    def __init__(self, shared: Shared, parent: QObject | None = None) -> None:
        super().__init__(shared, parent)
        self._touches: dict[str, Point | None] = {}
        self._size, self._scale = (1.0, 1.0), 1.0
        self._running, self._found = False, False

    def enter(self, now: Now) -> None:
        """What was found before is told."""
        self._running = False
        super().enter(now)
        self.moved.emit()

    @Slot(float, float, float)
    def begin(self, width: float, height: float, px_per_mm: float) -> None:
        """The targets are shown in a window of that size, in pixels."""
        self._size, self._scale = (width, height), px_per_mm
        self._touches, self._running = {}, True
        self.moved.emit()

    @Slot(float, float)
    def touch(self, x: float, y: float) -> None:
        """A touch came there."""
        self._take((x, y))

    @Slot()
    def nothing(self) -> None:
        """The panel does not feel a finger at this target."""
        self._take(None)

    @Slot()
    def stop(self) -> None:
        """No more targets."""
        self._running = False
        self.moved.emit()

    def _take(self, point: Point | None) -> None:
        target = self._target()
        if not target:
            return
        self._touches[target] = point
        if self._target():
            self.moved.emit()
            return
        self._running = False
        found, book = judged(self._touches, self._size, self._scale), self.shared.book
        self.work(lambda: book.keep(self.step, touch=found), self._kept_here)

    def _kept_here(self, now: Now) -> None:
        self.now = now
        self.learned.emit(now)
        self.changed.emit()
        self.moved.emit()

    def _target(self) -> str:
        if not self._running:
            return ""
        return next((name for name in TARGETS if name not in self._touches), "")

    def _place(self) -> dict[str, float]:
        target = self._target()
        if not target:
            return {"x": 0.0, "y": 0.0}
        x, y = targets(*self._size, self._scale)[target]
        return {"x": x, "y": y}

    def _told(self) -> str:
        number = len(self._touches) + 1
        return self.say("setup_touch_now", number=number, count=len(TARGETS))

    def _result(self) -> Touched | None:
        return self.now.progress.touch if self.now else None

    def _verdict(self) -> str:
        found = self._result()
        if found is None:
            return ""
        if found.good:
            return self.say("setup_touch_good", mm=f"{found.mean_mm:g}")
        return self.say("setup_touch_bad")

    def _troubles(self) -> list[dict[str, str]]:
        """What is wrong, each with what to do."""
        found = self._result()
        if found is None:
            return []
        names = {key: [self.say(f"setup_at_{one.replace('-', '_')}") for one in places]
                 for key, places in (("missed", found.missed), ("far", found.far))}  # fmt: skip
        told: list[dict[str, Any]] = []
        if found.turned:
            kind = (
                "turned"
                if found.turned in {"exchanged", "quarter", "three-quarters"}
                else "mirrored"
            )
            told.append(self._trouble(kind))
        if found.missed:
            told.append(self._trouble("missed", places=", ".join(names["missed"])))
        if found.far:
            away = {"mm": f"{found.most_mm:g}", "places": ", ".join(names["far"])}
            told.append(self._trouble("far", **away))
        return told

    def _trouble(self, kind: str, **values: str) -> dict[str, str]:
        said = self.say(f"setup_touch_{kind}", **values)
        return {"found": said, "mend": self.say(f"setup_touch_{kind}_do")}

    def _is_good(self) -> bool:
        found = self._result()
        return found is not None and found.good

    target = Property(str, _target, notify=moved)
    place = Property(dict, _place, notify=moved)
    told = Property(str, _told, notify=moved)
    verdict = Property(str, _verdict, notify=moved)
    good = Property(bool, _is_good, notify=moved)
    troubles = Property(list, _troubles, notify=moved)
