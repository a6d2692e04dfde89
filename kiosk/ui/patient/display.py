"""How large and how strong the screen is drawn; back to normal for the next patient."""

from typing import Final

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

TEXT_SIZES: Final = 3
UNUSED_MS: Final = 120_000


@QmlElement
class Display(QObject):
    """Text size and contrast of one sitting.

    Signals:
        left: nothing was changed here for two minutes; on the first page, somebody walked away.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._step = 0
        self._strong = False
        self._unused = QTimer(self, interval=UNUSED_MS, singleShot=True)
        self._unused.timeout.connect(self.left)

    @Slot()
    def largerText(self) -> None:  # noqa: N802 - called by QML
        """The next larger text; after the largest the normal one."""
        self._step = (self._step + 1) % TEXT_SIZES
        self._unused.start()
        self.changed.emit()

    @Slot()
    def switchContrast(self) -> None:  # noqa: N802 - called by QML
        """Strong contrast on or off."""
        self._strong = not self._strong
        self._unused.start()
        self.changed.emit()

    def reset(self) -> None:
        """As every patient finds it."""
        self._step, self._strong = 0, False
        self._unused.stop()
        self.changed.emit()

    def _text_step(self) -> int:
        return self._step

    def _largest(self) -> bool:
        return self._step == TEXT_SIZES - 1

    def _strong_contrast(self) -> bool:
        return self._strong

    textStep = Property(int, _text_step, notify=changed)  # noqa: N815 - read by QML
    largest = Property(bool, _largest, notify=changed)
    strongContrast = Property(bool, _strong_contrast, notify=changed)  # noqa: N815
