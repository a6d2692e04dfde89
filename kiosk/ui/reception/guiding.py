"""The guides over the desk's window: F1 opens the one that belongs to the page."""

from typing import Any, Final

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.guides import Block, Guide, guides

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

FIRST: Final = "desk"
"""The guide of a page that has none of its own."""

OF_PAGE: Final = {
    "alerts": "alerts",
    "export": "export",
    "forms": "form-author",
    "improve": "form-author",
    "kiosks": "it",
}
"""Page of the desk → its guide."""


@QmlElement
class Guiding(QObject):
    """The guide that is open, if one is."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guide: Guide | None = None
        self._guides = dict[str, Guide]()

    @Slot(str)
    def openFor(self, page: str) -> None:  # noqa: N802 - called by QML
        """The guide of that page of the desk."""
        self.open(OF_PAGE.get(page, FIRST))

    @Slot(str)
    def open(self, name: str) -> None:
        """That guide, at its beginning."""
        self._guides = self._guides or dict(guides())
        self._guide = self._guides[name]
        self.changed.emit()

    @Slot()
    def close(self) -> None:
        """None is open."""
        self._guide = None
        self.changed.emit()

    def _title(self) -> str:
        return self._guide.title if self._guide else ""

    def _blocks(self) -> list[dict[str, Any]]:
        if self._guide is None:
            return []
        return [_told(one) for one in self._guide.blocks() if one.level != 1]

    def _others(self) -> list[dict[str, str]]:
        if self._guide is None:
            return []
        found = [FIRST, *self._guide.others]
        return [
            {"id": name, "title": self._guides[name].title}
            for name in dict.fromkeys(found)
            if name != self._guide.name
        ]

    def _is_open(self) -> bool:
        return self._guide is not None

    shown = Property(bool, _is_open, notify=changed)
    title = Property(str, _title, notify=changed)
    blocks = Property(list, _blocks, notify=changed)
    others = Property(list, _others, notify=changed)


def _told(one: Block) -> dict[str, Any]:
    picture = QUrl.fromLocalFile(str(one.picture)).toString() if one.picture else ""
    return {"kind": one.kind, "text": one.text, "level": one.level, "picture": picture}
