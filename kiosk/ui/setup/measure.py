"""How many pixels a millimetre has on this screen, found with a bank card laid on the glass.

A card of the size ID-1 of ISO/IEC 7810 is 85.60 mm by 53.98 mm; every bank card is one.
"""

from typing import Final

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

CARD_MM: Final = (85.60, 53.98)
THUMB_MM: Final = 20.0
LEAST: Final = 1.5
"""Pixels per millimetre of a television set of 1280 pixels and 38 inches."""
MOST: Final = 25.0
"""Pixels per millimetre of the finest telephone."""


@QmlElement
class Measure(QObject):
    """The outline of a card that grows and shrinks until it fits the card on the glass.

    Args:
        px_per_mm: where to begin, what the screen tells of itself.

    Signals:
        measured: the outline fits; pixels per millimetre.
        left: nothing was measured.
    """

    changed = Signal()
    measured = Signal(float)
    left = Signal()

    def __init__(self, px_per_mm: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._px_per_mm = _bounded(px_per_mm)

    @Slot(int)
    def change(self, pixels: int) -> None:
        """Make the outline wider, or narrower where negative, by so many pixels."""
        self._px_per_mm = _bounded(self._px_per_mm + pixels / CARD_MM[0])
        self.changed.emit()

    @Slot()
    def fit(self) -> None:
        """The outline is exactly as large as the card."""
        self.measured.emit(round(self._px_per_mm, 4))

    @Slot()
    def leave(self) -> None:
        """Leave the screen as it was measured before."""
        self.left.emit()

    def _card_width(self) -> float:
        return self._px_per_mm * CARD_MM[0]

    def _card_height(self) -> float:
        return self._px_per_mm * CARD_MM[1]

    def _thumb(self) -> float:
        return self._px_per_mm * THUMB_MM

    cardWidth = Property(float, _card_width, notify=changed)  # noqa: N815 - read by QML
    cardHeight = Property(float, _card_height, notify=changed)  # noqa: N815
    thumb = Property(float, _thumb, notify=changed)


def _bounded(px_per_mm: float) -> float:
    return min(MOST, max(LEAST, px_per_mm))
