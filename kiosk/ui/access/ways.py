"""The ways into a window besides touch: keys, a switch, and a voice that goes with them.

Staff have theirs: a key and the two upper corners, both to the page that asks for their PIN.
"""

from typing import Final

from PySide6.QtCore import QMetaObject, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.settings import Keypad
from kiosk.ui.access.corners import Corners
from kiosk.ui.access.five_keys import Acts, FiveKeys
from kiosk.ui.access.scan import Scan
from kiosk.ui.access.walk import Walk
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.touch_guard import TouchGuard

_HOLDING: Final = frozenset({"deleting", "resuming"})
"""Sheets that go by themselves."""


class Ways:
    """What a patient's window is worked with besides touch.

    Args:
        window: shown to patients, and to staff where its `covered` is true.
        patient: what patients do.
        guard: stands before every touch; told of keys, too.
        keypad: which key is which.
        key_repeat_s: the same key within so many seconds was one press.

    Attributes:
        walk: where keys and switch are.
        scan: the light that moves by itself.
    """

    def __init__(
        self,
        window: QQuickWindow,
        patient: PatientScreen,
        guard: TouchGuard,
        keypad: Keypad,
        key_repeat_s: float,
    ) -> None:
        self._window, self._patient = window, patient
        self.walk = Walk(window)
        display, speech = patient.shown_display, patient.voice
        self.scan = Scan(
            self.walk, pace_s=lambda: display.scan_s, waits=lambda: bool(speech.property("speaks"))
        )
        self._keys = FiveKeys(
            window, walk=self.walk, scan=self.scan, keypad=keypad,
            acts=Acts(self._back, self._help, speech.key, speech.plugged, self._staff),
            bounce_s=key_repeat_s,
        )  # fmt: skip
        self._corners = Corners(window, self._staff)
        self._keys.used.connect(guard.touched)
        self._keys.walked.connect(patient.manners.key)
        guard.pressed.connect(self._touched)
        guard.shutChanged.connect(self._clean)
        self.walk.came.connect(speech.came)
        self.scan.changed.connect(display.switch)
        patient.ended.connect(self.scan.stop)
        speech.attach(window)

    def close(self) -> None:
        """The window closes."""
        self._patient.voice.detach()
        self.scan.stop()
        self._window.removeEventFilter(self._keys)
        self._window.removeEventFilter(self._corners)

    @Slot(bool)
    def _clean(self, shut: bool) -> None:  # noqa: FBT001 - takes a signal's value
        """The keys are asked before the guard: while the screen is cleaned they are not asked."""
        self._window.removeEventFilter(self._keys)
        if not shut:
            self._window.installEventFilter(self._keys)

    @Slot()
    def _touched(self) -> None:
        self.scan.stop()
        self.walk.forget()

    def _back(self) -> bool:
        if self._window.property("covered") or self._window.property("writing"):
            return False
        self._step_back(self._patient)
        return True

    @staticmethod
    def _step_back(patient: PatientScreen) -> None:
        """Away with what lies over the page, else one page back."""
        sheet = patient.property("sheet")
        if sheet == "idle":
            patient.watch.stay()
        elif sheet and sheet not in _HOLDING:
            patient.closeSheet()
        elif not sheet:
            patient.goBack()

    def _help(self) -> bool:
        if not self._window.property("covered"):
            self._patient.openSheet("help")
        return True

    def _staff(self) -> bool:
        """Only between two patients: nothing comes over somebody's answers that they can't read."""
        if self._window.property("covered") or self._patient.property("begun"):
            return False
        QMetaObject.invokeMethod(self._window, "staffAsked")
        return True
