"""How large, in which colours and how high the screen is drawn; normal for the next patient."""

from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.needs import LARGER_TEXT, STRONG_CONTRAST, WITHIN_REACH

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

TEXT_SIZES: Final = 3
THEMES: Final = ("light", "dark", "contrast", "contrast-dark")
SCANS: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0)
"""Seconds on one thing to choose from, for one switch."""
UNUSED_MS: Final = 120_000
_USUAL: Final = -1
"""The text size of who has not chosen one."""


@QmlElement
class Display(QObject):
    """Text size, colours and height of one sitting, and how fast the light of a switch moves.

    Args:
        scan_s: seconds that the light stays on one thing, as every patient finds it.

    Signals:
        left: nothing was changed here for two minutes; on the first page, somebody walked away.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, scan_s: float = 2.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._usual_s, self._scan_s, self._switched = scan_s, scan_s, False
        self._step, self._theme, self._lowered = _USUAL, THEMES[0], False
        self._usual = 0
        self._unused = QTimer(self, interval=UNUSED_MS, singleShot=True)
        self._unused.timeout.connect(self.left)

    @Slot(int)
    def setText(self, step: int) -> None:  # noqa: N802 - called by QML
        """Text of size 0 (normal), 1 (large) or 2 (largest); any other changes nothing."""
        if 0 <= step < TEXT_SIZES:
            self._set(step=step)

    @Slot(str)
    def setTheme(self, theme: str) -> None:  # noqa: N802 - called by QML
        """One of `THEMES`; any other changes nothing."""
        if theme in THEMES:
            self._set(theme=theme)

    @Slot(bool)
    def lower(self, lowered: bool) -> None:  # noqa: FBT001 - called by QML
        """Draw everything in the lower part of the panel, or on all of it again."""
        self._set(lowered=lowered)

    @property
    def scan_s(self) -> float:
        """Seconds that the light of a switch stays on one thing."""
        return self._scan_s

    @Slot()
    def switch(self) -> None:
        """Somebody works with a switch: now its speed is offered."""
        self._switched = True
        self.changed.emit()

    @Slot(float)
    def setScan(self, seconds: float) -> None:  # noqa: N802 - called by QML
        """One of `SCANS`; any other changes nothing."""
        if seconds in SCANS:
            self._scan_s = seconds
            self._set()

    @Slot()
    def normal(self) -> None:
        """As every patient finds it, by the patient's own touch."""
        self._set(step=_USUAL, theme=THEMES[0], lowered=False)

    def use(self, step: int) -> None:
        """The size of text where the patient chose none; Easy Read begins with a larger one."""
        if step != self._usual:
            self._usual = step
            self.changed.emit()

    def apply(self, needs: AbstractSet[str]) -> None:
        """What a person needs of this screen; what is not said stays as it is.

        Args:
            needs: any of `LARGER_TEXT`, `STRONG_CONTRAST`, `WITHIN_REACH`; others say nothing
                about how the screen is drawn.
        """
        contrasted = self._theme if self._theme.startswith("contrast") else "contrast"
        self._set(
            step=max(self._text_step(), 1) if LARGER_TEXT in needs else self._step,
            theme=contrasted if STRONG_CONTRAST in needs else self._theme,
            lowered=self._lowered or WITHIN_REACH in needs,
        )

    def withdraw(self, needs: AbstractSet[str]) -> None:
        """What a person takes back: that is as every patient finds it; the rest stays."""
        self._set(
            step=_USUAL if LARGER_TEXT in needs else self._step,
            theme=THEMES[0] if STRONG_CONTRAST in needs else self._theme,
            lowered=self._lowered and WITHIN_REACH not in needs,
        )

    def reset(self) -> None:
        """As every patient finds it."""
        self._scan_s, self._switched = self._usual_s, False
        self.normal()
        self._unused.stop()

    def _set(
        self, *, step: int | None = None, theme: str | None = None, lowered: bool | None = None
    ) -> None:
        self._step = self._step if step is None else step
        self._theme = self._theme if theme is None else theme
        self._lowered = self._lowered if lowered is None else lowered
        self._unused.start()
        self.changed.emit()

    def _is_normal(self) -> bool:
        usual = self._step in {_USUAL, self._usual}
        return usual and (self._theme, self._lowered) == (THEMES[0], False)

    def _text_step(self) -> int:
        return self._usual if self._step == _USUAL else self._step

    _read_scan = attrgetter("_scan_s")
    _read_switched = attrgetter("_switched")
    _read_theme = attrgetter("_theme")
    _read_lowered = attrgetter("_lowered")
    scanS = Property(float, _read_scan, notify=changed)  # noqa: N815 - read by QML
    switched = Property(bool, _read_switched, notify=changed)
    textStep = Property(int, _text_step, notify=changed)  # noqa: N815 - read by QML
    theme = Property(str, _read_theme, notify=changed)
    lowered = Property(bool, _read_lowered, notify=changed)
    isNormal = Property(bool, _is_normal, notify=changed)  # noqa: N815 - read by QML
